import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import type * as browsers from '../../src/browsers/index.ts';
import type * as pages from '../../src/page/pages.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation, startImplementation } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';
import { startCorspec, untilEnded } from './command.ts';
import { type Forwarder, startForwarder } from './support/forwarder.ts';

/**
 * What a run does must not grow, because it is what a run costs: opening pages, messages, connections and requests. Times are not
 * asserted; `npm run bench` measures them.
 */
interface Counts {
  tabs: number;
  /** What pages of corspec request, by method and path without query. */
  served: Record<string, number>;
  /** TLS connections at the proxy: each is a CONNECT. */
  handshakes: number;
}

const { counts } = vi.hoisted((): { readonly counts: Counts } => ({
  counts: { tabs: 0, served: {}, handshakes: 0 },
}));

vi.mock('../../src/page/pages.ts', async (original) => {
  const { createPageHost } = await original<typeof pages>();
  return {
    createPageHost: (...options: Parameters<typeof createPageHost>) => {
      const host = createPageHost(...options);
      return {
        ...host,
        serve(request: Parameters<typeof host.serve>[0]) {
          const name = `${request.method} ${request.path.split('?')[0] ?? ''}`;
          counts.served[name] = (counts.served[name] ?? 0) + 1;
          return host.serve(request);
        },
      };
    },
  };
});

vi.mock('../../src/browsers/index.ts', async (original) => {
  const actual = await original<typeof browsers>();
  const counting = (driver: browsers.BrowserDriver): browsers.BrowserDriver => ({
    ...driver,
    async start(options) {
      const session = await driver.start(options);
      return {
        ...session,
        open(...page) {
          counts.tabs += 1;
          return session.open(...page);
        },
      };
    },
  });
  return {
    ...actual,
    findDriver(id: string) {
      const driver = actual.findDriver(id);
      return driver && counting(driver);
    },
  };
});

vi.mock('node:tls', async (original) => {
  const actual = await original<typeof tls>();
  class CountedSocket extends actual.TLSSocket {
    constructor(...options: ConstructorParameters<typeof actual.TLSSocket>) {
      super(...options);
      if (options[1]?.isServer === true) counts.handshakes += 1;
    }
  }
  return { ...actual, TLSSocket: CountedSocket };
});

let target: Forwarder;
let stop: () => Promise<void>;
beforeAll(async () => {
  const reference = await readImplementation(join(builtInServers, 'reference'));
  const running = await startImplementation(reference, { credentialed: policies.credentialed });
  const state = running.policies.get('credentialed');
  if (state?.status !== 'ready') throw new Error('The reference does not support the policy credentialed.');
  target = await startForwarder(state.url);
  stop = async () => {
    await target.close();
    await running.stop();
  };
});
afterAll(() => stop());

const { missing } = await need('chromium');

/**
 * The figures of today, with what differs from run to run. A change that lowers one lowers the bound; a new scenario raises them by what
 * it needs itself, and nothing else does.
 */
describe('a run of all scenarios without waits', () => {
  it.skipIf(missing)('opens no more pages and connections in Chromium than before', async () => {
    const checks = await play('chromium');
    expect(checks).toBeGreaterThanOrEqual(500);

    // Exact: the plan decides it. Two hold frames, one of them with code of the target. Eight are of origins with checks that
    // `playsInFrame` excludes: five foreign origins, two of the target, and one for cookies that ports share.
    expectAtMost(counts.tabs, 10);
    // Exact: one document for each page, in tabs and in frames, and the three that hold the frames.
    expectAtMost(
      served((name) => /^GET .*\/(page|frame-set)$/.test(name)),
      64,
    );
    // Documents of frames of scenarios, axios, workers, blank pages: about 26, as a script may be in the cache when it is needed again.
    expectAtMost(
      served((name) => name.startsWith('GET ') && !/\/(page|frame-set)$/.test(name)),
      28,
    );
    // Pages send outcomes as they come, more at a time later on: about 40, on a busy machine 70.
    expectAtMost(
      served((name) => !name.startsWith('GET ')),
      90,
    );
    // One for each origin of a page, and those that the browser opens because others are busy: 47 to 57.
    expectAtMost(counts.handshakes, 64);

    // Exact, with preflights: the scenarios decide it.
    expectAtMost(target.requests(), 569);
    // Of corspec itself: the contract check, raw requests, and the count of writes after each check that needs it.
    expectAtMost(target.otherRequests(), 718);
  });

  it('loads no more modules for the model than before', async () => {
    const modules = await modulesOf(
      'run',
      target.url,
      '--routes',
      'standard',
      '--policy',
      'credentialed',
      '--browser',
      'model',
    );
    // 107: the build makes few files of many modules, and cuts what several commands share into some more; each command adds a few cuts.
    expectAtMost(modules.length, 108);
  });
});

/** A count of nothing would be a count that does not work. */
function expectAtMost(count: number, bound: number): void {
  expect.soft(count).toBeGreaterThan(0);
  expect.soft(count).toBeLessThanOrEqual(bound);
}

function served(isCounted: (name: string) => boolean): number {
  return Object.entries(counts.served).reduce((sum, [name, times]) => sum + (isCounted(name) ? times : 0), 0);
}

/** The files that the process of a command loads, as its V8 lists them for coverage. */
async function modulesOf(...words: readonly string[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-test-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const { status, stderr } = await untilEnded(startCorspec(words, env));
    expect(status, stderr).toBe(0);
    const processes = await Promise.all(
      (await readdir(folder)).map(async (name) => {
        const { result } = JSON.parse(await readFile(join(folder, name), 'utf8')) as Coverage;
        return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
      }),
    );
    // Helpers that corspec starts inherit the variable, and load little.
    return processes.toSorted((one, other) => other.length - one.length)[0] ?? [];
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** Returns the number of checks, which all pass. */
async function play(browser: string): Promise<number> {
  const { results } = await run(
    {
      targets: [
        { kind: 'url', url: target.url, routes: 'standard', allowWrites: true, headers: [], insecure: false },
      ],
      policies: { credentialed: policies.credentialed },
      policyArguments: {},
      browsers: [browser],
      scenarios: suites
        .flatMap((suite) => suite.scenarios)
        .filter(({ steps = [] }) => steps.every(({ wait }) => wait === undefined)),
      timeoutMs: 10_000,
      jobs: 12,
      evidence: 'failures',
    },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  const played = results.filter(({ status }) => status !== 'not-applicable');
  expect(played.filter(({ status }) => status === 'fail' || status === 'error')).toEqual([]);
  return played.length;
}
