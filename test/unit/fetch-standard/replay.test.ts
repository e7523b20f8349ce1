import { describe, expect, it } from 'vitest';
import { replay, run } from '../../../src/fetch-standard/index.ts';
import type { NetworkAnswer, RecordedExchange } from '../../../src/fetch-standard/index.ts';
import { AH, AM, AO, MA, O, S, answer, ask, contextAt } from './helpers.ts';

const url = `${S}/resource`;
const ok = answer(200, [AO, '*']);
const grant = answer(204, [AO, '*'], [AM, 'PUT'], [AH, '*'], [MA, '60']);
const put = ask({ method: 'PUT', headers: [['X-A', '1']] });

function sent(
  method: string,
  given: NetworkAnswer = ok,
  more: Partial<RecordedExchange> = {},
): RecordedExchange {
  return { method, url, answer: given, ...more };
}

const P = sent('OPTIONS', grant);
const kinds = (mismatches: readonly { kind: string; exchange?: number; call?: number }[]) =>
  mismatches.map(({ kind, call, exchange }) => `${kind} ${call ?? '-'} ${exchange ?? '-'}`);

describe('replay', () => {
  it('gives the verdict on what was recorded', () => {
    const replayed = replay(put, [P, sent('PUT')], contextAt());
    expect(replayed).toMatchObject({
      verdict: { outcome: 'readable', type: 'cors' },
      answeredBy: [0, 1],
      consumed: 2,
      mismatches: [],
    });
    expect(replayed.calls.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT']);
    expect(replayed.calls).toEqual(replayed.verdict?.calls);
  });

  it('passes over a preflight that was not asked for', () => {
    const replayed = replay(ask(), [P, sent('GET')], contextAt());
    expect(replayed.verdict?.outcome).toBe('readable');
    expect(replayed.answeredBy).toEqual([1]);
    expect(replayed.mismatches).toEqual([
      {
        kind: 'unexpected-preflight',
        exchange: 0,
        url,
      },
    ]);
  });

  it('takes a preflight that is not there as remembered', () => {
    const replayed = replay(put, [sent('PUT')], contextAt());
    expect(replayed.verdict?.outcome).toBe('readable');
    expect(replayed.answeredBy).toEqual([null, 0]);
    expect(replayed.mismatches).toEqual([
      {
        kind: 'missing-preflight',
        call: 0,
        url,
      },
    ]);
    expect(replayed.verdict?.trace.find(({ exchange }) => exchange === 0)).toEqual({
      step: 'preflight-cache',
      anchor: '#cors-preflight-cache',
      ok: true,
      code: 'preflight-assumed-cached',
      exchange: 0,
    });
  });

  it('has no verdict when nothing was sent', () => {
    expect(replay(put, [], contextAt())).toMatchObject({ verdict: null, answeredBy: [null], consumed: 0 });
    expect(kinds(replay(put, [], contextAt()).mismatches)).toEqual(['missing-preflight 0 -']);
    const simple = replay(ask(), [], contextAt());
    expect(simple.verdict).toBe(null);
    expect(simple.mismatches).toEqual([
      {
        kind: 'missing-request',
        call: 0,
        method: 'GET',
        url,
      },
    ]);
  });

  it('has no verdict when the actual request is missing', () => {
    const replayed = replay(put, [P], contextAt());
    expect(replayed).toMatchObject({ verdict: null, answeredBy: [0, null], consumed: 1 });
    expect(kinds(replayed.mismatches)).toEqual(['missing-request 1 -']);
  });

  it('reports a request that was sent in spite of a refused preflight', () => {
    const replayed = replay(put, [sent('OPTIONS', answer(403)), sent('PUT')], contextAt());
    expect(replayed.verdict?.outcome).toBe('blocked');
    expect(replayed.mismatches).toEqual([
      {
        kind: 'unexpected-request',
        exchange: 1,
        method: 'PUT',
        url,
      },
    ]);
  });

  it('takes another method at the right URL as the answer', () => {
    const replayed = replay(ask({ method: 'POST' }), [sent('GET')], contextAt());
    expect(replayed.verdict?.outcome).toBe('readable');
    expect(replayed.mismatches).toEqual([
      {
        kind: 'different-method',
        call: 0,
        exchange: 0,
        url,
        sent: 'GET',
        expected: 'POST',
      },
    ]);
  });

  it('prefers the right method when it comes later', () => {
    const replayed = replay(ask({ method: 'POST' }), [sent('GET'), sent('POST')], contextAt());
    expect(replayed.answeredBy).toEqual([1]);
    expect(kinds(replayed.mismatches)).toEqual(['unexpected-request - 0']);
  });

  it('does not take another URL as the answer', () => {
    const other = sent('GET', ok, { url: `${S}/other` });
    const replayed = replay(ask(), [other], contextAt());
    expect(replayed.verdict).toBe(null);
    expect(kinds(replayed.mismatches)).toEqual(['missing-request 0 -', 'unexpected-request - 0']);
    expect(replay(ask(), [other, sent('GET')], contextAt()).answeredBy).toEqual([1]);
  });

  it('does not take no URL at all as the answer', () => {
    expect(replay(ask(), [sent('GET', ok, { url: 'x' })], contextAt()).verdict).toBe(null);
  });

  it('has a verdict after a redirect whose Location is not ASCII', () => {
    const redirect = answer(302, [AO, '*'], ['Location', '/caf\u00C3\u00A9']);
    const end = sent('GET', ok, { url: `${S}/caf%C3%A9` });
    const replayed = replay(ask({}), [sent('GET', redirect), end], contextAt());
    expect(replayed).toMatchObject({ verdict: { outcome: 'readable' }, mismatches: [] });
  });

  it('compares URLs without fragments', () => {
    const request = ask({ url: `${url}#part` });
    expect(replay(request, [sent('GET', ok, { url: `${url}#other` })], contextAt()).mismatches).toEqual([]);
  });

  it('passes over preflights to elsewhere on its way to the right one', () => {
    const replayed = replay(
      put,
      [sent('OPTIONS', grant, { url: `${S}/other` }), P, sent('PUT')],
      contextAt(),
    );
    expect(replayed.answeredBy).toEqual([1, 2]);
    expect(kinds(replayed.mismatches)).toEqual(['unexpected-preflight - 0']);
  });

  it('counts each exchange that it passes over', () => {
    const others = ['/a', '/b', '/c'].map((path) => sent('GET', ok, { url: `${S}${path}` }));
    const replayed = replay(ask(), [sent('GET'), ...others], contextAt());
    expect(kinds(replayed.mismatches)).toEqual([
      'unexpected-request - 1',
      'unexpected-request - 2',
      'unexpected-request - 3',
    ]);
  });

  it('does not look for a preflight behind the request that it is for', () => {
    const replayed = replay(put, [sent('PUT'), P], contextAt());
    expect(replayed.answeredBy).toEqual([null, 0]);
    expect(kinds(replayed.mismatches)).toEqual(['missing-preflight 0 -', 'unexpected-preflight - 1']);
  });

  it('leaves later requests of the page alone when more follows', () => {
    const replayed = replay(ask(), [sent('GET'), P, sent('PUT')], contextAt(), { moreFollows: true });
    expect(replayed).toMatchObject({ consumed: 1, mismatches: [] });
    const missing = replay(ask(), [sent('GET', ok, { url: `${S}/b` })], contextAt(), { moreFollows: true });
    expect(missing.consumed).toBe(0);
  });

  it('carries the preflight cache from request to request', () => {
    const context = contextAt();
    replay(put, [P, sent('PUT')], context);
    expect(replay(put, [sent('PUT')], context).mismatches).toEqual([]);
    expect(kinds(replay(put, [P, sent('PUT')], context).mismatches)).toEqual(['unexpected-preflight - 0']);
  });

  it('goes by the clock of the recording where it has one', () => {
    const context = contextAt();
    const at = (ms: number) => ({ at: ms });
    replay(put, [sent('OPTIONS', grant, at(1000)), sent('PUT', ok, at(2000))], context);
    expect(context.cache.entries[0]?.storedAt).toBe(2000);
    expect(replay(put, [sent('PUT', ok, at(61_999))], context).mismatches).toEqual([]);
    expect(kinds(replay(put, [sent('PUT', ok, at(62_000))], context).mismatches)).toEqual([
      'missing-preflight 0 -',
    ]);
  });

  it('goes by the last exchange when there is no next one', () => {
    const context = contextAt();
    replay(put, [sent('OPTIONS', grant, { at: 1000 })], context);
    expect(context.cache.entries[0]?.storedAt).toBe(1000);
  });

  it('tells the two OPTIONS of an OPTIONS request apart', () => {
    const request = ask({ method: 'OPTIONS' });
    const allowed = answer(204, [AO, '*'], [AM, 'OPTIONS']);
    expect(replay(request, [sent('OPTIONS', allowed), sent('OPTIONS')], contextAt()).mismatches).toEqual([]);
    const bare = sent('OPTIONS', ok, { headers: [['Origin', O]] });
    const replayed = replay(request, [bare], contextAt());
    expect(replayed.answeredBy).toEqual([null, 0]);
    expect(replayed.verdict?.outcome).toBe('readable');
  });

  const question = [
    ['Origin', O],
    ['access-control-request-method', 'PUT'],
    ['Access-Control-Request-Headers', 'x-a'],
  ] as const;

  it('does not take a recorded preflight for the OPTIONS request itself', () => {
    const context = contextAt();
    const request = ask({ method: 'OPTIONS' });
    const allowed = answer(204, [AO, '*'], [AM, 'OPTIONS'], [MA, '60']);
    const asked = [
      ['Origin', O],
      ['Access-Control-Request-Method', 'OPTIONS'],
    ] as const;
    const recording = [
      sent('OPTIONS', allowed, { headers: asked }),
      sent('OPTIONS', ok, { headers: [['Origin', O]] }),
    ];
    expect(replay(request, recording, context).answeredBy).toEqual([0, 1]);
    const again = replay(request, recording, context);
    expect(again.answeredBy).toEqual([1]);
    expect(kinds(again.mismatches)).toEqual(['unexpected-preflight - 0']);
  });

  it('prefers the right method when the headers are known too', () => {
    const headers = [['Origin', O]] as const;
    const recording = [sent('GET', ok, { headers }), sent('POST', ok, { headers })];
    expect(replay(ask({ method: 'POST' }), recording, contextAt()).answeredBy).toEqual([1]);
  });

  it('finds the same headers the same', () => {
    const recording = [
      sent('OPTIONS', grant, { headers: question }),
      sent('PUT', ok, {
        headers: [
          ['origin', O],
          ['Cookie', 'x'],
        ],
      }),
    ];
    expect(replay(put, recording, contextAt()).mismatches).toEqual([]);
  });

  it.each([
    [[['Origin', 'null'], ...question.slice(1)], 'origin', 'null', O],
    [question.slice(1), 'origin', null, O],
    [
      [question[0], ['Access-Control-Request-Method', 'put'], question[2]],
      'access-control-request-method',
      'put',
      'PUT',
    ],
    [question.slice(0, 2), 'access-control-request-headers', null, 'x-a'],
    [[...question, ['Cookie', 'a=b']], 'cookie', 'a=b', null],
    [[...question, ['Authorization', 'x']], 'authorization', 'x', null],
  ] as [RecordedExchange['headers'] & object, string, string | null, string | null][])(
    'compares a preflight’s headers: %j',
    (headers, header, is, expected) => {
      const { mismatches } = replay(put, [sent('OPTIONS', grant, { headers }), sent('PUT')], contextAt());
      expect(mismatches).toEqual([
        { kind: 'different-header', call: 0, exchange: 0, header, sent: is, expected },
      ]);
    },
  );

  it('compares Origin of the actual request, and nothing else', () => {
    const headers = [
      ['Cookie', 'a=b'],
      ['Authorization', 'x'],
      ['Origin', 'https://b.test'],
    ] as const;
    const { mismatches } = replay(ask(), [sent('GET', ok, { headers })], contextAt());
    expect(mismatches.map(({ kind, header }) => [kind, header])).toEqual([['different-header', 'origin']]);
  });
});

describe('run', () => {
  it('sends what the algorithm asks for, and gives its verdict', async () => {
    const log: string[] = [];
    const verdict = await run(
      put,
      (call) => {
        log.push(`${call.kind} ${call.method}`);
        return Promise.resolve(call.kind === 'preflight' ? grant : ok);
      },
      contextAt(),
    );
    expect(log).toEqual(['preflight OPTIONS', 'actual PUT']);
    expect(verdict.outcome).toBe('readable');
  });

  it('lets the caller’s errors through', async () => {
    await expect(run(ask(), () => Promise.reject(new Error('no network')), contextAt())).rejects.toThrow(
      'no network',
    );
  });
});
