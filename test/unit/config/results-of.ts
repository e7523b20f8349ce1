import type { CauseSummary, Result, Results, Status } from '../../../src/results/results.ts';
import { levels, type Level } from '../../../src/scenarios/scenario.ts';

/** A check as `suite/name status level`, with what a test is about. */
export type CheckRow = readonly [scenario: string, status: Status, more?: Partial<Result>];

/** Results of the target `api` under the policy `web` in the model. */
export function resultsOf(rows: readonly CheckRow[], causes?: readonly CauseSummary[]): Results {
  const results = rows.map(([scenario, status, more]): Result => ({
    target: 'api',
    policy: 'web',
    browser: 'model',
    scenario,
    level: 'required' satisfies Level,
    status,
    outcome: null,
    wire: '',
    deviations: [],
    durationMs: 1,
    reproduce: `corspec run api --scenario ${scenario}`,
    ...more,
  }));
  const names = [...new Set(results.map(({ target }) => target))];
  return {
    schema: 'corspec/results@1',
    tool: { name: 'corspec', version: '0.1.0' },
    startedAt: '2026-11-21T10:00:00.000Z',
    durationMs: 1,
    browsers: [...new Set(results.map(({ browser }) => browser))].map((id) => ({
      id,
      name: id,
      version: '1',
      driver: id,
    })),
    targets: names.map((id) => ({
      id,
      title: id,
      versions: {},
      policies: { web: { status: 'ready' as const } },
    })),
    ...(causes !== undefined && { causes: [...causes] }),
    results,
  };
}

/** A cause with these checks, in the model. */
export function causeOf(code: string, scenarios: readonly string[], level: Level = levels[0]): CauseSummary {
  return {
    id: code,
    code,
    title: `Title of ${code}`,
    level,
    target: 'api',
    policy: 'web',
    browsers: ['model'],
    data: {},
    impact: 'Impact.',
    message: 'Message.',
    fix: { says: 'Fix.' },
    checks: scenarios.map((scenario) => ({ scenario, browser: 'model' })),
    reproduce: `corspec run api --scenario ${scenarios[0] ?? ''}`,
  };
}
