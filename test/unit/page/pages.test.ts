import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../../src/page/assets.ts';
import type { PageJob } from '../../../src/page/job.ts';
import { createPageHost, type OpenPage } from '../../../src/page/pages.ts';
import type { FrameSetWork, PageCheck, PageProblem, PageReport, PageWork } from '../../../src/page/work.ts';
import type { ServedRequest, ServedResponse } from '../../../src/proxy/index.ts';

const origin = 'https://app.example.test';
const response = { kind: 'response', type: 'cors', status: 200, redirected: false, url: '' } as const;

function check(name: string): PageCheck {
  const request = {
    url: 'https://api.example.test/',
    method: 'GET',
    headers: [],
    client: 'fetch',
    mode: 'cors',
    credentials: 'omit',
    redirect: 'follow',
    cache: 'default',
    uploadListener: false,
  } as const;
  return { id: name, timeoutMs: 1, steps: [{ waitMs: 0, request }] };
}

function setUp() {
  const host = createPageHost(pageAssets());
  const reports: PageReport[] = [];
  const problems: PageProblem[] = [];
  const add = (changes: Partial<PageJob> = {}): OpenPage =>
    host.add({
      origin,
      checks: [check('one'), check('two')],
      concurrency: 1,
      runsTargetCode: false,
      onReport: (report) => reports.push(report),
      onProblem: (problem) => problems.push(problem),
      ...changes,
    });
  const serve = (changes: Partial<ServedRequest>): ServedResponse =>
    host.serve({ origin, method: 'GET', path: '/', headers: [], body: '', ...changes });
  const open = (page: OpenPage, from = origin): ServedResponse =>
    serve({ origin: from, path: page.url.slice(origin.length) });
  const post = (name: string, key: string, body: unknown, from = origin): ServedResponse =>
    serve({
      origin: from,
      method: 'PUT',
      path: `/.corspec/${name}`,
      headers: [['corspec-key', key]],
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** The longest message with this key: bytes. */
  const longest = (key: string, from = origin): number =>
    host.longestBody({
      origin: from,
      method: 'PUT',
      path: '/.corspec/outcomes',
      headers: [['Corspec-Key', key]],
    });
  return { reports, problems, add, open, post, serve, longest };
}

function workIn({ body }: ServedResponse): PageWork & { readonly key: string } {
  const json = /<script type="application\/json" id="corspec-work">(.*?)<\/script>/s.exec(String(body))?.[1];
  return JSON.parse(json ?? 'null') as PageWork & { readonly key: string };
}

function report(name: string, steps: unknown = [response]): unknown {
  return { check: name, outcome: { steps, cookie: '' }, durationMs: 1 };
}

describe('what pages load from their own origin', () => {
  it('is a frame with the embedder policy in its URL, if that is one', () => {
    const { serve } = setUp();
    const policyOf = (query: string) =>
      serve({ path: `/.corspec/frame${query}` }).headers?.['Cross-Origin-Embedder-Policy'];
    expect(policyOf('?embedder-policy=require-corp')).toBe('require-corp');
    expect(policyOf('?embedder-policy=credentialless')).toBe('credentialless');
    expect(policyOf('?embedder-policy=unsafe-none')).toBeUndefined();
    expect(policyOf('')).toBeUndefined();
  });

  it('is a style sheet with the font in its URL, and nothing else', () => {
    const { serve } = setUp();
    const sheet = (family: string, font: string) =>
      serve({ path: `/.corspec/font.css?${new URLSearchParams({ family, font }).toString()}` });
    expect(sheet('corspec-1', 'https://api.example.test/f?a=")\\')).toMatchObject({
      headers: { 'Content-Type': 'text/css; charset=utf-8' },
      body: '@font-face { font-family: "corspec-1"; src: url("https://api.example.test/f?a=%22)%5C"); }\n',
    });
    for (const [family, font] of [
      ['a"', 'https://api.example.test/'],
      ['a', 'data:,x'],
      ['a', '/f'],
    ] as const)
      expect(sheet(family, font).status).toBe(404);
  });
});

describe('the document of a page', () => {
  it('is served once, with its work and a key', () => {
    const { add, open } = setUp();
    const page = add();
    const first = open(page);
    expect(workIn(first)).toMatchObject({ checks: [{ id: 'one' }, { id: 'two' }], concurrency: 1 });
    expect(first.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(open(page).status).toBe(404);
  });

  it('is not served to another origin, nor for a ticket that was guessed', () => {
    const { add, open, serve } = setUp();
    const page = add();
    expect(open(page, 'https://other.example.test').status).toBe(404);
    for (const ticket of ['', '0', '1', 'a'])
      expect(serve({ path: `/.corspec/page?page=${ticket}` }).status).toBe(404);
    expect(workIn(open(page)).checks).toHaveLength(2);
  });

  it('has another ticket and another key each time, and the key is not in its URL', () => {
    const { add, open } = setUp();
    const [one, other] = [add(), add()];
    const keys = [workIn(open(one)).key, workIn(open(other)).key];
    expect(new Set([...keys, one.url, other.url]).size).toBe(4);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key) && !one.url.includes(key))).toBe(true);
  });

  it('is confined where it runs code of a target, and only there', () => {
    const { add, open } = setUp();
    const policy = (page: OpenPage) => open(page).headers?.['Content-Security-Policy'] ?? null;
    expect(policy(add())).toBe(null);
    expect(policy(add({ runsTargetCode: true }))).toMatch(/^sandbox allow-scripts allow-same-origin;/);
  });

  it('keeps a work that names the end of a script in one piece', () => {
    const { add, open } = setUp();
    const odd = { ...check('one'), id: '</script><b>$&' };
    expect(workIn(open(add({ checks: [odd] }))).checks[0]?.id).toBe('</script><b>$&');
  });
});

