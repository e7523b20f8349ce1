import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Configuration } from '../../../src/cli/catalogue.ts';
import type { RunOptions } from '../../../src/cli/command-line.ts';
import { decideReuse, type PlannedWebServer } from '../../../src/cli/resolve-web-servers.ts';
import { resolveRun } from '../../../src/cli/resolve.ts';
import type { Config, WebServerConfig } from '../../../src/config/config.ts';
import type { UrlTarget } from '../../../src/targets/target-request.ts';
import { catalogue, commandLine, material } from './samples.ts';

const url = 'http://localhost:3000/api';

function resolveWith(options: RunOptions, target = url, configuration?: Configuration) {
  const line = commandLine('run', configuration === undefined ? [target] : [], {
    ...(configuration === undefined && target === url && { origin: ['https://app.example.com'] }),
    ...options,
  });
  const resolved = resolveRun(line, material(configuration && { configuration }), catalogue);
  return resolved.ok
    ? {
        servers: resolved.plan.webServers,
        targets: resolved.plan.request.targets,
        settings: resolved.plan.settings,
      }
    : resolved.problems;
}

it('starts nothing when nothing is asked', () => {
  expect(resolveWith({})).toMatchObject({ servers: [] });
});

it('waits for the target with --start alone, for the URL of --wait with it', () => {
  const start = 'npm start';
  expect(resolveWith({ start })).toMatchObject({
    servers: [{ name: '--start', command: start, url, timeoutMs: 60_000, cwd: process.cwd(), env: {} }],
  });
  const wait = 'http://localhost:3000/health';
  expect(resolveWith({ start, wait })).toMatchObject({ servers: [{ command: start, url: wait }] });
  expect(resolveWith({ wait })).toMatchObject({ servers: [{ name: '--wait', command: null, url: wait }] });
});

it('repeats both in the command that reproduces a result, without secrets', () => {
  const start = 'PORT=3000 API_KEY="a b" npm start --token=x';
  expect(resolveWith({ start, wait: url })).toMatchObject({
    targets: [{ commandOptions: `--start 'PORT=3000 API_KEY=… npm start --token=…' --wait ${url}` }],
  });
});

it('says what is wrong', () => {
  expect(resolveWith({ start: ' ' })).toEqual([
    '--start: the command is empty. Give one such as "npm start".',
  ]);
  expect(resolveWith({ wait: 'localhost:3000' })).toEqual([
    '--wait "localhost:3000": the URL has no scheme. Did you mean http://localhost:3000?',
  ]);
  expect(resolveWith({ start: 'x' }, 'express-cors')).toEqual([
    '--start: no target is at a URL. Add --wait with the URL at which the server responds.',
  ]);
});

const target: UrlTarget = {
  kind: 'url',
  url,
  name: 'api',
  policies: ['public'],
  typed: 'api',
  routes: {},
  allowWrites: false,
  headers: [],
  insecure: false,
};

function configurationWith(webServer: Config['webServer']): Configuration {
  const config: Config = { targets: [], webServer };
  return {
    file: {
      name: 'corspec.config.ts', folder: '/project', config, positionOf: () => ({ line: 1, column: 1 }), problems: [],
      broken: new Set(),
    },
    targets: [target], policies: { public: { origins: '*' } }, places: {}, entries: {}, warnings: [],
  }; // prettier-ignore
}

it('takes those of the configuration, which are not part of the command that reproduces a result', () => {
  const given: WebServerConfig = { command: 'npm start', url };
  const found = resolveWith({}, '', configurationWith(given));
  expect(found).toMatchObject({
    servers: [{ name: 'webServer', command: 'npm start', cwd: '/project', reuseExisting: null }],
    targets: [{ typed: 'api' }],
    settings: { kind: 'configuration', file: 'corspec.config.ts' },
  });
  const two = [
    { ...given, cwd: 'api', timeout: 5, reuseExistingServer: false, env: { PORT: '1' } },
    { ...given, cwd: '/abs' },
  ];
  expect(resolveWith({}, '', configurationWith(two))).toMatchObject({
    servers: [
      {
        name: 'webServer[0]',
        cwd: resolve('/project/api'),
        timeoutMs: 5,
        reuseExisting: false,
        env: { PORT: '1' },
      },
      { name: 'webServer[1]', cwd: resolve('/abs') },
    ],
  });
});

it('prefers those of the command line', () => {
  const configuration = configurationWith({ command: 'npm start', url });
  const servers = resolveWith({ wait: url }, '', configuration);
  expect(servers).toMatchObject({ servers: [{ name: '--wait', command: null }] });
});

it('uses a server that responds already, but in CI', () => {
  const server: PlannedWebServer = {
    name: '--start', command: 'x', url, timeoutMs: 1, cwd: '/', env: {}, reuseExisting: null,
  }; // prettier-ignore
  const reuse = (env: Readonly<Record<string, string>>, reuseExisting: boolean | null = null) =>
    decideReuse([{ ...server, reuseExisting }], env)[0]?.reuseExisting;
  expect([reuse({}), reuse({ CI: '' }), reuse({ CI: 'false' }), reuse({ CI: 'true' })]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([reuse({ CI: '1' }, true), reuse({}, false)]).toEqual([true, false]);
});
