import { describe, expect, it } from 'vitest';
import { createPace, longestWaitMs, type PacedRequest } from '../../../src/http1/pace.ts';
import { limitsRate, retryAfterMs } from '../../../src/http1/retry-after.ts';
import type { ResponseHead } from '../../../src/http1/http-head.ts';

function head(status: number, headers: readonly (readonly [string, string])[] = []): ResponseHead {
  return { minorVersion: 1, status, reason: '', headers };
}

const ok = head(200);
const busy = (seconds: string) => head(429, [['Retry-After', seconds]]);

/** A clock that only sleeping moves, and a pace that uses it. */
function rig(rate?: number) {
  let time = 1_000_000;
  const slept: number[] = [];
  const pace = createPace({
    rate,
    now: () => time,
    sleep: (ms) => {
      slept.push(ms);
      time += ms;
      return Promise.resolve();
    },
  });
  const sentAt: number[] = [];
  const request = (...answers: ResponseHead[]): PacedRequest<ResponseHead> => ({
    send: () => {
      sentAt.push(time - 1_000_000);
      return Promise.resolve(answers.shift() ?? ok);
    },
    headOf: (answer) => answer,
  });
  return { pace, request, sentAt, passed: () => time - 1_000_000, pass: (ms: number) => (time += ms) };
}

describe('retryAfterMs', () => {
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

  it.each<[string, ResponseHead, number | null]>([
    ['seconds', head(503, [['retry-after', ' 120 ']]), 120_000],
    [
      'a date, by the clock of the server',
      head(429, [
        ['Date', 'Wed, 21 Oct 2026 07:27:30 GMT'],
        ['Retry-After', date],
      ]),
      30_000,
    ],
    ['a date, by the clock here', head(429, [['Retry-After', date]]), 10_000],
    [
      'a date in the past',
      head(429, [
        ['Date', 'Wed, 21 Oct 2026 07:29:00 GMT'],
        ['Retry-After', date],
      ]),
      0,
    ],
    ['no date', head(429, [['Retry-After', 'soon']]), null],
    ['a negative number', head(429, [['Retry-After', '-1']]), null],
    ['no header', head(429), null],
    ['another status', head(200, [['Retry-After', '5']]), null],
  ])('%s', (_, response, expected) => {
    expect(retryAfterMs(response, Date.parse(date) - 10_000)).toBe(expected);
  });

  it('a 503 limits the rate only if it says until when', () => {
    expect([head(429), head(503), head(503, [['Retry-After', '1']])].map(limitsRate)).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('a host that asks to wait', () => {
  it('gets the request again after that time, and its response is used', async () => {
    const { pace, request, sentAt } = rig();
    expect(await pace.send('a.test', request(busy('2'), ok))).toBe(ok);
    expect(sentAt).toEqual([0, 2000]);
  });

  it('gets no other request meanwhile, and one at a time from then on', async () => {
    const { pace, request, sentAt } = rig();
    await pace.send('a.test', request(busy('2')));
    let open = 0;
    let most = 0;
    const slow = (): PacedRequest<ResponseHead> => ({
      ...request(),
      async send() {
        most = Math.max(most, (open += 1));
        await new Promise(setImmediate);
        open -= 1;
        return ok;
      },
    });
    await Promise.all([slow(), slow(), slow()].map((one) => pace.send('a.test', one)));
    expect(most).toBe(1);
    expect(sentAt).toEqual([0, 2000]);
  });

  it('does not keep the requests of other hosts', async () => {
    const { pace, request, passed } = rig();
    const first = pace.send('a.test', request(busy('30')));
    await pace.send('b.test', request());
    expect(passed()).toBeLessThan(30_000);
    await first;
  });

  it('and goes on asking: the request is repeated three times, and its last response is the result', async () => {
    const { pace, request, sentAt } = rig();
    const last = busy('1');
    expect(await pace.send('a.test', request(busy('1'), busy('1'), busy('1'), last, ok))).toBe(last);
    expect(sentAt).toEqual([0, 1000, 2000, 3000]);
  });

  it('for longer than corspec waits: the request is not repeated, and later ones are not sent until then', async () => {
    const { pace, request, sentAt, passed, pass } = rig();
    const refused = busy('3600');
    expect(await pace.send('a.test', request(refused))).toBe(refused);
    expect(await pace.send('a.test', request())).toEqual({
      kind: 'asked-to-wait',
      detail:
        'a.test asks to wait (Retry-After), for 3600 s from now on. corspec waits at most 60 s for a request, and repeats it at most 3 times.',
    });
    expect(passed()).toBe(0);
    pass(3_600_000);
    expect(await pace.send('a.test', request(ok))).toBe(ok);
    expect(sentAt).toEqual([0, 3_600_000]);
  });

  it('no request waits for longer in all', async () => {
    const { pace, request, passed } = rig();
    await pace.send('a.test', request(busy('25'), busy('25'), busy('25'), busy('25')));
    expect(passed()).toBeLessThanOrEqual(longestWaitMs);
  });

  it('a request that cannot be sent again is not', async () => {
    const { pace, request, sentAt } = rig();
    await pace.send('a.test', { ...request(busy('1')), isRepeatable: false });
    expect(sentAt).toEqual([0]);
  });

  it('a request that asks for the response of a limit gets it, and holds nothing up', async () => {
    const { pace, request, passed } = rig();
    const limit = busy('60');
    expect(await pace.send('a.test', { ...request(limit), expectsLimit: true })).toBe(limit);
    expect(await pace.send('a.test', request())).toBe(ok);
    expect(passed()).toBe(0);
  });

  it('is told once', async () => {
    const { pace, request } = rig();
    const told: string[] = [];
    pace.onAsked((host, waitMs) => told.push(`${host} ${waitMs}`));
    await pace.send('a.test', request(busy('1'), busy('1')));
    expect(told).toEqual(['a.test 1000']);
  });

  it('a request that nobody waits for any more is not sent again', async () => {
    const { pace, request, sentAt } = rig();
    await pace.send('a.test', { ...request(busy('5')), isOver: () => true });
    expect(sentAt).toEqual([0]);
  });
});

describe('a rate', () => {
  it('spaces the requests to each host', async () => {
    const { pace, request, sentAt } = rig(4);
    await pace.send('a.test', request());
    await pace.send('a.test', request());
    await pace.send('a.test', request());
    expect(sentAt).toEqual([0, 250, 500]);
  });

  it('is of each host by itself', async () => {
    const { pace, request, sentAt } = rig(1);
    await pace.send('a.test', request());
    await pace.send('b.test', request());
    expect(sentAt).toEqual([0, 0]);
  });
});
