import { describe, expect, it } from 'vitest';
import { createSlots, runChecks } from '../../../src/page/in-browser/checks.js';
import { toBodyInit, toFetchInit } from '../../../src/page/in-browser/request-init.js';
import { queuesOf } from '../../../src/page/in-browser/frame-set.js';
import { pageAssets } from '../../../src/page/assets.ts';
import { isEnough, parseHeaderLines, readingMs } from '../../../src/page/in-browser/reading.js';
import { createReporter, retry } from '../../../src/page/in-browser/reporter.js';
import type { PageRequest } from '../../../src/scenarios/page-request.ts';
import type { PageCheck, PageReport } from '../../../src/page/work.ts';

const request: PageRequest = {
  url: 'https://api.example.test/',
  method: 'GET',
  headers: [],
  client: 'fetch',
  mode: 'cors',
  credentials: 'same-origin',
  redirect: 'follow',
  cache: 'default',
  uploadListener: false,
};

describe('what every origin serves', () => {
  it.each([
    ['/.corspec/page', 'text/html; charset=utf-8', 'takeWork'],
    ['/.corspec/frame', 'text/html; charset=utf-8', 'serveFrame'],
    ['/.corspec/frame.js', 'text/javascript; charset=utf-8', 'serveFrame'],
    ['/.corspec/axios.js', 'text/javascript; charset=utf-8', 'axios'],
  ])('has %s, which needs no other file to start', (path, contentType, part) => {
    const asset = pageAssets().get(path);
    expect(asset?.contentType).toBe(contentType);
    expect(asset?.body).toContain(part);
    expect(asset?.body).not.toMatch(/^\s*import\s*[\w{*"']/m);
  });

  it('has a module of axios that needs nothing else', () => {
    const axios = pageAssets().get('/.corspec/axios.js')?.body ?? '';
    expect(/export\s*\{/.test(axios)).toBe(true);
    expect(/(?:^|[;}])\s*import\s*[\w{*"']|\}\s*from\s*["']/.test(axios)).toBe(false);
  });
});

describe('how much of a body is read', () => {
  it('is less of an event stream, and never more time than a quarter of what the request has', () => {
    const [stream, other] = [readingMs('text/event-stream;charset=utf-8', 60_000), readingMs(null, 60_000)];
    expect(stream).toBeLessThan(other);
    expect(readingMs('application/json', 400)).toBe(100);
  });

  it.each([
    ['data: 1\n\n', true],
    [': hello\n\nevent: x\r\ndata: 1\r\n\r\n', true],
    ['data: 1\n', false],
    [': data\n\n', false],
  ])('%j of an event stream is enough: %s', (text, enough) => {
    expect(isEnough('text/event-stream', text)).toBe(enough);
    expect(isEnough('text/plain', text)).toBe(false);
  });
});

describe('the arguments of fetch', () => {
  it('are those of the request and nothing else', () => {
    expect(toFetchInit(request)).toEqual({
      method: 'GET',
      mode: 'cors',
      credentials: 'same-origin',
      redirect: 'follow',
      cache: 'default',
    });
  });

  it('keep the headers in order, names that occur twice included', () => {
    const headers = [
      ['X-B', '1'],
      ['X-A', '2'],
      ['X-B', '3'],
    ] as const;
    expect(toFetchInit({ ...request, headers }).headers).toEqual(headers);
  });
});

describe('a body', () => {
  it('of JSON is a string', () => {
    expect(toBodyInit({ kind: 'json', json: { a: [1] } })).toBe('{"a":[1]}');
  });

  it('that is a blob without type has none', () => {
    expect(toBodyInit({ kind: 'blob', text: 'x' })).toMatchObject({ type: '', size: 1 });
  });
});

describe('the header lines of XMLHttpRequest', () => {
  it('become pairs, colons in values kept', () => {
    expect(parseHeaderLines('a: 1\r\nlocation: http://x:1/\r\nempty: \r\n')).toEqual([
      ['a', '1'],
      ['location', 'http://x:1/'],
      ['empty', ''],
    ]);
  });
});

describe('slots', () => {
  it('go to the urgent first, then in order', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    await slots.take(false);
    const takers = [
      slots.take(false).then(() => order.push('first')),
      slots.take(false).then(() => order.push('second')),
      slots.take(true).then(() => order.push('urgent')),
    ];
    for (const _ of takers) slots.give();
    await Promise.all(takers);
    expect(order).toEqual(['urgent', 'first', 'second']);
  });
});

describe('checks', () => {
  it('have no more requests under way at once than they may', async () => {
    let underWay = 0;
    let most = 0;
    await run(
      Array.from({ length: 20 }, (_, index) => check(`${index}`, [0, 0])),
      3,
      async () => {
        most = Math.max(most, (underWay += 1));
        await Promise.resolve();
        underWay -= 1;
      },
    );
    expect(most).toBe(3);
  });

  it('that wait begin before the others, and let these go on meanwhile', async () => {
    const order: string[] = [];
    await run([check('a', [0]), check('b', [0]), check('waiting', [0, 1000])], 1, async (url) => {
      order.push(url);
    });
    expect(order).toEqual(['waiting/0', 'a/0', 'b/0', 'waiting/1']);
  });

  it('are reported with the outcome of each step in order', async () => {
    const reports = await run([check('a', [0, 0])], 1, async () => {});
    expect(reports).toEqual([
      {
        check: 'a',
        outcome: {
          steps: [
            { kind: 'error', name: 'a/0', message: '' },
            { kind: 'error', name: 'a/1', message: '' },
          ],
          cookie: 'k=v',
        },
        durationMs: 0,
      },
    ]);
  });
});

describe('reports', () => {
  it('go out forty at a time, and the rest at the end', async () => {
    const sizes: number[] = [];
    const reporter = createReporter(async (batch) => void sizes.push(batch.length), never);
    for (let index = 0; index < 90; index += 1) {
      reporter.report(report(`${index}`));
      await Promise.resolve();
    }
    await reporter.finish();
    expect(sizes.reduce((sum, size) => sum + size)).toBe(90);
    expect(sizes[0]).toBe(40);
  });

  it('go out one message at a time', async () => {
    let underWay = 0;
    const overlaps: number[] = [];
    const reporter = createReporter(async () => {
      overlaps.push((underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    }, atOnce);
    for (let index = 0; index < 200; index += 1) reporter.report(report(`${index}`));
    await reporter.finish();
    expect(overlaps.every((count) => count === 1)).toBe(true);
  });

  it('wait longer with each message, up to a limit', async () => {
    const delays: number[] = [];
    const reporter = createReporter(
      () => Promise.resolve(),
      (milliseconds) => Promise.resolve(void delays.push(milliseconds)),
    );
    for (let index = 0; index < 6; index += 1) {
      reporter.report(report(`${index}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(delays).toEqual([150, 300, 450, 600, 600, 600]);
  });

  it('that do not arrive are told at the end', async () => {
    const reporter = createReporter(() => Promise.reject(new Error('refused')), atOnce);
    reporter.report(report('a'));
    await expect(reporter.finish()).rejects.toThrow('refused');
  });

  it('are tried again', async () => {
    const pauses: number[] = [];
    let attempts = 0;
    const sent = retry(
      async () => {
        if ((attempts += 1) < 4) throw new Error('refused');
        return 'arrived';
      },
      async (milliseconds) => void pauses.push(milliseconds),
    );
    await expect(sent).resolves.toBe('arrived');
    expect(pauses).toEqual([100, 200, 400]);
  });
});

const atOnce = () => Promise.resolve();
const never = () => new Promise<void>(() => {});

/** Runs checks; sleeping takes as long as everything else that is ready to go on. */
async function run(
  checks: readonly PageCheck[],
  concurrency: number,
  during: (url: string) => Promise<void>,
): Promise<readonly PageReport[]> {
  const reports: PageReport[] = [];
  await runChecks(
    { checks, concurrency, key: 'k' },
    {
      perform: async ({ url }) => {
        await during(url);
        return { kind: 'error', name: url, message: '' };
      },
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
      now: () => 0,
      cookie: () => 'k=v',
      report: (one) => reports.push(one),
    },
  );
  return reports;
}

function check(id: string, waits: readonly number[]): PageCheck {
  const steps = waits.map((waitMs, index) => ({ waitMs, request: { ...request, url: `${id}/${index}` } }));
  return { id, timeoutMs: 1000, steps };
}

function report(id: string): PageReport {
  return { check: id, outcome: { steps: [] }, durationMs: 0 };
}

describe('the frames of a page', () => {
  const page = (url: string) => ({ url, checks: [] });
  const [one, two, other] = [page('https://a.test/1'), page('https://a.test/2'), page('https://b.test/3')];

  it('are open at once', () => {
    expect(queuesOf({ pages: [one, two, other], oneOfAnOrigin: false })).toEqual([[one], [two], [other]]);
  });

  it('are opened one after another where they have one origin and run code of a URL', () => {
    expect(queuesOf({ pages: [one, other, two], oneOfAnOrigin: true })).toEqual([[one, two], [other]]);
  });
});
