import { join } from 'node:path';
import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import { inParallel } from '../../src/system/in-parallel.ts';
import { run } from '../../src/run/index.ts';
import type { RunHooks } from '../../src/run/request.ts';
import {
  availability,
  builtInServers,
  type Implementation,
  install,
  readImplementation,
  TargetError,
} from '../../src/targets/index.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { suites } from '../../suites/index.ts';
import { type Check, control, problemsOf } from './verdict.ts';

/** Milliseconds for one request of a page. */
const timeoutMs = 10_000;

const scenarios: readonly Scenario[] = suites.flatMap((suite) => suite.scenarios);

/** Installations mostly wait for the network. */
const installsAtOnce = 4;

/** One folder per version. */
const knownBad = join(builtInServers, 'known-bad');

/**
 * Why an advisory cannot be checked on this machine and how to install what is missing; null if it can.
 * @param installed whether a version that is not installed yet counts as missing
 */
export async function whyUnplayable(
  advisory: Advisory,
  { installed }: { readonly installed: boolean },
): Promise<string | null> {
  for (const implementation of await versions(advisory)) {
    const state = await availability(implementation);
    if (!state.available) return `${implementation.id}: ${state.reason}. ${state.help}`;
    if (installed && !state.installed)
      return `${implementation.id} is not installed. \`npm run known-bad\` installs it from its package registry.`;
  }
  return null;
}

/**
 * Installs the versions of advisories, several at once. After a failure, no more versions of the same language are
 * installed: without a network, each would take a minute to fail.
 * @param onLine receives the output of the commands
 * @returns one complete message per version that could not be installed
 */
export async function installVersions(
  advisories: readonly Advisory[],
  onLine: (line: string) => void,
): Promise<readonly string[]> {
  const all = (await Promise.all(advisories.map(versions))).flat();
  const distinct = new Map(all.map((implementation) => [implementation.id, implementation]));
  const problems: string[] = [];
  const without = new Set<string>();
  await inParallel([...distinct.values()], installsAtOnce, async (implementation) => {
    const { language } = implementation.manifest;
    if (without.has(language)) return;
    const told = (line: string) => onLine(`${implementation.id}: ${line}`);
    await install(implementation, { onLine: told }).catch((error: unknown) => {
      if (!(error instanceof TargetError)) throw error;
      without.add(language);
      problems.push(error.message);
    });
  });
  return problems;
}

/**
 * Runs the scenarios of an advisory against the affected and the fixed version. Both must be installed.
 * @returns how the results differ from the advisory, one sentence each
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
  const checks: readonly Check[] = results;
  return problemsOf(advisory, checks);
}

function versions({ affected, fixed }: Advisory): Promise<Implementation[]> {
  const ids = fixed === null ? [affected] : [affected, fixed];
  return Promise.all(ids.map((id) => readImplementation(join(knownBad, id))));
}
