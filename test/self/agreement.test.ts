import { describe, expect, it } from 'vitest';
import { type Agreement, agreement } from '../../scripts/agreement.ts';
import { changedSince, spread } from '../../scripts/matrix/changed.ts';
import { readMatrix } from '../../scripts/matrix/record.ts';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, findImplementations, type Implementation } from '../../src/targets/index.ts';
import { playedIn } from '../../src/run/named-only.ts';
import { suites } from '../../suites/index.ts';
import { need, needInstalled } from '../requirements.ts';

const scenarios = playedIn(
  'chromium',
  suites.flatMap((suite) => suite.scenarios),
);
/** These are always compared: each takes a minute or more, and they differ enough. */
const always = ['reference', 'express-cors', 'fastify-cors', 'koa-cors', 'hono-cors', 'fastapi'];
/** How many are compared of those that changed since the results of the matrix were recorded. */
const mostChanged = 4;

const { implementations: all } = await findImplementations([builtInServers]);
const fixed = all.filter(({ id }) => always.includes(id));
const changed = await changedSince(
  readMatrix(),
  all.filter(({ id }) => !always.includes(id)),
);
const { chosen, others } = spread(changed, mostChanged);
if (others.length > 0)
  console.log(
    `Changed since the matrix was recorded, and not played in Chromium here: ${others.map(({ id }) => id).join(', ')}. ` +
      '`npm run matrix -- --changed` plays them.',
  );
const minute = 60_000;

it('the implementations that are always compared exist', () => {
  expect(fixed.map(({ id }) => id).sort()).toEqual([...always].sort());
});

describe.each(await Promise.all([...fixed, ...chosen].map(withState)))(
  'of $id the model and Chromium',
  ({ implementation, missing }) => {
    it.skipIf(missing)(
      'say the same check by check, save for deviations with a name and what the model cannot do',
      async () => {
        const { checks, lone, disagreements } = await compareEngines(implementation);
        expect(lone).toEqual([]);
        expect(disagreements).toEqual([]);
        expect(checks).toBeGreaterThan(0);
      },
      10 * minute,
    );
  },
);

async function withState(implementation: Implementation) {
  const { id } = implementation;
  const [{ missing }, notInstalled] = await Promise.all([need('chromium'), needInstalled(implementation)]);
  return { id, implementation, missing: missing ?? notInstalled.missing };
}

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
