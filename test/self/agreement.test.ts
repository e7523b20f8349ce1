import { describe, expect, it } from 'vitest';
import { type Agreement, agreement } from '../../scripts/agreement.ts';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { type Implementation, readImplementation } from '../../src/targets/index.ts';
import { playedIn } from '../../src/run/named-only.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';
import { folderOf, implementations as ids } from '../servers/program.ts';

const scenarios = playedIn(
  'chromium',
  suites.flatMap((suite) => suite.scenarios),
);
// Each takes a minute or more: these differ enough, without the one that has to be compiled.
const compared = ids.filter((id) => id !== 'tower-http');
const implementations = await Promise.all(compared.map((id) => readImplementation(folderOf(id))));
const minute = 60_000;

describe.each(implementations.map((implementation) => ({ id: implementation.id, implementation })))(
  'of $id the model and Chromium',
  async ({ id, implementation }) => {
    const { missing } = await need('chromium', ...(id === 'fastapi' ? (['fastapi'] as const) : []));

    it.skipIf(missing)(
      'say the same check by check, save for deviations with a name and what the model cannot do',
      async () => {
        const { checks, lone, disagreements } = await compareEngines(implementation);
        expect(lone).toEqual([]);
        expect(disagreements).toEqual([]);
        expect(checks).toBeGreaterThan(scenarios.length);
      },
      5 * minute,
    );
  },
);

async function compareEngines(implementation: Implementation): Promise<Agreement> {
  const { results } = await run(
    {
      targets: [{ kind: 'implementation', implementation }],
      policies,
      policyArguments: {},
      browsers: ['chromium', 'model'],
      scenarios,
      timeoutMs: 10_000,
      jobs: 16,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  return agreement(results, ['chromium', 'model'], scenarios);
}
