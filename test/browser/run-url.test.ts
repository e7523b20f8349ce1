import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import {
  builtInServers,
  readImplementation,
  type RunningImplementation,
  startImplementation,
} from '../../src/targets/index.ts';
import type { Result } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

let server: RunningImplementation;
let url: string;

beforeAll(async () => {
  const reference = await readImplementation(join(builtInServers, 'reference'));
  server = await startImplementation(reference, { credentialed: policies.credentialed });
  const state = server.policies.get('credentialed');
  url = state?.status === 'ready' ? state.url : '';
});
afterAll(() => server.stop());

describe('a server on loopback, by its URL', () => {
  for (const browser of ['model', 'chromium', 'firefox', 'webkit'] as const)
    describe(`in ${browser}`, async () => {
      const { missing } = browser === 'model' ? { missing: null } : await need(browser);

      it.skipIf(missing)(
        'is asked everything, passes, and every deviation has a name',
        async () => {
          const results = await play(browser);
          expect(results.filter(({ status }) => status === 'fail' || status === 'error')).toEqual([]);
          expect(results.flatMap(({ deviations }) => deviations.filter(({ id }) => id === null))).toEqual([]);
          expect(results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(250);
        },
        120_000,
      );
    });
});

async function play(browser: string): Promise<readonly Result[]> {
  const { results } = await run(
    {
      targets: [{ kind: 'url', url, routes: 'standard', allowWrites: true, headers: [], insecure: false }],
      policies: { credentialed: policies.credentialed },
      policyArguments: {},
      browsers: [browser],
      scenarios: suites.flatMap(({ scenarios }) => scenarios),
      timeoutMs: 10_000,
      jobs: 16,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  return results;
}
