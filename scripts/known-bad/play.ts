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

/** For one request of a page: milliseconds. */
const timeoutMs = 10_000;

const scenarios: readonly Scenario[] = suites.flatMap((suite) => suite.scenarios);

/** They wait for registries more than for processors. */
const installsAtOnce = 4;

/** Where the versions are, a folder each. */
const knownBad = join(builtInServers, 'known-bad');

/**
 * Why an advisory cannot be tried on this machine and how to get what is missing, in plain words; null when it can.
 * @param installed whether it counts as missing that a version was not installed yet
 */
export async function whyUnplayable(
  advisory: Advisory,
  { installed }: { readonly installed: boolean },
): Promise<string | null> {
  for (const implementation of await versions(advisory)) {
    const state = await availability(implementation);
    if (!state.available) return `${implementation.id}: ${state.reason}. ${state.help}`;
    if (installed && !state.installed)
      return `${implementation.id} is not installed. \`npm run known-bad\` does that; it needs the registries of packages.`;
  }
  return null;
}

/**
 * Installs what has to be installed for advisories, some at once. Where one version could not be, no more of its language
 * are begun: without a network each of them would take a minute to say the same.
 * @param onLine gets what the commands say
 * @returns what could not be installed: complete messages, one a version that was tried
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
  const checks: readonly Check[] = results;
  return problemsOf(advisory, checks);
}

function versions({ affected, mended }: Advisory): Promise<Implementation[]> {
  const ids = mended === null ? [affected] : [affected, mended];
  return Promise.all(ids.map((id) => readImplementation(join(knownBad, id))));
}
