import { policies } from '../../../fixtures/policies.ts';
import { type CheckFacts, judge } from '../../../src/judge/index.ts';
import { browserKind } from '../../../src/browsers/index.ts';
import { planChecks, type PlannedCheck } from '../../../src/run/plan.ts';
import type { UrlObservation } from '../../../src/targets/observe-url.ts';
import type { ReadyTarget } from '../../../src/targets/ready-target.ts';
import { contractRouteMap, urlRouteMap } from '../../../src/targets/target-routes.ts';
import type { Exchange, RawHeader, WireFailure } from '../../../src/results/exchange.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';

/** An implementation under a policy, as the planner knows it. Nothing runs. */
export function readyTarget(policy: Policy = policies.allowlist): ReadyTarget {
  const origin = 'https://server--policy.example.test';
  return {
    id: 'server',
    policyName: 'policy',
    policy,
    origin,
    routes: contractRouteMap(origin),
    differences: [],
    upstream: { url: 'http://127.0.0.1:1' },
    cookieName: 'session',
    underName: (label) => {
      const alias = `https://${label}.example.test`;
      return { origin: alias, routes: contractRouteMap(alias) };
    },
    command: 'corspec run server --policy policy',
  };
}

/** Somebody's URL without other routes. */
export function urlTarget(
  policy: Policy = policies.allowlist,
  url = 'http://127.0.0.1:4000/api',
  seen?: UrlObservation,
): ReadyTarget {
  return {
    ...readyTarget(policy),
    id: url,
    origin: new URL(url).origin,
    routes: urlRouteMap(
      { kind: 'url', url, routes: {}, allowWrites: false, headers: [], insecure: false },
      seen,
    ),
    underName: null,
  };
}

/** The one check of a scenario; throws with the reason's code when it does not apply. */
export function plan(
  scenario: Scenario,
  target: ReadyTarget = readyTarget(),
  browser = 'chromium',
): PlannedCheck {
  const { checks, skipped } = planChecks([target], [scenario], browserKind(browser), 't-');
  const [check] = checks;
  if (check === undefined) throw new Error(skipped[0]?.reason.code);
  return check;
}

export interface Said {
  readonly method: string;
  readonly asked?: readonly RawHeader[];
  readonly status?: number;
  readonly headers?: readonly RawHeader[];
  readonly failure?: WireFailure;
}

/** Exchanges of a check, in order, a second apart. */
export function exchanges(check: PlannedCheck, said: readonly Said[]): readonly Exchange[] {
  const url = new URL(check.steps[0]?.request.url ?? '');
  url.searchParams.delete('corspec-check');
  return said.map(({ method, asked = [], status, headers = [], failure }, sequence) => ({
    sequence,
    check: check.id,
    startedAt: 1_000_000 + sequence * 1000,
    durationMs: 1,
    request: { method, url: url.href, headers: [['Origin', check.origin], ...asked], body: '', bodyBytes: 0 },
    ...(status === undefined ? {} : { response: { status, reason: '', headers, body: '', bodyBytes: 0 } }),
    ...(failure === undefined ? {} : { failure }),
  }));
}

export const refused: StepOutcome = { kind: 'error', name: 'TypeError', message: 'Failed to fetch' };

/** Without headers, what the script sees of them is not compared with the standard. */
export function response(status = 200, headers?: readonly RawHeader[], body = ''): StepOutcome {
  const seen = headers === undefined ? {} : { headers };
  return { kind: 'response', type: 'cors', status, redirected: false, url: '', ...seen, body };
}

/** The result of a check, with the reason for it. */
export function judged(check: CheckFacts) {
  const { result, reason } = judge(check, 'npx corspec run server', 'failures');
  return { ...result, reason };
}

/** A check that is over. */
export function facts(check: PlannedCheck, said: readonly Said[], steps: readonly StepOutcome[]): CheckFacts {
  return { planned: check, outcome: { steps }, exchanges: exchanges(check, said), durationMs: 5 };
}
