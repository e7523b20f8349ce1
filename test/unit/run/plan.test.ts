import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { inapplicable } from '../../../src/scenarios/applicability.ts';
import { browserKind } from '../../../src/browsers/index.ts';
import type { PolicyMismatch } from '../../../src/scenarios/policy-mismatch.ts';
import { planChecks } from '../../../src/run/plan.ts';
import { resolveRequest, type RequestContext } from '../../../src/run/resolve-request.ts';
import { contractRouteMap, urlRouteMap } from '../../../src/targets/target-routes.ts';
import { withoutCheck } from '../../../src/judge/to-fetch-request.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { PolicyCondition, Scenario } from '../../../src/scenarios/scenario.ts';
import type { ReadyTarget } from '../../../src/targets/ready-target.ts';
import { suites } from '../../../suites/index.ts';
import { plan, readyTarget, urlTarget } from '../judge/check-facts.ts';
import { notAsked } from '../targets/fixtures.ts';

const routes = contractRouteMap('https://api.example.test');

function around(policy: Policy): RequestContext {
  const origin = 'https://api.example.test';
  return {
    check: 'c',
    label: 'c',
    policy,
    cookie: 'session=corspec',
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
  it.each<[PolicyCondition, keyof typeof policies, PolicyMismatch | null]>([
    [{ methods: 'PUT' }, 'allowlist', null],
    [{ methods: 'PUT' }, 'wildcard', null],
    [
      { methods: 'PATCH' },
      'allowlist',
      { code: 'policy-name', field: 'methods', name: 'PATCH', permission: 'not-allowed' },
    ],
    [{ methods: '!PATCH' }, 'allowlist', null],
    [
      { methods: '!PATCH' },
      'wildcard',
      { code: 'policy-name', field: 'methods', name: 'PATCH', permission: 'allowed' },
    ],
    [{ methods: 'PUT' }, 'default', { code: 'policy-list-unstated', field: 'methods' }],
    [{ methods: 'GET' }, 'default', null],
    [{ requestHeaders: '*' }, 'allowlist', { code: 'policy-not-all', field: 'requestHeaders' }],
    [{ requestHeaders: 'listed' }, 'allowlist', null],
    [{ requestHeaders: 'listed' }, 'public', { code: 'policy-list-empty', field: 'requestHeaders' }],
    [
      { requestHeaders: ['listed', '!X-Api-Key'] },
      'allowlist',
      { code: 'policy-name', field: 'requestHeaders', name: 'X-Api-Key', permission: 'allowed' },
    ],
    [{ credentials: true }, 'default', { code: 'policy-credentials', stated: null }],
    [{ credentials: true }, 'allowlist', { code: 'policy-credentials', stated: false }],
    [{ origins: 'any' }, 'allowlist', { code: 'policy-origins', stated: 'listed' }],
    [{ origins: ['listed', 'none'] }, 'closed', null],
    [{ origins: 'pattern' }, 'subdomains', null],
    [{ origins: 'unstated' }, 'default', null],
    [{ maxAge: 0 }, 'uncached', null],
    [{ maxAge: 0 }, 'allowlist', { code: 'policy-max-age', stated: 600 }],
    [{ maxAge: 'cached' }, 'uncached', { code: 'policy-max-age', stated: 0 }],
    [{ maxAge: 'short' }, 'allowlist', { code: 'policy-max-age', stated: 600 }],
    [{ maxAge: 'unstated' }, 'public', null],
    [{ exposedHeaders: 'listed' }, 'wildcard', { code: 'policy-list-empty', field: 'exposedHeaders' }],
  ])('%j under %s: %j', (condition, name, reason) => {
    expect(inapplicable(scenario({ when: { policy: condition } }), policies[name])).toEqual(reason);
  });
});

