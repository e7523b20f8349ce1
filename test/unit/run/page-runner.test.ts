import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../../src/page/assets.ts';
import type { BrowserDriver, BrowserSession } from '../../../src/browsers/index.ts';
import type { PlayableCheck } from '../../../src/run/check-runner.ts';
import { startPageRunner } from '../../../src/run/page-runner.ts';
import { createPageHost } from '../../../src/page/pages.ts';
import type { FrameSetWork, PageWork } from '../../../src/page/work.ts';
import type { Client } from '../../../src/scenarios/scenario.ts';
import type { RecordingProxy } from '../../../src/proxy/index.ts';

const app = 'https://app.example.com';
let named = 0;

function check(owner: string | null, client: Client, origin = app): PlayableCheck {
  const target = {
    origin: owner ?? 'https://implementation.example.test',
    cookieName: 'session',
    ...(owner === null ? {} : { owner }),
  };
  const request = {
    url: `${target.origin}/`,
    method: 'GET',
    headers: [],
    client,
    mode: 'cors',
    credentials: 'omit',
    redirect: 'follow',
    cache: 'default',
    uploadListener: false,
  } as const;
  return { id: `check-${(named += 1)}`, origin, target, steps: [{ waitMs: 0, request }] };
}

interface OpenedPage {
  readonly origin: string;
  /** The how manyth browser. */
  readonly browser: number;
  readonly checks: readonly string[];
  readonly confined: boolean;
  /** How many checks each of its frames has. */
  readonly frames: readonly number[];
  readonly confinedFrames: number;
  reused?: boolean;
}

/** What is not as usual: browsers that do not start, and checks that have no outcome in a frame. */
interface Exceptions {
  readonly failing?: readonly number[];
  readonly silentInFrames?: readonly string[];
}

/** Plays checks in browsers whose pages report each check at once, and gives the pages that were opened. */
async function play(
  checks: readonly PlayableCheck[],
  { failing = [], silentInFrames = [] }: Exceptions = {},
) {
  const host = createPageHost(pageAssets());
  const pages: OpenedPage[] = [];
  const forgotten: string[] = [];
  let browsers = 0;
  const workAt = (address: string) => {
    const { origin, pathname, search } = new URL(address);
    const served = host.serve({ origin, method: 'GET', path: pathname + search, headers: [], body: '' });
    const json = /id="corspec-work">(.*?)<\/script>/s.exec(String(served.body))?.[1] ?? '';
    return { origin, served, work: JSON.parse(json) as { readonly key: string } & (PageWork | FrameSetWork) };
  };
  const open = (browser: number, address: string): OpenedPage => {
    const { origin, served, work } = workAt(address);
    const opened = 'pages' in work ? work.pages.map(({ url }) => workAt(url)) : [];
    const framed = opened.map((each) => each.work as PageWork);
    const played = 'checks' in work ? work.checks : framed.flatMap((each) => each.checks);
    const post = (name: string, message: unknown) =>
      host.serve({
        origin,
        method: 'PUT',
        path: `/.corspec/${name}`,
        headers: [['Corspec-Key', work.key]],
        body: JSON.stringify(message),
      });
    const steps = [{ kind: 'error', name: 'TypeError', message: '' }];
    const heard = played.filter(({ id }) => framed.length === 0 || !silentInFrames.includes(id));
    post('outcomes', heard.map((each) => ({ check: each.id, outcome: { steps }, durationMs: 1 }))); // prettier-ignore
    post('end', {});
    const isConfined = ({ headers }: typeof served) => headers?.['Content-Security-Policy'] !== undefined;
    const confined = isConfined(served);
    const confinedFrames = opened.filter((each) => isConfined(each.served)).length;
    const frames = framed.map((each) => each.checks.length);
    return { origin, browser, checks: played.map((each) => each.id), confined, frames, confinedFrames };
  };
  const start = (): Promise<BrowserSession> => {
    const browser = (browsers += 1);
    if (failing.includes(browser)) return Promise.reject(new Error('no display'));
    return Promise.resolve({
      id: 'chromium',
      name: 'Fake',
      version: '1',
      driver: 'fake',
      lost: () => null,
      ended: new Promise<string>(() => {}),
      setCookie: () => Promise.resolve(),
      close: () => Promise.resolve(),
      open(url) {
        const page = open(browser, url);
        pages.push(page);
        return Promise.resolve({
          closedBy: new Promise<string>(() => {}),
          close({ reuse } = { reuse: true }) {
            page.reused = reuse;
            return Promise.resolve();
          },
        });
      },
    });
  };
  const engine = await startPageRunner({
    driver: { id: 'chromium', title: 'Fake', start } as unknown as BrowserDriver,
    proxy: {
      port: 0,
      certificateFingerprint: '',
      addPages: () => undefined,
      take: (id: string) => Promise.resolve(forgotten.push(id)),
    } as unknown as RecordingProxy,
    host,
    timeoutMs: 1000,
    jobs: 6,
    tabsOnly: false,
    signal: new AbortController().signal,
  });
  const told: string[] = [];
  const problems: string[] = [];
  await engine.play(checks, {
    signal: new AbortController().signal,
    onReport: ({ id: name }) => told.push(name),
    onProblem: (_, problem) => problems.push(problem),
  });
  await engine.close();
  return { pages, browsers, told, problems, forgotten };
}

