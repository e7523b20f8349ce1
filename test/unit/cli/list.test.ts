import { describe, expect, it, vi } from 'vitest';
import { modelFinder } from '../../../src/options/browsers.ts';
import type { ListOptions } from '../../../src/cli/command-line.ts';
import { listCommand } from '../../../src/cli/list-command.ts';
import type { Run } from '../../../src/run/request.ts';
import { catalogue, recordingIo } from './samples.ts';

const missing = {
  id: 'firefox',
  title: 'Firefox',
  find: () => Promise.resolve({ found: false, help: 'Install it.', looked: ['/usr/bin/firefox'] } as const),
};

async function list(kind?: string, options: ListOptions = {}) {
  const { io, written } = recordingIo();
  const loadRun = () => Promise.reject<Run>(new Error('a list runs nothing'));
  const status = await listCommand(
    kind,
    options,
    { catalogue, browsers: [missing, modelFinder], loadRun },
    io,
  );
  return { status, ...written };
}

it('shows scenarios in columns', async () => {
  expect(await list('scenarios', { suite: ['simple'] })).toEqual({
    status: 0,
    stdout: [
      'simple/get-allowed  required  About simple/get-allowed',
      'simple/get-refused  security  About simple/get-refused',
      '',
    ].join('\n'),
    stderr: '',
  });
});

describe('scenarios that are described in full', () => {
  it('in the terminal, each once', async () => {
    const { stdout, stderr } = await list('scenarios', { describe: ['simple/get-refused', '*/get-*'] });
    expect(stderr).toBe('');
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      'simple/get-allowed  required',
      'simple/get-refused  security',
    ]);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      ' A page at the first allowed origin sends `GET /resource` using fetch. ',
    );
    expect(stdout).toContain('    - The script can read the response.\n');
    expect(stdout).toContain('\n  impact  The impact of simple/get-refused.\n');
    expect(stdout).toContain('\n  run     corspec run URL --policy FILE --scenario simple/get-refused\n');
  });

  it('as data', async () => {
    const { stdout } = await list('scenarios', { describe: ['simple/get-allowed'], json: true });
    expect(JSON.parse(stdout)).toEqual([
      {
        id: 'simple/get-allowed',
        level: 'required',
        title: 'About simple/get-allowed',
        spec: '#cors-check',
        steps: [
          {
            does: 'A page at the first allowed origin sends `GET /resource` using fetch.',
            must: ['The script can read the response.'],
          },
        ],
        when: { policy: ['allows an origin'], more: [] },
      },
    ]);
  });
});

it('says which browsers are there, and how to get the others', async () => {
  const { stdout } = await list('browsers');
  expect(stdout).toMatch(/^firefox {2}not found {2}Firefox: Install it\.$/m);
  expect(stdout).toMatch(/^model {4}found {6}The Fetch standard: built in$/m);
});

it('shows policies in short', async () => {
  const { stdout } = await list('policies');
  expect(stdout).toMatch(/^public {5}any origin$/m);
  expect(stdout).toMatch(/^default {4}empty/m);
});

it('shows where reports go', async () => {
  expect((await list('reporters')).stdout).toMatch(/^html {6}corspec-report\.html {2}Reports as html$/m);
});

it('shows the built-in servers with what they need', async () => {
  const { stdout } = await list('servers', { json: true });
  const servers = JSON.parse(stdout) as { id: string; available: boolean }[];
  expect(servers.find(({ id }) => id === 'express-cors')).toMatchObject({
    available: true,
    language: 'JavaScript',
  });
});

it('shows in one line what a built-in server lacks', async () => {
  vi.stubEnv('PATH', '');
  const { stdout } = await list('servers');
  vi.unstubAllEnvs();
  expect(stdout).toMatch(/^javalin .* unavailable: java, javac and mvn are not on PATH\. \S.*\S$/m);
  expect(stdout).not.toContain(String.raw`\n`);
});

it('shows all of it when no kind is named', async () => {
  const { stdout } = await list(undefined, { json: true });
  const all = JSON.parse(stdout) as object;
  expect(Object.keys(all)).toEqual(['scenarios', 'servers', 'policies', 'browsers', 'reporters']);
});

describe('a list that is wrong', () => {
  it.each<[string, ListOptions, string]>([
    ['scenario', {}, 'Did you mean `corspec list scenarios`?'],
    ['simple/get', {}, 'Did you mean `corspec list scenarios simple/get`?'],
    ['scenarios', { describe: ['simple/gt-allowed'] }, 'Did you mean "simple/get-allowed"?'],
    ['scenarios', { describe: ['servers'] }, 'no scenario matches'],
    ['servers', { describe: ['simple/get-allowed'] }, 'only scenarios have a full description'],
    ['scenarios', { level: ['hard'] }, '--level "hard": unknown level'],
    ['servers', { servers: ['/no/such/folder'] }, 'folder not found'],
  ])('%s %j', async (kind, options, says) => {
    const { status, stdout, stderr } = await list(kind, options);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