describe('what a page sends', () => {
  it('counts with its key alone, and from its origin', () => {
    const { add, open, post, reports } = setUp();
    const page = add();
    const { key } = workIn(open(page));
    for (const [guess, from] of [
      ['', origin],
      ['0', origin],
      [page.url.slice(-32), origin],
      [key, 'https://other.example.test'],
    ] as const)
      expect(post('outcomes', guess, [report('one')], from).status).toBe(404);
    expect(reports).toEqual([]);
    post('outcomes', key, [report('one')]);
    expect(reports).toMatchObject([{ check: 'one' }]);
  });

  it('is not asked for by GET, and gives no work', () => {
    const { add, open, serve } = setUp();
    const { key } = workIn(open(add()));
    for (const path of ['/.corspec/work', `/.corspec/work?page=${key}`, '/.corspec/outcomes'])
      expect(serve({ path, headers: [['Corspec-Key', key]] }).status).toBe(404);
  });

  it('is taken once for each check of the page, and for no other', () => {
    const { add, open, post, reports, problems } = setUp();
    const { key } = workIn(open(add()));
    post('outcomes', key, [report('one'), report('one', []), report('elsewhere')]);
    post('outcomes', key, [report('one', [])]);
    expect([reports.length, problems.length]).toEqual([1, 0]);
  });

  it.each([
    ['null for a step', report('one', [null])],
    ['no steps', { check: 'one', outcome: null, durationMs: 1 }],
    ['more steps than asked for', report('one', [response, response])],
    ['fewer steps than asked for', report('one', [])],
    ['a status that is none', report('one', [{ ...response, status: 'OK' }])],
    ['a type that is none', report('one', [{ ...response, type: 'forged' }])],
    ['a duration that is none', { check: 'one', outcome: { steps: [response] }, durationMs: -1 }],
    ['fields that it does not have', { ...(report('one') as object), status: 'pass' }],
    ['the console', { check: 'one', outcome: { steps: [response], console: ['CORS'] }, durationMs: 1 }],
  ])('costs its own check where it has %s', (_, bad) => {
    const { add, open, post, reports, problems } = setUp();
    const { key } = workIn(open(add()));
    post('outcomes', key, [null, bad, 7, report('two')]);
    expect(problems.map((problem) => problem.check)).toEqual(['one']);
    expect(reports.map((good) => good.check)).toEqual(['two']);
  });

  it.each(['', 'null', '{', '"x"', '{"length":1}', '[[[[[[', '[null]'])(
    'is read whatever it is: %s',
    (body) => {
      const { add, open, post, reports, problems } = setUp();
      const { key } = workIn(open(add()));
      expect(post('outcomes', key, body).status ?? 200).toBe(200);
      expect([reports, problems]).toEqual([[], []]);
    },
  );

  it('keeps the beginning of a text that is longer than a page sends', () => {
    const { add, open, post, reports } = setUp();
    const { key } = workIn(open(add()));
    post('outcomes', key, [report('one', [{ ...response, body: 'x'.repeat(5000) }])]);
    expect(reports[0]?.outcome.steps[0]).toMatchObject({ body: 'x'.repeat(2048) });
  });

  it.each(['', 'null', '[]', '{"problem":1}', '{'])(
    'ends the page with a problem when its end is %s',
    async (body) => {
      const { add, open, post } = setUp();
      const page = add();
      post('end', workIn(open(page)).key, body);
      expect(await page.end).toEqual({ problem: 'its last message is invalid' });
    },
  );

  it('counts no more after the end, nor after the page was closed', async () => {
    const { add, open, post, reports } = setUp();
    const [ended, closed] = [add(), add()];
    const keys = [workIn(open(ended)).key, workIn(open(closed)).key] as const;
    post('end', keys[0], {});
    expect(await ended.end).toEqual({});
    closed.close();
    for (const key of keys) expect(post('outcomes', key, [report('one')]).status).toBe(404);
    expect(reports).toEqual([]);
  });

  it('may be as long as it needs to be, and nothing without a key', () => {
    const { add, open, longest } = setUp();
    expect(longest('guessed')).toBe(0);
    const plain = longest(workIn(open(add())).key);
    const confined = longest(workIn(open(add({ runsTargetCode: true }))).key);
    expect(plain).toBeGreaterThan(confined);
    expect(confined).toBeGreaterThan(0);
  });
});

