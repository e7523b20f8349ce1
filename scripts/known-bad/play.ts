import { join } from 'node:path';
import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import { run } from '../../src/run/index.ts';
import type { RunHooks } from '../../src/run/request.ts';
import {
  availability,
  builtInServers,
  type Implementation,
  install,
  readImplementation,
} from '../../src/target/index.ts';
import type { Scenario } from '../../src/vocabulary/scenario.ts';
import { suites } from '../../suites/index.ts';
import { type Cell, control, problemsOf } from './verdict.ts';

/** For one request of a page: milliseconds. */
const timeoutMs = 10_000;

const scenarios: readonly Scenario[] = suites.flatMap((suite) => suite.scenarios);

/** Where the versions are, a folder each. */
const knownBad = join(builtInServers, 'known-bad');

/** Why an advisory cannot be tried on this machine and how to get what is missing, in plain words; null when it can. */
export async function whyUnplayable(advisory: Advisory): Promise<string | null> {
  for (const implementation of await versions(advisory)) {
    const state = await availability(implementation);
    if (!state.available) return `${implementation.id}: ${state.reason}. ${state.help}`;
  }
  return null;
}

/**
 * Installs what has to be installed for an advisory.
 * @param onLine gets what the commands say
 * @throws TargetError when a program is missing or a command fails
 */
export async function installVersions(advisory: Advisory, onLine?: (line: string) => void): Promise<void> {
  for (const implementation of await versions(advisory)) await install(implementation, onLine);
}

/**
 * Plays the scenarios of an advisory against the version that has it and the one that has not. Both are installed.
 * @returns what is not as the advisory says, a sentence each
 */
export async function tryAdvisory(
  advisory: Advisory,
  browser: string,
  hooks: RunHooks,
): Promise<readonly string[]> {
  const targets = await versions(advisory);
  const { results } = await run(
    {
      targets: targets.map((implementation) => ({ kind: 'implementation' as const, implementation })),
      policies: advisory.policies,
      policyArguments: {},
      browsers: [browser],
      scenarios: scenarios.filter(({ id }) => id === control || advisory.caughtBy.includes(id)),
      timeoutMs,
      jobs: 8,
      evidence: 'failures',
    },
    hooks,
  );
  const cells: readonly Cell[] = results;
  return problemsOf(advisory, cells);
}

function versions({ affected, mended }: Advisory): Promise<Implementation[]> {
  const ids = mended === null ? [affected] : [affected, mended];
  return Promise.all(ids.map((id) => readImplementation(join(knownBad, id))));
}
