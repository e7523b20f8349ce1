import { describe, expect, it } from 'vitest';
import { AC, AH, AM, answer, AO, ask, contextAt, MA, O, play, S } from './helpers.ts';
import type {
  FetchContext,
  FetchRequest,
  HeaderList,
  NetworkAnswer,
} from '../../../src/fetch-standard/index.ts';

const ok = answer(200, [AO, '*']);

const put = { method: 'PUT' };

const custom: Partial<FetchRequest> = {
  headers: [
    ['X-Print', '1'],
    ['y', '2'],
  ],
};

const include = { credentials: 'include' } as const;

type Fetched = {
  readonly request?: Partial<FetchRequest>;
  readonly at?: number;
  readonly preflight?: HeaderList;
  readonly partition?: string;
};

/** Fetches one after the other in one page; tells what was sent for each: `PA` or `A`. */
function sequence(fetches: readonly Fetched[], changes: Partial<FetchContext> = {}): string {
  const context = contextAt(0, changes);
  const sent = fetches.map(({ request = {}, at = 0, preflight = [], partition = '' }) => {
    context.time.ms = at;
    const allowed = [AO, request.origin ?? O] as const;
    const answers: NetworkAnswer[] = [
      answer(204, allowed, [AC, 'true'], [AM, 'PUT'], ...preflight),
      answer(200, allowed, [AC, 'true']),
    ];
    const full = ask({ method: 'PUT', ...request });
    // Without a preflight, the first answer is the actual response's.
    const verdict = play(full, answers, { ...context, partition });
    expect(verdict.outcome).toBe('readable');
    return verdict.calls.map(({ kind }) => (kind === 'preflight' ? 'P' : 'A')).join('');
  });
  return sent.join(' ');
}

const minute: HeaderList = [[MA, '60']];

