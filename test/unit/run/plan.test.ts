import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { inapplicable } from '../../../src/scenarios/applicability.ts';
import { browserKind } from '../../../src/browsers/index.ts';
import { planChecks } from '../../../src/run/plan.ts';
import { resolveRequest, type Surroundings } from '../../../src/run/resolve-request.ts';
import { contractRouteMap, urlRouteMap } from '../../../src/targets/target-routes.ts';
import { withoutCheck } from '../../../src/judge/to-fetch-request.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { PolicyCondition, Scenario } from '../../../src/scenarios/scenario.ts';
import { plan, readyTarget, urlTarget } from '../judge/check-facts.ts';

const routes = contractRouteMap('https://api.example.test');

function around(policy: Policy): Surroundings {
  const origin = 'https://api.example.test';
  return {
    check: 'c',
    label: 'c',
    policy,
    origin: 'https://app.example.test',
    targetOrigin: origin,
    routes,
    otherRoutes: null,
  };
}

function scenario(changes: Partial<Omit<Scenario, 'level' | 'impact'>> = {}): Scenario {
  return {
    id: 'simple/x',
    title: 'x',
    level: 'required',
    spec: '#x',
    from: 'allowed',
    request: { route: 'resource' },
    expect: { outcome: 'readable' },
    ...changes,
  };
}

describe('whether a scenario applies', () => {
  it.each<[PolicyCondition, keyof typeof policies, string | null]>([
    [{ methods: 'PUT' }, 'allowlist', null],
    [{ methods: 'PUT' }, 'wildcard', null],
    [{ methods: 'PATCH' }, 'allowlist', 'the policy does not allow the method PATCH'],
    [{ methods: '!PATCH' }, 'allowlist', null],
    [{ methods: '!PATCH' }, 'wildcard', 'the policy allows the method PATCH'],
    [{ methods: 'PUT' }, 'default', 'the policy states no methods'],
    [{ methods: 'GET' }, 'default', null],
    [{ requestHeaders: '*' }, 'allowlist', 'the policy does not allow every request header'],
    [{ requestHeaders: 'listed' }, 'allowlist', null],
    [{ requestHeaders: 'listed' }, 'public', 'the policy lists no request headers'],
    [
      { requestHeaders: ['listed', '!X-Api-Key'] },
      'allowlist',
      'the policy allows the request header X-Api-Key',
    ],
    [{ credentials: true }, 'default', 'the policy does not state whether credentials are allowed'],
    [{ credentials: true }, 'allowlist', 'the policy allows no credentials'],
    [{ origins: 'any' }, 'allowlist', 'the policy lists the origins that it allows'],
    [{ origins: ['listed', 'none'] }, 'closed', null],
    [{ origins: 'pattern' }, 'subdomains', null],
    [{ origins: 'unstated' }, 'default', null],
    [{ maxAge: 0 }, 'uncached', null],
    [{ maxAge: 0 }, 'allowlist', "the policy's max age is 600 s"],
    [{ maxAge: 'cached' }, 'uncached', "the policy's max age is 0 s"],
    [{ maxAge: 'short' }, 'allowlist', "the policy's max age is 600 s"],
    [{ maxAge: 'unstated' }, 'public', null],
    [{ exposedHeaders: 'listed' }, 'wildcard', 'the policy lists no exposed headers'],
  ])('%j under %s: %s', (condition, name, reason) => {
    expect(inapplicable(scenario({ when: { policy: condition } }), policies[name])).toBe(reason);
  });
});

describe('a request with its symbols resolved', () => {
  it('takes a header that the policy lists, and one that it does not', () => {
    const resolved = resolveRequest(
      { route: 'resource', headers: { $allowed: '1', $unlisted: '2' } },
      around(policies.allowlist),
    );
    expect(resolved).toMatchObject({
      ok: {
        headers: [
          ['X-Api-Key', '1'],
          ['X-Corspec-Unlisted', '2'],
        ],
      },
    });
  });

  it('has none where the policy lists none', () => {
    expect(
      resolveRequest({ route: 'resource', headers: { $allowed: '1' } }, around(policies.public)),
    ).toEqual({
      none: 'the policy lists no custom request header',
    });
  });

  it('tells its check in the URL, and counts by its label', () => {
    const resolved = resolveRequest(
      { route: 'resource' },
      {
        ...around(policies.public),
        check: 'c7',
        label: 'l7',
      },
    );
    expect(resolved).toMatchObject({
      ok: { url: 'https://api.example.test/resource?id=l7&corspec-check=c7' },
    });
  });

  it('leaves somebody’s URL as it is, but for the check', () => {
    const map = urlRouteMap({ kind: 'url', url: 'http://127.0.0.1/a?b=c%20d', routes: {}, allowWrites: false, headers: [], insecure: false }); // prettier-ignore
    const resolved = resolveRequest(
      { route: 'resource' },
      { ...around(policies.public), routes: map, check: 'c7' },
    );
    expect(resolved).toMatchObject({ ok: { url: 'http://127.0.0.1/a?b=c%20d&corspec-check=c7' } });
    expect(withoutCheck('http://127.0.0.1/a?b=c%20d&corspec-check=c7')).toBe('http://127.0.0.1/a?b=c%20d');
    expect(withoutCheck('http://127.0.0.1/a?corspec-check=c7')).toBe('http://127.0.0.1/a');
  });

  it('has no request for a route that is not there', () => {
    expect(
      planChecks([urlTarget()], [scenario({ request: { route: 'crash' } })], browserKind('chromium'), 't')
        .skipped,
    ).toMatchObject([{ reason: 'the target has no route crash' }]);
  });
});

describe('a planned check', () => {
  it('has the target under a name of its own where its cookies would disturb others', () => {
    const check = plan(scenario({ isolated: true }));
    expect(check.alias).toBe('https://t-0.example.test');
    expect(check.steps[0]?.request.url).toContain('https://t-0.example.test/resource');
  });

  it('does not apply where the target cannot have another name', () => {
    expect(() => plan(scenario({ isolated: true }), urlTarget())).toThrow('a name of its own');
  });

  it('does not apply where browsers block mixed content', () => {
    expect(() => plan(scenario(), urlTarget(policies.allowlist, 'http://192.0.2.1/'))).toThrow(
      'is a secure page',
    );
    expect(() => plan(scenario(), urlTarget(policies.allowlist, 'http://127.0.0.1:8000/'))).not.toThrow();
  });

  it.each([6000, 5061, 22])('does not apply where the page is at port %i, which browsers block', (port) => {
    const policy = { ...policies.allowlist, origins: [`http://localhost:${port}`] };
    expect(() => plan(scenario(), readyTarget(policy))).toThrow(
      `browsers open no page at port ${port} (https://fetch.spec.whatwg.org/#bad-port)`,
    );
  });

  it('waits a little longer than the max age', () => {
    const steps = [
      { request: { route: 'resource' as const }, expect: {} },
      { wait: 'max-age' as const, request: { route: 'resource' as const }, expect: {} },
    ];
    const base = scenario();
    const { request: _request, expect: _expect, ...rest } = base;
    const check = plan({ ...rest, steps }, readyTarget({ ...policies.allowlist, maxAge: 2 }));
    expect(check.steps.map(({ waitMs }) => waitMs)).toEqual([0, 2600]);
  });
});
