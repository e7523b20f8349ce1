import { resolve } from 'node:path';
import type { Config, WebServerConfig } from '../config/config.ts';
import { placeText } from '../config/issues.ts';
import { urlProblem } from '../options/target-url.ts';
import { quoted, type Validated } from '../options/validated.ts';
import type { TargetRequest } from '../targets/target-request.ts';
import type { WebServer } from '../targets/web-server/index.ts';
import type { Configuration } from './catalogue.ts';
import type { RunOptions } from './command-line.ts';

/** A server to start or to wait for. Whether one that responds already is used depends on the machine, when absent. */
export type PlannedWebServer = Omit<WebServer, 'reuseExisting'> & { readonly reuseExisting: boolean | null };

const defaultTimeoutMs = 60_000;

/** The servers of `--start` and `--wait`, otherwise those of the configuration. */
export function resolveWebServers(
  options: RunOptions,
  targets: readonly TargetRequest[],
  configuration: Configuration | undefined,
): Validated<readonly PlannedWebServer[]> {
  if (options.start !== undefined || options.wait !== undefined) return typed(options, targets);
  return { value: configuration === undefined ? [] : configured(configuration), problems: [] };
}

function typed(
  { start, wait }: RunOptions,
  targets: readonly TargetRequest[],
): Validated<readonly PlannedWebServer[]> {
  if (start?.trim() === '') return refuse('--start: the command is empty. Give one such as "npm start".');
  const problem = wait === undefined ? undefined : urlProblem(wait);
  if (problem !== undefined) return refuse(`--wait ${quoted(wait ?? '')}: ${problem}`);
  const url = wait ?? targets.find((target) => target.kind === 'url')?.url;
  if (url === undefined)
    return targets.length === 0
      ? // Another problem says that there is no valid target.
        { value: [], problems: [] }
      : refuse('--start: no target is at a URL. Add --wait with the URL at which the server responds.');
  return { value: [plannedFor(start, url)], problems: [] };
}

function plannedFor(start: string | undefined, url: string): PlannedWebServer {
  return {
    name: start === undefined ? '--wait' : '--start',
    command: start ?? null,
    url,
    timeoutMs: defaultTimeoutMs,
    reuseExisting: null,
    cwd: process.cwd(),
    env: {},
  };
}

function refuse(problem: string): Validated<readonly PlannedWebServer[]> {
  return { value: [], problems: [problem] };
}

function configured({ file: { config, folder } }: Configuration): readonly PlannedWebServer[] {
  return listed(config.webServer).map(([server, name]) => ({
    name,
    command: server.command,
    url: server.url,
    timeoutMs: server.timeout ?? defaultTimeoutMs,
    reuseExisting: server.reuseExistingServer ?? null,
    cwd: server.cwd === undefined ? folder : resolve(folder, server.cwd),
    env: server.env ?? {},
  }));
}

function listed(servers: Config['webServer']): readonly (readonly [WebServerConfig, string])[] {
  if (servers === undefined) return [];
  if (!isList(servers)) return [[servers, 'webServer']];
  return servers.map((server, index) => [server, placeText(['webServer', index])] as const);
}

function isList(servers: NonNullable<Config['webServer']>): servers is readonly WebServerConfig[] {
  return Array.isArray(servers);
}

/** Where the variable CI is set, nothing should be left of an earlier job: a server that responds is a mistake. */
export function decideReuse(
  servers: readonly PlannedWebServer[],
  { CI = '' }: Readonly<Record<string, string | undefined>>,
): readonly WebServer[] {
  const isCi = CI !== '' && CI !== 'false' && CI !== '0';
  return servers.map((server) => ({ ...server, reuseExisting: server.reuseExisting ?? !isCi }));
}
