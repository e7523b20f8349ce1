import { describe, expect, it } from 'vitest';
import type { RawHeader } from '../../../src/results/exchange.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';
import { facts, judged, plan, refused, response, type Said, urlTarget } from './check-facts.ts';

const origin = 'https://app.example.test';
const allow = ['Access-Control-Allow-Origin', origin] as const;
const scenarios = suites.flatMap((suite) => suite.scenarios);

function scenario(id: string): Scenario {
  const found = scenarios.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}

function preflight(method: string, ...headers: readonly RawHeader[]): Said {
  return { method: 'OPTIONS', asked: [['Access-Control-Request-Method', method]], status: 204, headers };
}

const lets = preflight(
  'PUT',
  allow,
  ['Access-Control-Allow-Methods', 'PUT'],
  ['Access-Control-Max-Age', '600'],
);
const get: Said = { method: 'GET', status: 200, headers: [allow] };
const put: Said = { method: 'PUT', status: 200, headers: [allow] };

describe('a difference between browser and standard that has no name is an error, and never a pass', () => {
  it.each<[string, string, readonly Said[], readonly StepOutcome[]]>([
    ['the browser blocks a readable response', 'simple/get-allowed', [get], [refused]],
    ['the browser reads a blocked response', 'simple/foreign-refused', [{ method: 'GET', status: 200 }], [response()]],
    ['the browser blocks the second of two readable responses', 'max-age/remembered', [lets, put, put], [response(), refused]],
    ['the browser blocks the first of two readable responses', 'max-age/remembered', [lets, put, put], [refused, response()]],
    ['a preflight that the standard does not ask for', 'max-age/remembered', [lets, put, lets, put], [response(), response()]],
    ['a request that the standard does not ask for', 'simple/get-allowed', [get, get], [response()]],
    ['a request that the standard asks for is missing', 'simple/foreign-refused', [], [refused]],
    ['an actual request after a preflight that refuses it', 'preflight/patch-refused', [preflight('PATCH', allow), { method: 'PATCH', status: 200 }], [refused]],
    ['an Origin header other than the page’s', 'simple/get-allowed', [{ ...get, asked: [['Origin', 'null']] }], [response()]],
    ['an embedded image that the browser blocks', 'embeds/img-allowed', [get], [{ kind: 'error', name: 'Event', message: 'The img fired an error event' }]],
    ['an exposed header that the script cannot read', 'exposed-headers/exposed',
      [{ method: 'GET', status: 200, headers: [allow, ['Access-Control-Expose-Headers', 'X-Total-Count, ETag'], ['X-Total-Count', '2'], ['ETag', '"1"']] }],
      [response(200, [['etag', '"1"']])]],
    ['a hidden header that the script can read', 'exposed-headers/unexposed-hidden',
      [{ method: 'GET', status: 200, headers: [allow, ['X-Request-Id', '1']] }],
      [response(200, [['x-request-id', '1']])]],
    ['a status that the target did not send', 'simple/get-allowed', [get], [response(500)]],
  ])('%s', (_, id, said, outcomes) => {
    const result = judged(facts(plan(scenario(id)), said, outcomes));
    expect(result.deviations.map((deviation) => deviation.id)).toContain(null);
    expect(result).toMatchObject({ status: 'error' });
    expect(result.exchanges).toHaveLength(said.length);
  }); // prettier-ignore

  it('names what the browser reported', () => {
    const result = judged({
      ...facts(plan(scenario('simple/get-allowed')), [get], [refused]),
      outcome: { steps: [refused], console: ['net::ERR_CONTENT_DECODING_FAILED'] },
    });
    expect(result.reason).toMatchObject({
      code: 'unknown-deviation',
      deviations: [{ id: null }],
      reported: ['TypeError: Failed to fetch', 'net::ERR_CONTENT_DECODING_FAILED'],
    });
  });

  it('for every scenario with one fetch that is readable', () => {
    const simple = scenarios.filter(
      ({ request, expect: wanted, from, when, isolated }) =>
        request !== undefined && wanted?.outcome === 'readable' && wanted.wire?.join() === 'GET' &&
        from === 'allowed' && when?.policy?.origins === undefined && isolated !== true,
    ); // prettier-ignore
    expect(simple.length).toBeGreaterThan(10);
    for (const one of simple) {
      const planned = tryPlan(one);
      if (planned === null) continue;
      const { status } = judged(facts(planned, [get], [refused]));
      expect([one.id, status]).not.toEqual([one.id, 'pass']);
    }
  });

  it('also where corspec held the request back', () => {
    const heldBack: Said = { method: 'PATCH', failure: { kind: 'held-back', detail: 'read-only' } };
    const said = [preflight('PATCH', allow), heldBack];
    const result = judged(facts(plan(scenario('preflight/patch-refused'), urlTarget()), said, [refused]));
    expect(result).toMatchObject({ status: 'error', deviations: [{ id: null }] });
  });
});

describe('what stands beside such a difference', () => {
  it('a fault that the wire proves is a failure', () => {
    const said = [{ ...get, headers: [] }, get];
    const result = judged(facts(plan(scenario('simple/get-allowed')), said, [refused]));
    expect(result).toMatchObject({ status: 'fail', step: { step: 'cors-check' } });
    expect(result.deviations).toMatchObject([{ id: null }]);
  });

  it('a deviation that has a name does not keep a check from passing', () => {
    const check = plan(scenario('max-age/remembered'), undefined, 'chromium');
    const negative = preflight('PUT', allow, ['Access-Control-Allow-Methods', 'PUT'], ['Access-Control-Max-Age', '-1']);
    const result = judged(facts(check, [negative, put, negative, put], [response(), response()]));
    expect(result.deviations.every(({ id }) => id !== null)).toBe(true);
    expect(result.status).not.toBe('error');
  }); // prettier-ignore
});

describe('a request that corspec sends itself', () => {
  it('and that has no response is an error', () => {
    const check = plan(scenario('effects/preflights-change-nothing'));
    const lost: StepOutcome = { kind: 'error', name: 'Error', message: 'socket hang up' };
    const result = judged({ ...facts(check, [], [lost, lost, lost]), writes: 0 });
    expect(result).toMatchObject({
      status: 'error',
      reason: { code: 'raw-request-failed', detail: 'socket hang up' },
    });
  });
});

function tryPlan(one: Scenario) {
  try {
    return plan(one);
  } catch {
    return null;
  }
}