describe('a page that holds others in frames', () => {
  const host = 'https://frames.example.test';
  const other = 'https://other.example.test';

  function setUpFrames(job: Partial<PageJob> = {}) {
    const tools = setUp();
    const frames = [
      { origin, checks: [check('one')], runsTargetCode: false },
      { origin: other, checks: [check('two')], runsTargetCode: true },
    ];
    const page = tools.add({ origin: host, frames, concurrency: 3, ...job });
    const served = tools.serve({ origin: host, path: page.url.slice(host.length) });
    const work = workIn(served) as unknown as FrameSetWork;
    const openFrame = (index: number, from: string) =>
      tools.serve({ origin: from, path: (work.pages[index]?.url ?? '').slice(from.length) });
    return { ...tools, page, served, work, openFrame };
  }

  it('has a key, the URL of each frame, and the checks that it plays', () => {
    const { work } = setUpFrames();
    expect(work).toMatchObject({ concurrency: 3, pages: [{ checks: ['one'] }, { checks: ['two'] }] });
    expect(work.key).toMatch(/^[0-9a-f]{32}$/);
    expect(work.pages.map(({ url }) => new URL(url).origin)).toEqual([origin, other]);
  });

  it.each([true, false])(
    'opens one frame of an origin at a time, where a URL runs code: %s',
    (runsTargetCode) => {
      const { work, served, longest } = setUpFrames({ runsTargetCode });
      expect(work.oneOfAnOrigin).toBe(runsTargetCode);
      expect(served.headers?.['Content-Security-Policy']).toBeUndefined();
      expect(longest(work.key, host)).toBeGreaterThan(1e6);
    },
  );

  it('has frames without a key, each served once and to its origin alone', () => {
    const { openFrame, work } = setUpFrames();
    expect(openFrame(0, other).status).toBe(404);
    const framed = workIn(openFrame(0, origin));
    expect(framed).toEqual({ checks: [check('one')], concurrency: 1, parent: host });
    expect(JSON.stringify(framed)).not.toContain(work.key);
    expect(openFrame(0, origin).status).toBe(404);
  });

  it('confines the frame that runs code of a target, and only that', () => {
    const { openFrame } = setUpFrames();
    expect(openFrame(0, origin).headers?.['Content-Security-Policy']).toBeUndefined();
    expect(openFrame(1, other).headers?.['Content-Security-Policy']).toMatch(/^sandbox /);
  });

  it('reports for its frames, and ends for all', async () => {
    const { post, page, work, reports, problems } = setUpFrames();
    expect(post('outcomes', work.key, [report('one')], origin).status).toBe(404);
    post('outcomes', work.key, [report('one'), { check: 'two', problem: 'silent' }], host);
    expect(reports).toMatchObject([{ check: 'one' }]);
    expect(problems).toEqual([{ check: 'two', problem: 'silent' }]);
    post('end', work.key, {}, host);
    expect(await page.end).toEqual({});
  });

  it('invalidates the tickets of frames that were not opened when it is closed', () => {
    const { page, openFrame } = setUpFrames();
    page.close();
    expect(openFrame(1, other).status).toBe(404);
  });
});
