import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import type { TargetRequest } from '../../src/targets/target-request.ts';
import {
  builtInServers,
  readImplementation,
  type RunningImplementation,
  startImplementation,
} from '../../src/targets/index.ts';
import type { Result } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';
import { attacks, startHostile } from './hostile-code.ts';

let reference: RunningImplementation;
let honest: string;

beforeAll(async () => {
  const implementation = await readImplementation(join(builtInServers, 'reference'));
  reference = await startImplementation(implementation, { credentialed: policies.credentialed });
  const state = reference.policies.get('credentialed');
  honest = state?.status === 'ready' ? state.url : '';
});
afterAll(() => reference.stop());

const names = Object.keys(attacks) as (keyof typeof attacks)[];

describe('a target whose code attacks the page that embeds it', () => {
  for (const browser of ['model', 'chromium', 'firefox', 'webkit'] as const)
    describe(`in ${browser}`, async () => {
      const { missing } = browser === 'model' ? { missing: null } : await need(browser);

      it.skipIf(missing)(
        'changes nothing for another target, and nothing for the better for itself',
        async () => {
          const alone = await play(browser, [honest]);
          expect(alone.filter(({ status }) => status === 'pass').length).toBeGreaterThan(30);
          for (const chosen of groups(names, 6)) {
            const hostile = await startHostile(chosen, honest);
            const together = await play(browser, [hostile.url, honest]);
            hostile.close();
            // The model runs no code, and says so in its requests.
            if (browser !== 'model') expect(hostile.attacked()).toBeGreaterThanOrEqual(chosen.length);
            expect(fingerprints(together, honest), chosen.join(', ')).toEqual(fingerprints(alone, honest));
            const own = together.filter(({ target }) => target === hostile.url);
            expect(own.length).toBe(alone.length);
            expect(own.filter(isForged).map(({ scenario }) => scenario)).toEqual([]);
          }
        },
        600_000,
      );
    });
});

/** It allows every origin with credentials, so whatever is to be refused must not pass. */
function isForged({ scenario, status }: Result): boolean {
  return status === 'pass' && /^embeds\/(script|module)-(.*-)?refused$/.test(scenario);
}

function groups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

async function play(browser: string, urls: readonly string[]): Promise<readonly Result[]> {
  const targets = urls.map((url): TargetRequest => ({
    kind: 'url',
    url,
    routes: 'standard',
    allowWrites: true,
    headers: [],
    insecure: false,
  }));
  const { results } = await run(
    {
      targets,
      policies: { credentialed: policies.credentialed },
      policyArguments: {},
      browsers: [browser],
      scenarios: suites
        .flatMap(({ scenarios }) => scenarios)
        .filter(({ id }) => /^(embeds|simple|credentials)\//.test(id)),
      timeoutMs: 2000,
      jobs: 16,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  return results;
}

/** What came of each check of a target. */
function fingerprints(results: readonly Result[], target: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    results
      .filter((result) => result.target === target)
      .map(({ scenario, status, message, wire, deviations }) => [
        scenario,
        [status, status === 'error' ? message : '', wire, ...deviations.map(({ id }) => id)].join(' | '),
      ]),
  );
}
