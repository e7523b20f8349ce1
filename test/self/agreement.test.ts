import { describe, expect, it } from 'vitest';
import { type Agreement, agreement } from '../../scripts/agreement.ts';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, findImplementations } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios);
const { implementations } = await findImplementations([builtInServers]);
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

async function compareEngines(implementation: (typeof implementations)[number]): Promise<Agreement> {
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