function names(checks: readonly PlayableCheck[]): readonly string[] {
  return checks.map((each) => each.id);
}

describe('the pages that are opened', () => {
  it('are one for each origin, where nothing but implementations is tested', async () => {
    const checks = [check(null, 'fetch'), check(null, 'xhr'), check(null, 'img', 'https://b.example'), check(null, 'style')]; // prettier-ignore
    const { pages, browsers, told } = await play(checks);
    expect(pages.map((page) => page.checks.length)).toEqual([3, 1]);
    expect(browsers).toBe(1);
    expect(told.toSorted()).toEqual(names(checks).toSorted());
  });

  it('are one more for each check that runs code of a target, and that one has nothing else', async () => {
    const code = [check(null, 'script'), check(null, 'module'), check(null, 'jsonp')];
    const others = [check(null, 'fetch'), check(null, 'event-source'), check(null, 'font')];
    const { pages, browsers } = await play([...code, ...others]);
    expect(pages.map((page) => [page.checks.length, page.frames])).toEqual([
      [3, []],
      [3, [1, 1, 1]],
    ]);
    expect(pages.map((page) => [page.confined, page.confinedFrames])).toEqual([
      [false, 0],
      [false, 3],
    ]);
    expect(browsers).toBe(1);
    expect(pages.every(({ reused }) => reused)).toBe(true);
  });

  it('never have checks of a URL and of another target', async () => {
    const [a, b, c] = [check('https://a.test', 'fetch'), check('https://b.test', 'fetch'), check(null, 'fetch')]; // prettier-ignore
    const { pages } = await play([a, b, c, check('https://a.test', 'xhr')]);
    expect(pages.map((page) => page.checks.length).toSorted()).toEqual([1, 1, 2]);
  });
});

