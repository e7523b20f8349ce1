import { describe, expect, it, vi } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { differencesOf, readFindings, type Unsuccessful } from '../../../scripts/findings/findings.ts';
import type { Result } from '../../../src/results/results.ts';
import { run } from '../../../src/run/index.ts';
import { withFindings } from '../../../scripts/findings/with-findings.ts';
import { availability, type Implementation } from '../../../src/targets/index.ts';
import { suites } from '../../../suites/index.ts';

vi.setConfig({ testTimeout: 300_000 });

const scenarios = suites.flatMap((suite) => suite.scenarios);

/**
 * Compares what fails with findings.json, in the model: for every implementation whose place in the list of all is `part` modulo `of`.
 * Two files do this, so that two workers share the time.
 */
export async function testFindings(part: number, of: number): Promise<void> {
  vi.setConfig({ testTimeout: 300_000 });
  const implementations = (await withFindings()).filter((_, index) => index % of === part);
  for (const implementation of implementations) {
    const { id, folder } = implementation;
    const state = await availability(implementation);
    // `npm run test:all` installs some before; in CI, all of them are installed.
    const isReady = (state.available && state.installed) || process.env['CORSPEC_REQUIRE'] === 'all';
    describe.skipIf(!isReady)(isReady ? id : `${id} (left out: not installed)`, () => {
      it('has all routes, fails the scenarios of its findings, and no others', async () => {
        const { differing, ...unsuccessful } = await play(implementation);
        expect(differing).toEqual([]);
        expect(differencesOf(readFindings(folder) ?? [], unsuccessful)).toEqual([]);
      });
    });
  }
}

interface Played extends Unsuccessful {
  /** Scenarios that were not run because a route answers differently. */
  readonly differing: readonly string[];
}

async function play(implementation: Implementation): Promise<Played> {
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
  const errors = results.filter(({ status }) => status === 'error');
  // A combination that fails as other scenarios do has their finding.
  const unexplained = failed.filter((result) => !isGenerated(result) || !causesOfOthers.has(keyOf(result)));
  const differing = results.filter(({ code }) => code === 'route-differs');
  return {
    failing: new Set(unexplained.map(({ scenario }) => scenario)),
    errors: new Set(errors.map(({ scenario }) => scenario)),
    differing: [...new Set(differing.map(({ scenario, message }) => `${scenario}: ${message ?? ''}`))],
  };
}

const generated = new Set(scenarios.filter(({ inBrowsers }) => inBrowsers !== undefined).map(({ id }) => id));

function isGenerated({ scenario }: Result): boolean {
  return generated.has(scenario);
}

function keyOf({ cause }: Result): string {
  return cause ?? '';
}
