import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { CheckFacts } from '../../../src/judge/index.ts';
import { inapplicable } from '../../../src/scenarios/applicability.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';
import { facts, judged, plan, readyTarget, refused, response } from './check-facts.ts';

const scenarios = suites.flatMap((suite) => suite.scenarios);

function scenario(id: string): Scenario {
  const found = scenarios.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}

/** What a check reports of a scenario with one request: the scenario's own sentence. */
function reported<Kind extends 'outcome' | 'writes'>(
  id: string,
  kind: Kind,
  answer: Kind extends 'outcome' ? 'readable' | 'blocked' | 'opaque' : 'none' | 'some',
): { code: string; facts: readonly unknown[] } {
  const facts: Readonly<Record<string, string>> | undefined = scenario(id).expect?.facts?.[kind];
  const sentence = facts?.[answer];
  expect(sentence, id).toBeTypeOf('string');
  return { code: 'reported-facts', facts: [sentence] };
}

const opaque: Extract<StepOutcome, { kind: 'response' }> = {
  kind: 'response', type: 'opaque', status: 0, redirected: false, url: '', headers: [], body: '',
}; // prettier-ignore
const evil = ['Access-Control-Allow-Origin', 'https://evil.test'] as const;

describe('a server that refuses more than the standard asks for does not fail what informs', () => {
  it.each(['effects/foreign-post-arrives', 'effects/foreign-post-with-credentials-arrives'])(
    '%s: a POST that is refused with 403',
    (id) => {
      const check = facts(plan(scenario(id)), [{ method: 'POST', status: 403 }], [refused]);
      const result = judged({ ...check, writes: 0 });
      expect(result).toMatchObject({ status: 'pass' });
      expect(result.reason).toEqual(reported(id, 'writes', 'none'));
    },
  );

  it.each(['effects/foreign-post-arrives', 'effects/foreign-post-with-credentials-arrives'])(
    '%s: a POST that takes effect is the same fact, the other way round',
    (id) => {
      const check = facts(plan(scenario(id)), [{ method: 'POST', status: 200 }], [refused]);
      const result = judged({ ...check, writes: 1 });
      expect(result).toMatchObject({ status: 'pass' });
      expect(result.reason).toEqual(reported(id, 'writes', 'some'));
    },
  );

  it.each([
    [2, []],
    [1, [evil]],
    [0, [evil]],
  ])('a server that is worse fails: %i writes, %j', (writes, headers) => {
    const check = plan(scenario('effects/foreign-post-arrives'));
    const seen = headers.length > 0 ? response() : refused;
    const result = judged({ ...facts(check, [{ method: 'POST', status: 200, headers }], [seen]), writes });
    expect(result.status).toBe('fail');
  });

  it.each(['embeds/img-plain', 'embeds/script-plain', 'embeds/style-plain', 'embeds/jsonp-foreign'])(
    '%s: Cross-Origin-Resource-Policy keeps it out',
    (id) => {
      const headers = [['Cross-Origin-Resource-Policy', 'same-origin']] as const;
      const blocked = judged(plain(id, [{ method: 'GET', status: 200, headers }], refused));
      expect(blocked).toMatchObject({ status: 'pass', deviations: [] });
      expect(blocked.reason).toEqual(reported(id, 'outcome', 'blocked'));
      const loaded = { ...opaque, body: '{"jsonp":true}' };
      const shown = judged(plain(id, [{ method: 'GET', status: 200 }], loaded));
      expect(shown).toMatchObject({ status: 'pass' });
      expect(shown.reason).toEqual(reported(id, 'outcome', 'opaque'));
    },
  );

  it('embeds/img-plain: a 403 for other sites keeps it out as well', () => {
    const result = judged(plain('embeds/img-plain', [{ method: 'GET', status: 403 }], refused));
    expect(result).toMatchObject({ status: 'pass', deviations: [] });
    expect(result.reason).toEqual(reported('embeds/img-plain', 'outcome', 'blocked'));
  });

  it.each(['robustness/headers-upper-case', 'robustness/headers-unsorted', 'robustness/headers-repeated'])(
    '%s: a list that no browser writes may be refused',
    (id) => {
      const preflight = (status: number) => ({ method: 'OPTIONS', status });
      const result = judged(facts(plan(scenario(id)), [preflight(403)], [response(403)]));
      expect(result).toMatchObject({ status: 'pass' });
      expect(result.reason).toEqual(reported(id, 'outcome', 'blocked'));
    },
  );

  it.each([
    [101, 'accepted'],
    [403, 'rejected'],
    [426, 'rejected'],
  ] as const)('a WebSocket of an unrelated origin that gets %i is %s', (status, answer) => {
    const said = [{ method: 'GET', status }];
    const result = judged(facts(plan(scenario('websocket/foreign')), said, [response(status)]));
    expect(result).toMatchObject({ status: 'pass' });
    const sentence = scenario('websocket/foreign').expect?.facts?.upgrade?.[answer];
    expect(result.reason).toEqual({ code: 'reported-facts', facts: [sentence] });
  });

  it.each([
    [undefined, 'pass'],
    ['https://app.example.test', 'pass'],
    ['https://app.example.test, https://partner.test', 'pass'],
    ['*', 'fail'],
    ['https://app.example.test, https://evil.test', 'fail'],
  ])('Timing-Allow-Origin %s: %s', (value, status) => {
    const headers = value === undefined ? [] : [['Timing-Allow-Origin', value] as const];
    const said = [{ method: 'GET', status: 200, headers }];
    const result = judged(facts(plan(scenario('hygiene/timing-within-policy')), said, [response(200)]));
    expect(result.status).toBe(status);
  });

  /** A request of no-cors mode has no Origin header. */
  function plain(id: string, said: Parameters<typeof facts>[1], seen: StepOutcome): CheckFacts {
    const check = facts(plan(scenario(id)), said, [seen]);
    const bare = check.exchanges.map((exchange) => ({
      ...exchange,
      request: { ...exchange.request, headers: [] },
    }));
    return { ...check, exchanges: bare };
  }
});