describe('a frame', () => {
  const more = (change: object): PlayableCheck => {
    const made = check(null, 'fetch', 'https://more.test');
    return {
      ...made,
      steps: made.steps.map((step) => ({ ...step, request: { ...step.request, ...change } })),
    };
  };

  it('plays what needs no tab, several origins in one tab', async () => {
    const origins = ['https://a.test', 'https://b.test', 'https://c.test'];
    const checks = origins.flatMap((origin) => [
      check(null, 'fetch', origin),
      check(null, 'axios-xhr', origin),
    ]);
    const { pages, told } = await play(checks);
    expect(pages.map(({ frames }) => frames)).toEqual([[2, 2, 2]]);
    expect(told.toSorted()).toEqual(names(checks).toSorted());
  });

  it('is in a tab of one scheme, because a page over http is mixed content in one over https', async () => {
    const origins = ['https://a.test', 'http://b.test', 'https://c.test', 'http://d.test'];
    const { pages } = await play(origins.map((origin) => check(null, 'fetch', origin)));
    expect(pages.map(({ origin, frames }) => [origin, frames])).toEqual([
      ['https://frames.corspec.invalid', [1, 1]],
      ['http://frames.corspec.invalid', [1, 1]],
    ]);
  });

  it('is in a tab of one owner', async () => {
    const checks = ['https://a.test', 'https://b.test'].flatMap((owner) => [
      check(owner, 'fetch'),
      check(owner, 'fetch', 'https://x.test'),
    ]);
    const { pages } = await play(checks);
    expect(pages.map((page) => page.checks.length)).toEqual([2, 2]);
    expect(pages.map(({ frames }) => frames)).toEqual([[1, 1], [1, 1]]); // prettier-ignore
  });

  it.each([
    ['an element', check(null, 'img', 'https://more.test')],
    ['a single page over http', check(null, 'fetch', 'http://more.test')],
    ['a page of the target itself', check(null, 'fetch', 'https://implementation.example.test')],
    ['a frame', more({ frame: 'sandbox' })],
    ['the HTTP cache', more({ cache: 'force-cache' })],
    ['a mode without CORS', more({ mode: 'no-cors' })],
    ['a host name of its own', { ...more({}), alias: 'https://own.test' }],
    ['the console', { ...more({}), awaitsConsole: true }],
  ])('does not play %s', async (_, special) => {
    const { pages } = await play([special, check(null, 'fetch', 'https://a.test'), check(null, 'fetch', 'https://b.test')]); // prettier-ignore
    expect(pages.map(({ frames }) => frames)).toHaveLength(2);
    expect(pages.find(({ frames }) => frames.length === 0)?.checks).toEqual([special.id]);
    expect(pages.find(({ frames }) => frames.length > 0)?.frames).toEqual([1, 1]);
  });
});

describe('code of the server behind a URL', () => {
  it('runs last, in the same browser where it is the only one, and its tabs are used no more', async () => {
    const code = check('https://a.test', 'script');
    const { pages, browsers } = await play([code, check('https://a.test', 'fetch'), check(null, 'script')]);
    expect(pages.at(-1)).toMatchObject({ checks: [code.id], reused: false });
    expect([browsers, pages.length]).toEqual([1, 3]);
  });

  it('runs in a browser in which no code of another has run, and nothing of another comes after it', async () => {
    const targets = ['https://a.test', 'https://b.test', 'https://c.test'];
    const checks = targets.flatMap((owner) => [check(owner, 'script'), check(owner, 'module'), check(owner, 'fetch')]); // prettier-ignore
    const { pages, browsers, told } = await play(checks);
    const owners = new Map(checks.map((each) => [each.id, each.target.owner]));
    const ownersIn = (browser: number) =>
      new Set(pages.filter((page) => page.browser === browser && page.confinedFrames > 0).map((page) => owners.get(page.checks[0] ?? ''))); // prettier-ignore
    expect([1, 2, 3].map((browser) => ownersIn(browser).size)).toEqual([1, 1, 1]);
    expect(pages.slice(0, 3).map(({ confinedFrames }) => confinedFrames)).toEqual([0, 0, 0]);
    expect(pages.slice(3).map(({ frames, confinedFrames }) => [frames, confinedFrames])).toEqual([[[1, 1], 2], [[1, 1], 2], [[1, 1], 2]]); // prettier-ignore
    expect(pages.slice(3).every(({ reused }) => reused === false)).toBe(true);
    expect([browsers, pages.length, told.length]).toEqual([3, 6, 9]);
  });

  it('is played again in a tab of its own, where it has no outcome in a frame', async () => {
    const [a, b, c] = [check('https://a.test', 'script'), check('https://a.test', 'module'), check('https://a.test', 'jsonp')]; // prettier-ignore
    const { pages, told, problems, forgotten } = await play([a, b, c], { silentInFrames: [b.id] });
    expect(pages.map((page) => [page.checks, page.confined, page.confinedFrames])).toEqual([
      [names([a, b, c]), false, 3],
      [names([b]), true, 0],
    ]);
    expect(told.toSorted()).toEqual(names([a, b, c]).toSorted());
    expect([problems, forgotten]).toEqual([[], [b.id]]);
  });

  it('costs its own checks alone where that browser does not start', async () => {
    const [a, b, c] = [check('https://a.test', 'script'), check('https://b.test', 'script'), check('https://c.test', 'script')]; // prettier-ignore
    const { told, problems } = await play([a, b, c], { failing: [2] });
    expect(told).toEqual(names([a, c]));
    expect(problems).toEqual(['The browser could not be restarted: no display']);
  });
});
