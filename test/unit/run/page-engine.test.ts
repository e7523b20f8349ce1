import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../../src/page/assets.ts';
import type { BrowserDriver, BrowserSession } from '../../../src/browsers/index.ts';
import type { PlayableCell } from '../../../src/run/engine.ts';
import { startPageEngine } from '../../../src/run/page-engine.ts';
import { createPageHost } from '../../../src/page/pages.ts';
import type { PageWork } from '../../../src/page/work.ts';
import type { Client } from '../../../src/scenarios/scenario.ts';
import type { Wire } from '../../../src/proxy/index.ts';

const app = 'https://app.example.com';
let named = 0;

function cell(owner: string | null, client: Client, origin = app): PlayableCell {
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
  return { cell: `cell-${(named += 1)}`, origin, target, steps: [{ waitMs: 0, request }] };
}

interface OpenedPage {
  /** The how manyth browser. */
  readonly browser: number;
  readonly cells: readonly string[];
  readonly confined: boolean;
  reused?: boolean;
}

/** Plays cells in browsers whose pages report each cell at once, and gives the pages that were opened. */
async function play(cells: readonly PlayableCell[], failing: readonly number[] = []) {
  const host = createPageHost(pageAssets());
  const pages: OpenedPage[] = [];
  let browsers = 0;
  const open = (browser: number, address: string): OpenedPage => {
    const { origin, pathname, search } = new URL(address);
    const served = host.serve({ origin, method: 'GET', path: pathname + search, headers: [], body: '' });
    const json = /id="corspec-work">(.*?)<\/script>/s.exec(String(served.body))?.[1] ?? '';
    const work = JSON.parse(json) as PageWork;
    const post = (name: string, message: unknown) =>
      host.serve({
        origin,
        method: 'POST',
        path: `/.corspec/${name}`,
        headers: [['Corspec-Key', work.key]],
        body: JSON.stringify(message),
      });
    const steps = [{ kind: 'error', name: 'TypeError', message: '' }];
    post('outcomes', work.cells.map((each) => ({ cell: each.cell, outcome: { steps }, durationMs: 1 }))); // prettier-ignore
    post('end', {});
    const confined = served.headers?.['Content-Security-Policy'] !== undefined;
    return { browser, cells: work.cells.map((each) => each.cell), confined };
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
  const engine = await startPageEngine({
    driver: { id: 'chromium', title: 'Fake', start } as unknown as BrowserDriver,
    wire: { port: 0, certificateFingerprint: '' } as Wire,
    host,
    timeoutMs: 1000,
    jobs: 6,
    signal: new AbortController().signal,
  });
  const told: string[] = [];
  const problems: string[] = [];
  await engine.play(cells, {
    signal: new AbortController().signal,
    onReport: ({ cell: name }) => told.push(name),
    onProblem: (_, problem) => problems.push(problem),
  });
  await engine.close();
  return { pages, browsers, told, problems };
}

function names(cells: readonly PlayableCell[]): readonly string[] {
  return cells.map((each) => each.cell);
}

describe('the pages that are opened', () => {
  it('are one for each origin, where nothing but implementations is tested', async () => {
    const cells = [cell(null, 'fetch'), cell(null, 'xhr'), cell(null, 'img', 'https://b.example'), cell(null, 'style')]; // prettier-ignore
    const { pages, browsers, told } = await play(cells);
    expect(pages.map((page) => page.cells.length)).toEqual([3, 1]);
    expect(browsers).toBe(1);
    expect(told.toSorted()).toEqual(names(cells).toSorted());
  });

  it('are one more for each cell that runs code of a target, and that one has nothing else', async () => {
    const code = [cell(null, 'script'), cell(null, 'module'), cell(null, 'jsonp')];
    const others = [cell(null, 'fetch'), cell(null, 'event-source'), cell(null, 'font')];
    const { pages, browsers } = await play([...code, ...others]);
    expect(pages.filter(({ confined }) => confined).map((page) => page.cells)).toEqual(
      code.map((each) => [each.cell]),
    );
    expect(pages).toHaveLength(4);
    expect(browsers).toBe(1);
    expect(pages.every(({ reused }) => reused)).toBe(true);
  });

  it('never have cells of a URL and of another target', async () => {
    const [a, b, c] = [cell('https://a.test', 'fetch'), cell('https://b.test', 'fetch'), cell(null, 'fetch')]; // prettier-ignore
    const { pages } = await play([a, b, c, cell('https://a.test', 'xhr')]);
    expect(pages.map((page) => page.cells.length).toSorted()).toEqual([1, 1, 2]);
  });
});

describe('code of the server behind a URL', () => {
  it('runs last, in the same browser where it is the only one, and its tabs are used no more', async () => {
    const code = cell('https://a.test', 'script');
    const { pages, browsers } = await play([code, cell('https://a.test', 'fetch'), cell(null, 'script')]);
    expect(pages.at(-1)).toMatchObject({ cells: [code.cell], reused: false });
    expect([browsers, pages.length]).toEqual([1, 3]);
  });

  it('runs in a browser in which no code of another has run, and nothing of another comes after it', async () => {
    const targets = ['https://a.test', 'https://b.test', 'https://c.test'];
    const cells = targets.flatMap((owner) => [cell(owner, 'script'), cell(owner, 'module'), cell(owner, 'fetch')]); // prettier-ignore
    const { pages, browsers, told } = await play(cells);
    const owners = new Map(cells.map((each) => [each.cell, each.target.owner]));
    const ownersIn = (browser: number) =>
      new Set(pages.filter((page) => page.browser === browser && page.confined).map((page) => owners.get(page.cells[0] ?? ''))); // prettier-ignore
    expect([1, 2, 3].map((browser) => ownersIn(browser).size)).toEqual([1, 1, 1]);
    expect(pages.findLastIndex(({ confined }) => !confined)).toBe(2);
    expect([browsers, pages.length, told.length]).toEqual([3, 9, 9]);
  });

  it('costs its own cells alone where that browser does not start', async () => {
    const [a, b, c] = [cell('https://a.test', 'script'), cell('https://b.test', 'script'), cell('https://c.test', 'script')]; // prettier-ignore
    const { told, problems } = await play([a, b, c], [2]);
    expect(told).toEqual(names([a, c]));
    expect(problems).toEqual(['The browser did not start again: no display']);
  });
});