it('only informative scenarios report facts, and each of their facts has its sentence', () => {
  for (const { id, level, expect: wish, steps = [] } of scenarios)
    for (const { facts: told, outcome, writes } of [wish ?? {}, ...steps.map((step) => step.expect)]) {
      if (told === undefined) continue;
      expect(level, id).toBe('informative');
      if (told.outcome !== undefined) expect(outcome, id).toBeUndefined();
      if (told.writes !== undefined) expect(writes, id).toBeUndefined();
      for (const text of [...Object.values(told.outcome ?? {}), ...Object.values(told.writes ?? {})])
        expect(text, id).toMatch(/^[A-Z].*\.$/);
    }
});

describe('HEAD is required only where the policy states it', () => {
  const pairs = [
    ['simple/head-allowed', 'simple/head-unstated'],
    ['methods/head-with-credentials', 'methods/head-unstated-with-credentials'],
    ['exposed-headers/exposed-on-head', 'exposed-headers/exposed-on-head-unstated'],
    ['errors/not-found-head', 'errors/not-found-head-unstated'],
    ['preflight/head-with-header', 'preflight/head-unstated-with-header'],
  ] as const;
  const { credentialed } = policies;
  const applies = (id: string, policy: Policy) => inapplicable(scenario(id), policy) === null;

  it.each(pairs)('%s, and else %s', (stated, unstated) => {
    expect(scenario(stated).level).not.toBe('informative');
    expect(scenario(unstated).level).toBe('informative');
    const withHead: Policy = { ...credentialed, methods: ['GET', 'HEAD'] };
    const withGet: Policy = { ...credentialed, methods: ['GET'] };
    const { methods: _, ...silent } = credentialed;
    for (const policy of [withHead, { ...credentialed, methods: '*' } as Policy])
      expect([applies(stated, policy), applies(unstated, policy)]).toEqual([true, false]);
    for (const policy of [withGet, silent])
      expect([applies(stated, policy), applies(unstated, policy)]).toEqual([false, true]);
    const without: Policy = { ...credentialed, methods: ['POST'] };
    expect([applies(stated, without), applies(unstated, without)]).toEqual([false, false]);
  });

  it('no gating scenario uses HEAD from an allowed origin without that condition', () => {
    for (const { id, level, from, when, request, steps = [], expect: wish } of scenarios) {
      const methods = [request, ...steps.map((step) => step.request)].map((one) => one?.method);
      if (!methods.includes('HEAD') || level === 'informative' || from !== 'allowed') continue;
      const wanted = [wish, ...steps.map((step) => step.expect)].some((one) => one?.outcome === 'readable');
      if (wanted) expect([when?.policy?.methods].flat(), id).toContain('HEAD');
    }
  });

  it.each([
    ['simple/head-unstated', 405],
    ['simple/head-unstated', 200],
  ])('%s with status %i and no CORS headers is a fact', (id, status) => {
    const check = plan(scenario(id), readyTarget(policies.allowlist));
    const result = judged(facts(check, [{ method: 'HEAD', status }], [refused]));
    expect(result).toMatchObject({ status: 'pass' });
    expect(result.reason).toEqual(reported(id, 'outcome', 'blocked'));
  });
});
