import { execFile } from 'node:child_process';
import type { Reporter } from '../../reports/reporter.ts';
import { sizeText } from '../text/size.ts';
import {
  type Availability,
  availability,
  builtInServers,
  cacheText,
  defaultKind,
  findImplementations,
  type Implementation,
  installedSize,
  pinnedVersion,
  programVersion,
} from '../targets/index.ts';
import type { Policy } from '../policy/policy.ts';
import type { Scenario, Suite } from '../scenarios/scenario.ts';
import { lookFor, modelFinder, type BrowserFinder } from '../options/browsers.ts';
import { serverFolderProblem } from './read-inputs.ts';
import type { ListOptions } from './command-line.ts';
import { resolveScenarios } from '../options/resolve-scenarios.ts';

/** A list as columns and as data. */
export interface Listing {
  readonly rows: readonly (readonly string[])[];
  readonly json: readonly object[];
  readonly problems: readonly string[];
  readonly warnings?: readonly string[];
  /** Sentences about some of the rows. They are not part of the list. */
  readonly footnotes?: readonly string[];
}

/** The scenarios that match the filters of the command line. */
export function listScenarios(options: ListOptions, suites: readonly Suite[]): Listing {
  const { value, problems } = resolveScenarios(options, suites);
  const shown = new Set(value.map(({ id }) => id));
  const isShown = ({ id }: Scenario) => shown.has(id);
  return {
    rows: value.map(({ id, level, title }) => [id, level, title]),
    json: value.map(({ id, level, title, spec, inBrowsers }) => ({ id, level, title, spec, inBrowsers })),
    problems,
    footnotes: suites
      .filter(({ inBrowsers, scenarios }) => inBrowsers !== undefined && scenarios.some(isShown))
      .map(({ id }) => `The model always runs ${id}; browsers run it only with --suite ${id}.`),
  };
}

/** The implementations; for one that cannot be started here, what is missing and how to install it. */
export async function listServers({ servers = [] }: ListOptions): Promise<Listing> {
  const folderProblems = await Promise.all(servers.map(serverFolderProblem));
  const { implementations, problems } = await findImplementations([builtInServers, ...servers]);
  const [found, cache] = await Promise.all([Promise.all(implementations.map(serverEntry)), cacheText()]);
  return {
    rows: found.map(({ row }) => row),
    json: found.map(({ json }) => json),
    problems: folderProblems.filter((problem) => problem !== undefined),
    warnings: problems.map(({ message }) => message),
    footnotes: cache === null ? [] : [cache],
  };
}

async function serverEntry(implementation: Implementation) {
  const { id, folder, manifest } = implementation;
  const [state, version, bytes] = await Promise.all([
    availability(implementation),
    pinnedVersion(implementation).then((pinned) => pinned ?? programVersion(implementation)),
    installedSize(implementation),
  ]);
  const { kind = defaultKind } = manifest;
  return {
    row: [
      id,
      kind,
      manifest.language,
      version ?? '–',
      manifest.title,
      bytes === null ? '–' : sizeText(bytes),
      statusText(state),
    ],
    json: {
      id,
      folder,
      ...manifest,
      kind,
      ...(version !== null && { version }),
      ...(bytes !== null && { bytes }),
      ...state,
    },
  };
}

function statusText(state: Availability): string {
  if (!state.available) return `unavailable: ${state.reason}. ${state.help.replaceAll('\n', '; ')}`;
  return state.installed ? 'installed' : 'not installed (installed on first use)';
}

/** The built-in policies, each as a short summary. */
export function listPolicies(policies: Readonly<Record<string, Policy>>): Listing {
  return {
    rows: Object.entries(policies).map(([name, policy]) => [name, summaryOf(policy)]),
    json: Object.entries(policies).map(([name, policy]) => ({ name, policy })),
    problems: [],
  };
}

function summaryOf(policy: Policy): string {
  const { origins, credentials, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const parts = [
    origins === undefined ? '' : origins === '*' ? 'any origin' : origins.join(' ') || 'no origin',
    credentials === undefined ? '' : credentials ? 'credentials' : 'no credentials',
    listSummary('methods', methods),
    listSummary('request headers', requestHeaders),
    listSummary('exposed headers', exposedHeaders),
    maxAge === undefined ? '' : `max age ${maxAge} s`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'empty: the library without options' : parts.join('; ');
}

function listSummary(what: string, list: '*' | readonly string[] | undefined): string {
  if (list === undefined) return '';
  if (list === '*') return `all ${what}`;
  return list.length === 0 ? `no ${what}` : `${what} ${list.join(' ')}`;
}

/** The browsers, where they are, and how to install those that are missing. */
export async function listBrowsers(finders: readonly BrowserFinder[]): Promise<Listing> {
  const looked = await lookFor(finders);
  const found = await Promise.all(
    looked.map(async ({ id, title, result }) => {
      if (!result.found)
        return { row: [id, 'not found', `${title}: ${result.help}`], json: { id, title, ...result } };
      const version = id === modelFinder.id ? undefined : await versionOf(result.executable);
      const location = result.executable === '' ? result.via : `${result.executable} (${result.via})`;
      const json = { id, title, ...result, ...(version !== undefined && { version }) };
      return { row: [id, 'found', `${version ?? result.name}: ${location}`], json };
    }),
  );
  return { rows: found.map(({ row }) => row), json: found.map(({ json }) => json), problems: [] };
}

/** How long a browser may take to print its version: milliseconds. */
const versionTimeoutMs = 3000;

/** The first line of `--version`. On Windows browsers open a window instead, so it is not used there. */
function versionOf(executable: string): Promise<string | undefined> {
  if (process.platform === 'win32') return Promise.resolve(undefined);
  return new Promise((resolve) => {
    execFile(executable, ['--version'], { timeout: versionTimeoutMs }, (error, stdout) => {
      const line = stdout.trim().split('\n')[0];
      resolve(error === null && line !== '' ? line?.trim() : undefined);
    });
  });
}

/** The report formats and where each writes. */
export function listReporters(reporters: readonly Reporter[]): Listing {
  return {
    rows: reporters.map(({ id, title, defaultFile }) => [id, defaultFile ?? 'stdout', title]),
    json: reporters.map(({ id, title, defaultFile }) => ({ id, title, defaultFile: defaultFile ?? null })),
    problems: [],
  };
}
