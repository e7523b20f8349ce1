import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { RequestSpec, Scenario } from '../../../src/scenarios/scenario.ts';
import { plan, readyTarget } from '../judge/check-facts.ts';

function scenario(request: RequestSpec, from: Scenario['from'] = 'allowed'): Scenario {
  return {
    id: 'combinations/x',
    title: 'x',
    level: 'security',
    impact: 'Any website can read it.',
    spec: '#cors-protocol',
    from,
    request,
    expect: { byPolicy: true, status: 404 },
  };
}

const put = { route: 'missing', method: 'PUT' } as const;

describe('a scenario whose expectations the policy implies', () => {
  it('expects a readable response where the policy allows the request', () => {
    const check = plan(scenario(put), readyTarget(policies.allowlist));
    expect(check.scenario.steps?.map((step) => step.expect)).toEqual([
      { outcome: 'readable', wire: ['OPTIONS', 'PUT'], status: 404 },
    ]);
    expect(check.level).toBe('required');
  });

  it('expects a preflight for each URL of a redirect', () => {
    const redirected = { route: 'redirect', method: 'PUT', query: { to: '$same-origin/missing', status: '307' } };
    const check = plan(scenario(redirected as RequestSpec), readyTarget(policies.allowlist));
    expect(check.scenario.steps?.[0]?.expect.wire).toEqual(['OPTIONS', 'PUT', 'OPTIONS', 'PUT']);
  }); // prettier-ignore

  it.each([
    ['another method', { ...put, method: 'PATCH' }, 'allowed', ['OPTIONS']],
    ['another origin', put, 'foreign', ['OPTIONS']],
    ['another origin without a preflight', { route: 'missing' }, 'foreign', ['GET']],
    ['a sandboxed frame', { ...put, frame: 'sandbox' }, 'allowed', ['OPTIONS']],
    ['credentials', { route: 'missing', credentials: 'include' }, 'allowed', ['GET']],
  ] as const)('expects a network error for %s', (_, request, from, wire) => {
    const check = plan(scenario(request, from), readyTarget(policies.allowlist));
    expect(check.scenario.steps?.[0]?.expect).toEqual({ outcome: 'blocked', wire });
    expect(check.level).toBe('security');
  });

  it.each([
    [{ ...put, headers: { 'X-Key': '1' } }, 'development', undefined],
    [{ ...put, method: 'HEAD' }, 'allowlist', 'policy-name'],
    [put, 'default', 'policy-origins'],
    [put, 'any-with-credentials', undefined],
  ] as const)('applies only if the policy says what must come of the request: %j under %s', (request, name, code) => {
    const planned = () => plan(scenario(request), readyTarget(policies[name]));
    if (code === undefined) expect(planned().steps).toHaveLength(1);
    else expect(planned).toThrow(code);
  }); // prettier-ignore
});
