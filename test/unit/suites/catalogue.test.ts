import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { type FetchRequest, unsafeRequestHeaderNames } from '../../../src/fetch-standard/index.ts';
import { toFetchRequest } from '../../../src/judge/to-fetch-request.ts';
import { policyDenial } from '../../../src/policy/denials.ts';
import { stepsOf } from '../../../src/scenarios/steps.ts';
import { browserKind } from '../../../src/browsers/index.ts';
import { planChecks } from '../../../src/run/plan.ts';
import type { RequestSpec } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';
import { readyTarget } from '../judge/check-facts.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios.map((scenario) => ({ suite, scenario })));

describe('the catalogue', () => {
  it('names each scenario once', () => {
    const ids = scenarios.map(({ scenario }) => scenario.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(scenarios.map(({ suite, scenario }) => [scenario.id, suite, scenario] as const))(
    '%s is well formed',
    (id, suite, scenario) => {
      expect(id).toMatch(new RegExp(`^${suite.id}/[a-z0-9]+(-[a-z0-9]+)*$`));
      expect(scenario.title).toMatch(/^\S.*[^.\s]$/);
      expect(scenario.spec).toMatch(/^#[a-z0-9-]+$/);
      const expectsSomething = stepsOf(scenario).some((step) => isExpectation(step.expect));
      expect(expectsSomething, 'a scenario that expects nothing cannot fail').toBe(true);
    },
  );

  it.each(
    scenarios.flatMap(({ scenario: { id, impact } }) =>
      impact === undefined ? [] : [[id, impact] as const],
    ),
  )('%s has an impact of one or two sentences', (_id, impact) => {
    expect(impact).toMatch(/^[A-Z][^\n]*[^.]\.$/);
    expect(impact.split(/\. /).length).toBeLessThanOrEqual(2);
    expect(impact).not.toContain('undefined');
    expect(impact.length).toBeLessThan(280);
  });

  it('has an impact for each security scenario, and for no other', () => {
    const odd = scenarios.filter(
      ({ scenario }) => (scenario.level === 'security') !== (scenario.impact !== undefined),
    );
    expect(odd).toEqual([]);
  });

  it('sends the requests of a scenario from a page, or as raw requests, and never both', () => {
    const mixed = scenarios.filter(
      ({ scenario }) => new Set(stepsOf(scenario).map(({ request }) => request.client === 'raw')).size > 1,
    );
    expect(mixed).toEqual([]);
  });

  it('has beacons as browsers send them: a POST with credentials, in mode no-cors unless its type needs a preflight', () => {
    const odd = scenarios.flatMap(({ scenario }) =>
      stepsOf(scenario).flatMap(({ request }) => {
        if (request.client !== 'beacon') return [];
        const url = 'https://api.example.test/';
        const page = { url, method: request.method ?? 'GET', headers: [], client: 'beacon', mode: 'cors', credentials: 'include', redirect: 'follow', cache: 'default', uploadListener: false, ...(request.body && { body: request.body }) } as const; // prettier-ignore
        const needsPreflight = unsafeRequestHeaderNames(toFetchRequest(page, 'null').headers).length > 0;
        const { method, mode, credentials } = request;
        const right = { method: 'POST', mode: needsPreflight ? 'cors' : 'no-cors', credentials: 'include' };
        return isDeepStrictEqual({ method, mode, credentials }, right) ? [] : [scenario.id];
      }),
    );
    expect(odd).toEqual([]);
  });

  it('has every scenario apply under some policy of the comparison, or under one that users write', () => {
    const more = [
      { ...policies.credentialed, exposedHeaders: '*' as const },
      { ...policies.credentialed, methods: ['GET', 'HEAD'], requestHeaders: ['X-Api-Key'] },
      { ...policies.allowlist, requestHeaders: ['Authorization', 'X-Api-Key'] },
      {
        ...policies.credentialed,
        origins: ['capacitor://localhost', 'http://[::1]:8080', 'https://xn--bcher-kva.example'],
      },
      { ...policies.allowlist, origins: ['http://127.0.0.1:3000', 'http://localhost:5173'] },
    ];
    const targets = [...Object.values(policies), ...more].map(readyTarget);
    const { checks } = planChecks(
      targets,
      scenarios.map(({ scenario }) => scenario),
      browserKind('chromium'),
      't',
    );
    const planned = new Set(checks.map(({ scenario }) => scenario.id));
    const idle = scenarios.map(({ scenario }) => scenario.id).filter((id) => !planned.has(id));
    expect(idle).toEqual([]);
  });
});

/** Whether a part of an expectation can fail: `wire: []` can, as then no request arrives, and `response: {}` cannot. */
function isExpectation(part: unknown): boolean {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part !== undefined;
  return Object.values(part).some(isExpectation);
}

/** Redirected from one foreign origin to another, a request's origin becomes null. */
function whoArrives(request: FetchRequest, { query = {} }: RequestSpec): FetchRequest {
  const goesElsewhere = Object.values(query).some((value) => value.startsWith('$other-origin/'));
  return goesElsewhere ? { ...request, origin: 'null' } : request;
}

describe('expectations follow from the policy', () => {
  const targets = Object.entries(policies).map(([name, policy]) => ({
    ...readyTarget(policy),
    policyName: name,
  }));
  const { checks } = planChecks(
    targets,
    scenarios.map(({ scenario }) => scenario),
    browserKind('chromium'),
    't',
  );

  /** The same origin and mode same-origin are outside any policy; whatever it is, mode no-cors loads what it cannot read. */
  const judged = checks
    .filter(({ scenario }) => scenario.from !== 'target' && scenario.request?.mode !== 'same-origin')
    .flatMap(({ scenario, steps, origin, target }) =>
      stepsOf(scenario).flatMap(({ request: spec, expect: { outcome } }, index) => {
        const step = steps[index];
        if (outcome === undefined || step === undefined || spec.mode === 'no-cors') return [];
        // Nor is the content that a hash is compared with a matter of policy.
        if (spec.integrity === 'wrong') return [];
        const { policy, policyName } = target;
        return [{ id: scenario.id, policyName, policy, number: index + 1, spec, step, origin, outcome }];
      }),
    );

  it.each(judged)('$id, step $number, under $policyName', ({ policy, spec, step, origin, outcome }) => {
    const limit = policyDenial(policy, whoArrives(toFetchRequest(step.request, origin), spec));
    const readable = spec.redirect === 'manual' ? 'opaque' : 'readable';
    expect(outcome, limit.kind).toBe(limit.kind === 'none' ? readable : 'blocked');
  });
});
