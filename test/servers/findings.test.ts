import { describe, expect, it, vi } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { differencesOf, readFindings } from '../../scripts/findings/findings.ts';
import type { Result } from '../../src/results/results.ts';
import { run } from '../../src/run/index.ts';
import { withFindings } from '../../scripts/findings/with-findings.ts';
import { availability, type Implementation } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';

vi.setConfig({ testTimeout: 300_000 });

const scenarios = suites.flatMap((suite) => suite.scenarios);
const implementations = await withFindings();

for (const implementation of implementations) {
  const { id, folder } = implementation;
  const state = await availability(implementation);
  // `npm run test:all` installs some before; in CI, all of them are installed.
  const isReady = (state.available && state.installed) || process.env['CORSPEC_REQUIRE'] === 'all';
  describe.skipIf(!isReady)(isReady ? id : `${id} (left out: not installed)`, () => {
    it('fails the scenarios of its findings, and no others', async () => {
      expect(differencesOf(readFindings(folder) ?? [], await failingOf(implementation))).toEqual([]);
    });
  });
}

async function failingOf(implementation: Implementation): Promise<ReadonlySet<string>> {
  const { results } = await run(
    {
      targets: [{ kind: 'implementation', implementation }],
      policies,
      policyArguments: {},
      browsers: ['model'],
      scenarios,
      timeoutMs: 30_000,
      jobs: 8,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  const failed = results.filter(({ status }) => status === 'fail');
  const causesOfOthers = new Set(failed.flatMap((result) => (isGenerated(result) ? [] : [keyOf(result)])));
  const states = results.filter(({ status }) => status === 'error').map(({ scenario }) => scenario);
  expect(states).toEqual([]);
  // A combination that fails as other scenarios do has their finding.
  const unexplained = failed.filter((result) => !isGenerated(result) || !causesOfOthers.has(keyOf(result)));
  return new Set(unexplained.map(({ scenario }) => scenario));
}

const generated = new Set(scenarios.filter(({ inBrowsers }) => inBrowsers !== undefined).map(({ id }) => id));

function isGenerated({ scenario }: Result): boolean {
  return generated.has(scenario);
}

function keyOf({ cause }: Result): string {
  return cause ?? '';
}