describe('a request with its symbols resolved', () => {
  it('takes a header that the policy lists, and one that it does not', () => {
    const resolved = resolveRequest(
      { route: 'resource', headers: { $allowed: '1', $unlisted: '2' } },
      around(policies.allowlist),
    );
    expect(resolved).toMatchObject({
      value: {
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
      ok: false,
      reason: { code: 'no-custom-header' },
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
      value: { url: 'https://api.example.test/resource?id=l7&corspec-check=c7' },
    });
  });

  it('leaves somebody’s URL as it is, but for the check', () => {
    const map = urlRouteMap({ kind: 'url', url: 'http://127.0.0.1/a?b=c%20d', routes: {}, allowWrites: false, headers: [], insecure: false }); // prettier-ignore
    const resolved = resolveRequest(
      { route: 'resource' },
      { ...around(policies.public), routes: map, check: 'c7' },
    );
    expect(resolved).toMatchObject({ value: { url: 'http://127.0.0.1/a?b=c%20d&corspec-check=c7' } });
    expect(withoutCheck('http://127.0.0.1/a?b=c%20d&corspec-check=c7')).toBe('http://127.0.0.1/a?b=c%20d');
    expect(withoutCheck('http://127.0.0.1/a?corspec-check=c7')).toBe('http://127.0.0.1/a');
  });

  it('has no request for a route that is not there', () => {
    expect(
      planChecks([urlTarget()], [scenario({ request: { route: 'crash' } })], browserKind('chromium'), 't')
        .skipped,
    ).toMatchObject([{ reason: { code: 'no-route', route: 'crash' } }]);
  });
});

describe('a planned check', () => {
  it('has the target under a name of its own where its cookies would disturb others', () => {
    const check = plan(scenario({ isolated: true }));
    expect(check.alias).toBe('https://t-0.example.test');
    expect(check.steps[0]?.request.url).toContain('https://t-0.example.test/resource');
  });

  it('does not apply where the target cannot have another name', () => {
    expect(() => plan(scenario({ isolated: true }), urlTarget())).toThrow('needs-own-name');
  });

  it('does not apply where browsers block mixed content', () => {
    expect(() => plan(scenario(), urlTarget(policies.allowlist, 'http://192.0.2.1/'))).toThrow(
      'mixed-content',
    );
    expect(() => plan(scenario(), urlTarget(policies.allowlist, 'http://127.0.0.1:8000/'))).not.toThrow();
  });

  it.each([6000, 5061, 22])('does not apply where the page is at port %i, which browsers block', (port) => {
    const policy = { ...policies.allowlist, origins: [`http://localhost:${port}`] };
    expect(
      planChecks([readyTarget(policy)], [scenario()], browserKind('chromium'), 't').skipped,
    ).toMatchObject([{ reason: { code: 'bad-port', port: String(port) } }]);
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

describe('a URL that stands in for routes', () => {
  const url = 'http://127.0.0.1:4000/api';
  const plain = { url, status: 200, headers: [] };
  const slash = { url: `${url}/`, status: 307, headers: [['Location', url]] as const };
  const missing = { url: `${url}-x`, status: 404, headers: [], isInScope: false };
  const found = urlTarget(policies.allowlist, url, {
    plain,
    bare: { ...plain, status: 401 },
    missing,
    malformed: null,
    ...notAsked,
    slash,
  });
  const skipped = (one: Scenario) =>
    planChecks([found], [one], browserKind('chromium'), 't').skipped.map(({ reason }) => reason);

  it('makes a failure there less serious, but not one of security', () => {
    const request = { route: 'missing' } as const;
    expect(plan(scenario({ request }), found)).toMatchObject({
      level: 'recommended',
      followsContract: [false],
    });
    expect(plan({ ...scenario({ request }), level: 'security', impact: 'x' }, found).level).toBe('security');
    expect(plan(scenario(), found).level).toBe('required');
  });

  it('gets no write at a random path, where it could create something', () => {
    expect(skipped(scenario({ request: { route: 'missing', method: 'PUT' } }))).toEqual([
      { code: 'no-route', route: 'missing', because: { code: 'write-to-unknown-path' } },
    ]);
  });

  it('is asked without target headers for its 401', () => {
    expect(plan(scenario({ request: { route: 'private' } }), found).isUnauthenticated).toBe(true);
    expect(plan(scenario(), found).isUnauthenticated).toBe(false);
  });

  it('redirects without being asked to, and only as it does', () => {
    const redirect = (query: Record<string, string>, method = 'GET') =>
      scenario({ request: { route: 'redirect', query, method } });
    const followed = plan(redirect({ to: '$same-origin/resource' }), found);
    expect(withoutCheck(followed.steps[0]?.request.url ?? '')).toBe(`${url}/`);
    expect(plan(redirect({ to: '$same-origin/whoami', status: '307' }), found).level).toBe('recommended');
    const other = { code: 'no-route', route: 'redirect', because: { code: 'other-redirect', status: 307 } };
    expect(skipped(redirect({ to: '$same-origin/missing' }))).toEqual([other]);
    expect(skipped(redirect({ to: '$other-origin/resource' }))).toEqual([other]);
    expect(skipped(redirect({ to: '$same-origin/resource', status: '301' }))).toEqual([other]);
    expect(skipped(redirect({ to: '$same-origin/resource' }, 'PUT'))).toMatchObject([
      { because: { code: 'write-to-unknown-path' } },
    ]);
  });

  it('is expected to keep its own Vary', () => {
    const vary = { ...plain, headers: [['Vary', 'Origin, Cookie']] as const };
    const seen = { plain: vary, bare: plain, missing: null, malformed: null, slash: null, ...notAsked };
    const request = { route: 'vary' } as const;
    const expect_ = (member: string) => ({ response: { vary: { lists: member } } });
    const one = scenario({ request, expect: expect_('Accept-Encoding') });
    const planned = plan(one, urlTarget(policies.allowlist, url, seen));
    expect(planned.scenario.steps).toEqual([{ request, expect: expect_('Cookie') }]);
    expect(plan(one, readyTarget(policies.allowlist)).scenario).toEqual(one);
  });

  it('is judged without the count of writes, unless nothing else is expected', () => {
    const expected = { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 } as const;
    expect(plan(scenario({ expect: expected }), found).steps).toHaveLength(1);
    expect(skipped(scenario({ expect: { writes: 0 } }))).toEqual([{ code: 'needs-write-counter' }]);
  });

  it('is not asked for Vary without Origin where nothing says that caches store it', () => {
    const stored = scenario({ request: { route: 'cacheable' }, when: { stored: true } });
    expect(skipped(stored)).toEqual([{ code: 'rarely-stored' }]);
    expect(plan(scenario({ request: { route: 'cacheable' } }), found).steps).toHaveLength(1);
    expect(plan(stored).steps).toHaveLength(1);
  });
});

describe('what an endpoint needs', () => {
  const target: ReadyTarget = {
    ...urlTarget(policies.credentialed),
    page: { headers: [['X-Api-Key', 'k'], ['X-Other', 'o']], data: '{"name":"x"}' },
    endpointMethods: ['GET', 'POST'],
  }; // prettier-ignore
  const request = (id: string) => {
    const one = suites.flatMap(({ scenarios }) => scenarios).find((each) => each.id === id);
    if (one === undefined) throw new Error(`There is no scenario ${id}.`);
    return plan(one, target).steps[0]?.request;
  };

  it('is sent by the page where its preflight may ask for it, and where it is expected to be readable', () => {
    expect(request('preflight/post-json')).toMatchObject({
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Api-Key', 'k'],
      ],
      body: { kind: 'json', json: { name: 'x' } },
    });
    expect(request('simple/get-allowed')?.headers).toEqual([]);
    expect(request('simple/post-text')).toMatchObject({
      headers: [],
      body: { kind: 'text', text: '{"name":"x"}' },
    });
    expect(request('effects/foreign-put')).toMatchObject({
      headers: [],
      body: { kind: 'text', text: 'hello' },
    });
  });

  it('is not a method that it does not have, but still one that is to be blocked', () => {
    expect(() => request('preflight/put-allowed')).toThrow('endpoint-method');
    expect(request('credentials/foreign-put-refused')?.method).toBe('PUT');
  });
});