describe('the preflight cache', () => {
  it.each<[string, readonly Fetched[], string, Partial<FetchContext>?]>([
    ['129 MA absent: 5 s', [{}, { at: 4999 }, { at: 5000 }], 'PA A PA'],
    [
      '129 the default can be another',
      [{}, { at: 1999 }, { at: 2000 }],
      'PA A PA',
      { defaultMaxAgeSeconds: 2 },
    ],
    ['130 MA 60', [{ preflight: minute }, { at: 59_999 }, { at: 60_000 }], 'PA A PA'],
    ['131 MA 0', [{ preflight: [[MA, '0']] }, {}], 'PA PA'],
    ['132 MA -1: 5 s', [{ preflight: [[MA, '-1']] }, { at: 4999 }, { at: 5000 }], 'PA A PA'],
    ['133 MA no number: 5 s', [{ preflight: [[MA, '1e3']] }, { at: 4999 }, { at: 5000 }], 'PA A PA'],
    ['133 MA twice: 5 s', [{ preflight: [...minute, ...minute] }, { at: 4999 }, { at: 5000 }], 'PA A PA'],
    [
      '134 MA above the cap',
      [{ preflight: minute }, { at: 9999 }, { at: 10_000 }],
      'PA A PA',
      { maxAgeCapSeconds: 10 },
    ],
    [
      '134 the cap holds for the default',
      [{}, { at: 999 }, { at: 1000 }],
      'PA A PA',
      { maxAgeCapSeconds: 1 },
    ],
    ['134 more digits than a number holds', [{ preflight: [[MA, '9'.repeat(400)]] }, { at: 1e15 }], 'PA A'],
    ['135 another query', [{ preflight: minute }, { request: { url: `${S}/resource?x` } }], 'PA PA'],
    ['135 another fragment', [{ preflight: minute }, { request: { url: `${S}/resource#x` } }], 'PA PA'],
    ['136 another origin', [{ preflight: minute }, { request: { origin: 'https://b.test' } }], 'PA PA'],
    [
      '137 another top-level site',
      [{ preflight: minute }, { partition: 'b' }, { partition: 'b' }],
      'PA PA A',
    ],
    [
      '138 a credentialed entry serves an uncredentialed request',
      [{ preflight: minute, request: include }, {}],
      'PA A',
    ],
    [
      '139 an uncredentialed entry does not serve include',
      [{ preflight: minute }, { request: include }],
      'PA PA',
    ],
    [
      '140 a header outside the entry',
      [{ preflight: minute }, { request: custom, preflight: [[AH, 'x-print,y']] }, { request: custom }],
      'PA PA A',
    ],
    [
      '140 a method outside the entry',
      [
        { preflight: [...minute, [AM, 'PATCH']] },
        { request: { method: 'DELETE' }, preflight: [[AM, 'DELETE']] },
        { request: { method: 'PATCH' } },
      ],
      'PA PA A',
    ],
    [
      '140 a safelisted method needs no entry',
      [{ preflight: [...minute, [AH, 'x-print,y']] }, { request: { ...custom, method: 'GET' } }],
      'PA A',
    ],
    [
      '140 an upload listener needs one',
      [
        { preflight: minute },
        { request: { method: 'POST', useCorsPreflight: true } },
        { request: { method: 'POST', useCorsPreflight: true }, preflight: [[AM, 'POST']] },
        { request: { method: 'POST', useCorsPreflight: true } },
      ],
      'PA PA PA A',
    ],
    [
      '141 entries merge',
      [
        { preflight: [...minute, [AH, 'x-print']] },
        {
          request: { method: 'DELETE', headers: [['y', '']] },
          preflight: [[AM, 'DELETE'], [AH, 'Y'], ...minute],
        },
        { request: { ...custom, method: 'DELETE' } },
        { request: custom },
      ],
      'PA PA A A',
    ],
    [
      '141 a match gets the new age, from when it was stored',
      [
        { preflight: [[MA, '10']] },
        {
          at: 8000,
          request: custom,
          preflight: [
            [AH, 'x-print,y'],
            [MA, '20'],
          ],
        },
        { at: 19_999 },
        { at: 20_000 },
        { at: 24_999, request: custom },
      ],
      'PA PA A PA A',
    ],
    [
      '143 * is remembered as a wildcard',
      [{ preflight: [...minute, [AM, '*'], [AH, '*']] }, { request: { ...custom, method: 'DELETE' } }],
      'PA A',
    ],
    [
      '143 * does not cover Authorization',
      [
        { preflight: [...minute, [AH, '*']] },
        { request: { headers: [['Authorization', '']] }, preflight: [[AH, 'authorization']] },
      ],
      'PA PA',
    ],
    [
      '143 an AH is no method, and an AM no header',
      [
        { preflight: [...minute, [AH, 'DELETE'], [AM, 'y']] },
        { request: { method: 'DELETE' }, preflight: [[AM, 'DELETE']] },
        { request: { headers: [['y', '']] }, preflight: [[AH, 'y']] },
      ],
      'PA PA PA',
    ],
    [
      '146 opaque origins share the key null',
      [{ request: { origin: 'null' }, preflight: minute }, { request: { origin: 'null' } }],
      'PA A',
    ],
  ])('%s', (_, fetches, sent, changes) => {
    expect(sequence(fetches, changes)).toBe(sent);
  });

  const remembered = (context: FetchContext) => context.cache.entries.length;

  it('141 a header that is remembered again gets the new age, and no second entry', () => {
    const context = contextAt();
    const grant = (...headers: HeaderList) => answer(204, [AO, '*'], ...headers);
    play(ask({ headers: [['X-Print', '1']] }), [grant([AH, 'X-Print'], [MA, '10']), ok], context);
    play(ask(custom), [grant([AH, 'X-PRINT, Y'], [MA, '20']), ok], context);
    expect(context.cache.entries.map(({ allows, maxAgeSeconds }) => [allows, maxAgeSeconds])).toEqual([
      [{ header: 'x-print' }, 20],
      [{ header: 'y' }, 20],
    ]);
  });

  it('142 a network error on a preflighted request clears the entries of its URL', () => {
    const context = contextAt();
    const grant = answer(204, [AO, '*'], [AM, 'PUT'], [MA, '60']);
    play(ask({ ...put, url: `${S}/other` }), [grant, ok], context);
    play(ask(put), [grant, ok], context);
    play(ask({ ...put, origin: 'https://b.test' }), [grant, ok], context);
    play(ask(put), [grant, ok], { ...context, partition: 'b' });
    expect(remembered(context)).toBe(4);
    play(ask(put), [{ kind: 'network-error', detail: 'reset' }], context);
    expect(remembered(context)).toBe(3);
    expect(
      context.cache.entries.some(
        ({ url, origin, partition }) => url === `${S}/resource` && origin === O && partition === '',
      ),
    ).toBe(false);
  });

  it('142 a failed CORS check clears them too, and a simple request that fails does not', () => {
    const context = contextAt();
    play(ask(put), [answer(204, [AO, '*'], [AM, 'PUT'], [MA, '60']), ok], context);
    play(ask(), [answer(200)], context);
    expect(remembered(context)).toBe(1);
    play(ask(put), [answer(200)], context);
    expect(remembered(context)).toBe(0);
  });

  it('a refused preflight leaves nothing behind', () => {
    const context = contextAt();
    play(ask({ ...put, ...custom }), [answer(204, [AO, '*'], [AM, 'PUT'], [MA, '60'])], context);
    expect(remembered(context)).toBe(0);
  });

  it('does not keep what has expired', () => {
    const context = contextAt();
    const grant = answer(204, [AO, '*'], [AM, 'PUT']);
    play(ask(put), [grant, ok], context);
    context.time.ms = 5000;
    play(ask(put), [grant, ok], context);
    expect(context.cache.entries).toEqual([
      {
        partition: '',
        origin: O,
        url: `${S}/resource`,
        credentials: false,
        maxAgeSeconds: 5,
        storedAt: 5000,
        allows: { method: 'PUT' },
      },
    ]);
  });

  it('gives what it has', () => {
    const context = contextAt();
    const preflight = answer(204, [AO, '*'], [AM, 'PUT'], [AH, '*']);
    const entryOf = (answers: readonly NetworkAnswer[]) =>
      play(ask({ ...put, ...custom }), answers, context).trace.find(({ step }) => step === 'preflight-cache');
    expect(entryOf([preflight, ok])).toMatchObject({
      code: 'preflight-not-cached',
      missing: ['PUT', 'x-print', 'y'],
    });
    expect(entryOf([ok])).toMatchObject({ code: 'preflight-cached' });
  });
});
