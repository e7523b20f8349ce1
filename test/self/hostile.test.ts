import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reporters } from '../../reports/index.ts';
import { verdictOf } from '../../src/results/index.ts';
import { run } from '../../src/run/index.ts';
import type { Result, Results } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';
import { printed } from '../unit/reports/printed.ts';
import { page } from './hostile/answers.ts';
import { kinds } from './hostile/kinds.ts';
import { type HostileServers, startHostileServers } from './hostile/serve.ts';

/** In the order of the letters in the table. */
const wanted = ['simple/get-allowed', 'simple/head-allowed', 'preflight/put-allowed'];
const scenarios = suites.flatMap((suite) => suite.scenarios).filter(({ id }) => wanted.includes(id));
const policy = { origins: [page], methods: ['GET', 'HEAD', 'PUT'] };

/** Far beyond what a run takes, and far below what one takes that waits or keeps without bound. */
const mostSeconds = 170;
const mostBytes = 1024 * 1024 * 1024;

let servers: HostileServers;

beforeAll(async () => {
  servers = await startHostileServers(kinds);
});
afterAll(() => {
  servers.close();
});

async function play(browser: string): Promise<Results> {
  return run(
    {
      targets: kinds.map(({ id }) => ({
        kind: 'url',
        url: servers.urlOf(id),
        routes: {},
        allowWrites: true,
        headers: [],
        insecure: false,
      })),
      policies: { policy },
      policyArguments: {},
      browsers: [browser],
      scenarios,
      timeoutMs: 1500,
      jobs: 24,
      evidence: 'all',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
}

/** Exit status and statuses, as the table has them. */
function cameOf(results: Results, url: string): string {
  const own = results.results.filter(({ target }) => target === url);
  const targets = results.targets.filter(({ id }) => id === url);
  const letters = wanted.map((id) => own.find(({ scenario }) => scenario === id)?.status.charAt(0) ?? '-');
  return `${verdictOf({ ...results, results: own, targets }, { strict: false }).status} ${letters.join('')}`;
}

it('has 60 kinds and more, each of its own, and a cause for each that does not pass', () => {
  expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
  expect(kinds.length).toBeGreaterThanOrEqual(60);
  expect(kinds.filter(({ comes, cause }) => (comes === '0 ppp') !== (cause === null))).toEqual([]);
});

const noChromium = (await need('chromium')).missing !== null;

describe.each([
  { browser: 'model', isMissing: false },
  { browser: 'chromium', isMissing: noChromium },
] as const)('hostile targets in $browser', ({ browser, isMissing }) => {
  let results: Results;
  let seconds = 0;
  let bytes = 0;

  beforeAll(async () => {
    if (isMissing) return;
    const startedAt = performance.now();
    const sample = setInterval(() => (bytes = Math.max(bytes, process.memoryUsage().rss)), 50);
    try {
      results = await play(browser);
    } finally {
      clearInterval(sample);
    }
    seconds = (performance.now() - startedAt) / 1000;
  });

  it.skipIf(isMissing)('end within bounds of time and memory', () => {
    expect(seconds).toBeLessThan(mostSeconds);
    expect(bytes).toBeLessThan(mostBytes);
  });

  it.skipIf(isMissing)('make no browser connect to what is no target', () => {
    expect(servers.undeclaredConnections()).toBe(0);
  });

  it.skipIf(isMissing).each(reporters.map(({ id }) => id))('are harmless in the %s report', (id) => {
    const shown = printed(id, {
      results,
      scenarios,
      policies: { policy },
      mode: 'run',
      gate: { strict: false },
    });
    // The HTML report unpacks its data in the page: test/browser/html-report.test.ts.
    expect(shown).toContain(id === 'html' ? 'id="data"' : 'simple/get-allowed');
    expect(unsafeIn(shown, id)).toEqual([]);
  });

  it.skipIf(isMissing).each(kinds.map((kind) => [kind.id, kind] as const))('%s', (id, { comes, cause }) => {
    const url = servers.urlOf(id);
    const own = results.results.filter(({ target }) => target === url);
    const told = own.map(({ scenario, status, wire, message }: Result) => ({ scenario, status, wire, message })); // prettier-ignore
    const expected = typeof comes === 'string' ? comes : comes[browser];
    expect(cameOf(results, url), JSON.stringify(told, null, 1)).toMatch(new RegExp(`^${expected}$`));
    const troubled = own.filter(({ status }) => status !== 'pass');
    for (const { message } of troubled) expect(message).toMatch(cause ?? /there is no cause/);
  });
});

/** Characters that act in terminals and readers, or that XML forbids. In JSON, and in what HTML packs, they are data. */
function unsafeIn(text: string, id: string): readonly string[] {
  const pattern =
    id === 'json' || id === 'sarif'
      ? /[\u0000-\u0008\u000b-\u001f]/g // eslint-disable-line no-control-regex -- they are what is looked for
      : /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g; // eslint-disable-line no-control-regex -- as above
  const markup = id === 'html' || id === 'junit' ? (text.match(/<script>alert\(1\)/g) ?? []) : [];
  return [...new Set([...(text.match(pattern) ?? []), ...markup])];
}
