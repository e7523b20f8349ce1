import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { answerOf } from '../../../src/judge/causes/state.ts';
import { groupCauses } from '../../../src/judge/causes/group.ts';
import { together } from '../../../src/judge/causes/sighting.ts';
import { judge, type Judged } from '../../../src/judge/index.ts';
import type { Exchange, RawHeader } from '../../../src/results/exchange.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import { suites } from '../../../suites/index.ts';
import { plan, readyTarget } from './check-facts.ts';

const first = 'https://app.example.test';
const second = 'https://admin.example.test:8443';
const evil = 'https://evil.test';

/** A request from an origin, and Access-Control-Allow-Origin of the response. */
type Said = readonly [origin: string | null, allowOrigin: string | null, path?: string];

const response: StepOutcome = {
  kind: 'response',
  type: null,
  status: 200,
  redirected: false,
  url: '',
  headers: [],
  body: '',
};

function play(id: string, said: readonly Said[]): Judged {
  const scenario = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`There is no scenario ${id}.`);
  const target = readyTarget(policies.allowlist);
  const planned = plan(scenario, target);
  const exchanges = said.map(([origin, allowOrigin, path = '/resource'], index): Exchange => {
    const sent: readonly RawHeader[] = origin === null ? [] : [['Origin', origin]];
    const got: readonly RawHeader[] =
      allowOrigin === null ? [] : [['Access-Control-Allow-Origin', allowOrigin]];
    return {
      sequence: index,
      check: 't-0',
      startedAt: 1000 + index,
      durationMs: 1,
      request: { method: 'GET', url: urlOf(planned, path), headers: sent, body: '', bodyBytes: 0 },
      response: { status: 200, reason: '', headers: got, body: '', bodyBytes: 0 },
    };
  });
  const outcome = { steps: planned.steps.map(() => response) };
  return judge({ planned, outcome, exchanges, durationMs: 1 }, 'corspec run', 'failures');
}

function urlOf({ target, steps }: ReturnType<typeof plan>, path: string): string {
  const query = path === '/slow' ? '?id=t-0&ms=100' : '?id=t-0';
  return steps.length === 0 ? '' : `${target.origin}${path}${query}`;
}

function causesOf(...all: readonly Judged[]) {
  const failed = all.flatMap(({ result, finding }) => (finding === null ? [] : [{ result, finding }]));
  return groupCauses(failed, together(all.map(({ seen }) => seen))).map(({ cause }) => cause);
}

describe('a response that depends on other requests', () => {
  it('is the cause where the same request gets another answer later', () => {
    const again = play('repeated/allowed-after-refused', [
      [evil, null],
      [first, first],
      [evil, null],
      [first, null],
      [evil, null],
      [first, first],
    ]);
    expect(again.result.status).toBe('fail');
    expect(causesOf(again)).toEqual([
      { code: 'answers-differ', requests: [`GET /resource from ${first}`], symptoms: ['response-without-headers'] },
    ]);
  }); // prettier-ignore

  it('is the cause where an origin gets access that it did not have before', () => {
    const granted = play('repeated/foreign-refused', [
      [evil, null],
      [first, first],
      [evil, evil],
      [first, first],
      [evil, evil],
      [first, first],
    ]);
    expect(granted.result).toMatchObject({ status: 'fail', level: 'security' });
    expect(causesOf(granted)).toMatchObject([{ code: 'answers-differ', symptoms: ['origin-reflected'] }]);
  });

  it('is not the cause where every response is the same', () => {
    const always = play('repeated/foreign-refused', [
      [evil, evil],
      [first, first],
      [evil, evil],
      [first, first],
      [evil, evil],
      [first, first],
    ]);
    expect(causesOf(always)).toMatchObject([{ code: 'origin-reflected' }]);
  });

  const inTurn: readonly Said[] = [
    [first, first, '/cacheable'],
    [second, first, '/cacheable'],
    [first, first, '/cacheable'],
    [second, first, '/cacheable'],
  ];

  it('has the origin of another request where that origin is allowed otherwise', () => {
    const fixed = play('repeated/cacheable-in-turn', inTurn);
    const right = play('origins/allowed-in-turn', [
      [first, first],
      [second, second],
      [first, first],
      [second, second],
    ]);
    expect(causesOf(fixed)).toMatchObject([{ code: 'origin-fixed', origin: second, value: first }]);
    expect(causesOf(fixed, right)).toMatchObject([
      { code: 'answer-of-other-request', origin: second, value: first },
    ]);
  });

  it('takes over what single responses show', () => {
    const fixed = play('repeated/cacheable-in-turn', inTurn);
    const other = play('origins/allowed-in-turn', [
      [first, first],
      [second, second],
      [first, first],
      [second, null],
    ]);
    expect(causesOf(fixed, other).map(({ code }) => code)).toEqual(['answer-of-other-request']);
  });
});

describe('requests at once', () => {
  it('each get their own exchange, whatever the order in which they arrive', () => {
    const quick = [1, 2, 3].map((): Said => [second, second]);
    const check = play('concurrent/waiting-allowed', [...quick, [first, first, '/slow']]);
    expect(check.result.status).toBe('pass');
    const failing = play('concurrent/waiting-allowed', [...quick, [first, second, '/slow']]);
    expect(failing.result.status).toBe('fail');
    const elsewhere = play('repeated/kept-connection', [1, 2, 3, 4].map((): Said => [first, first])); // prettier-ignore
    expect(causesOf(failing, elsewhere)).toMatchObject([
      { code: 'answer-of-other-request', origin: first, value: second },
    ]);
  });
});

describe('what counts as an answer to an origin', () => {
  const answered = (status: number, sent: readonly RawHeader[] = []) =>
    answerOf({
      sequence: 0,
      check: 't-0',
      startedAt: 1000,
      durationMs: 1,
      request: { method: 'GET', url: 'https://api.test/resource', headers: [['Origin', first], ...sent], body: '', bodyBytes: 0 },
      response: { status, reason: '', headers: [], body: '', bodyBytes: 0 },
    }); // prettier-ignore

  it('is no error page, which something else may make than what decides about origins', () => {
    expect([400, 404, 429, 500, 503].map((status) => answered(status))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('is a 403, which may be that decision', () => {
    expect(answered(403)).toBe(`- GET /resource from ${first} (403)`);
  });

  it('is told apart from the answer to the same request under another condition', () => {
    const plain = answered(200);
    expect(plain).toBe(`- GET /resource from ${first}`);
    for (const sent of [
      ['If-None-Match', '"v1"'],
      ['Range', 'bytes=0-1'],
      ['Authorization', 'Bearer t'],
    ] as const)
      expect(answered(200, [sent])).not.toBe(plain);
  });
});
