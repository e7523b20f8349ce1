import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Result, Results } from '../../src/results/results.ts';
import { freePort } from '../free-port.ts';
import { need } from '../requirements.ts';
import { corspec, type Ended, resultsOf, startCorspec, untilEnded } from './command.ts';
import {
  type RemoteEnd,
  startChromeDriver,
  startLaunchServer,
  startPlaywrightServer,
  startWebKitWebDriver,
} from './support/remote-ends.ts';

/** A selection with preflights, the preflight cache, cookies, redirects, embedded resources and the console. */
const selection = [
  ...['run', 'reference', '--policy', 'credentialed'],
  ...[
    'simple/*',
    'preflight/put-*',
    'max-age/remembered*',
    'credentials/get*',
    'embeds/event-source*',
    'caching/*',
    'console/*',
  ].flatMap((id) => ['--scenario', id]),
];

/** What one check says, without what depends on the time or on random ids. */
function verdictOf({ status, level, wire, step, deviations, message }: Result) {
  return {
    ...{ status, level, wire, step },
    deviations: deviations.map(({ id }) => id),
    ...(status === 'not-applicable' && { message }),
  };
}

function verdicts({ results }: Results) {
  return new Map(
    results.map((result) => [`${result.policy} ${result.scenario} ${result.browser}`, verdictOf(result)]),
  );
}

/** The checks that a remote browser skips, with the reason: in the local one they run. */
function skippedThere(local: Results, remote: Results) {
  const before = verdicts(local);
  return [...verdicts(remote)].flatMap(([key, { status, message }]) =>
    status === 'not-applicable' && before.get(key)?.status !== 'not-applicable' ? [{ key, message }] : [],
  );
}

/** Equal check by check, but for those that are skipped. */
function expectEqual(local: Results, remote: Results): readonly (string | undefined)[] {
  const skipped = skippedThere(local, remote);
  const keys = new Set(skipped.map(({ key }) => key));
  const rest = (results: Results) => [...verdicts(results)].filter(([key]) => !keys.has(key));
  expect(rest(remote)).toEqual(rest(local));
  expect(remote.results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(20);
  return [...new Set(skipped.map(({ message }) => message))];
}

async function started(start: () => Promise<RemoteEnd>): Promise<string> {
  const { url, kill } = await start();
  onTestFinished(kill);
  return url;
}

function run(...words: readonly string[]): Promise<Ended> {
  return corspec(...selection, ...words, '--reporter', 'json=-');
}

const { missing: noChromium } = await need('chromium');
const { missing: noWebkit } = await need('webkit');
const { missing: noChromeDriver } = await need('chromedriver');

describe.skipIf(noChromium)('a Chromium of a Playwright server', () => {
  let local: Results;
  beforeAll(async () => {
    local = resultsOf(await run('--browser', 'chromium'));
  });

  it('gives the results of the local one, all its connections through the one to the server', async () => {
    const url = await started(startPlaywrightServer);
    const ended = await run('--connect', `chromium=${url}`);
    const remote = resultsOf(ended);
    expect(expectEqual(local, remote)).toEqual([
      expect.stringContaining('a context of a Playwright server ignores certificate errors'),
    ]);
    expect(remote.browsers).toEqual([
      expect.objectContaining({
        version: local.browsers[0]?.version,
        driver: expect.stringMatching(/^playwright .*, remote$/),
      }),
    ]);
    expect(ended.status, ended.stderr).toBe(0);
  });

  it('gives the same with launchServer, whose browser reaches the proxy itself', async () => {
    const url = await started(startLaunchServer);
    const remote = resultsOf(await run('--connect', `chromium=${url}`));
    expect(expectEqual(local, remote)).toHaveLength(1);
  });

  it('leaves errors and what was done, and no failures, when the server ends in the middle', async () => {
    const server = await startPlaywrightServer();
    onTestFinished(server.kill);
    const child = startCorspec([
      ...['compare', 'reference', '--connect', `chromium=${server.url}`],
      ...['--jobs', '2', '--gate', '--reporter', 'json=-'],
    ]);
    const ending = untilEnded(child);
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        if (isUnderWay(String(chunk))) resolve();
      });
    });
    await server.kill();
    const ended = await ending;
    const { results } = resultsOf(ended);
    const count = (status: string) => results.filter((one) => one.status === status).length;
    expect(count('pass')).toBeGreaterThan(0);
    expect(count('error')).toBeGreaterThan(0);
    const lost = results.find(({ status }) => status === 'error');
    expect(lost?.message).toContain('the connection to the Playwright server has ended');
    expect(count('fail')).toBe(0);
    expect(ended.status).toBe(3);
  });
});

/** Progress comes every few seconds. */
function isUnderWay(text: string): boolean {
  const done = /(\d+)\/\d+ checks/.exec(text)?.[1];
  return done !== undefined && Number(done) > 0;
}

describe.each([
  ['webkit', noWebkit, startWebKitWebDriver, []],
  ['chromium', noChromium ?? noChromeDriver, startChromeDriver, ['WebDriver does not expose the console']],
] as const)('a remote %s', (engine, missing, start, reasons) => {
  it.skipIf(missing)('gives the results of the local one over WebDriver', async () => {
    const local = resultsOf(await run('--browser', engine));
    const url = await started(start);
    const remote = resultsOf(await run('--webdriver', `${engine}=${url}`));
    expect(expectEqual(local, remote)).toEqual(reasons.map((reason) => expect.stringContaining(reason)));
    expect(remote.browsers[0]).toMatchObject({
      version: local.browsers[0]?.version,
      driver: expect.stringMatching(/^WebDriver.*, remote$/),
    });
  });
});

describe('a server that cannot be used', () => {
  const tried = (...words: readonly string[]) =>
    corspec('run', 'reference', '--policy', 'public', '--scenario', 'simple/get-allowed', ...words);

  /** An HTTP server that answers everything with this status and text. */
  async function answering(status: number, text: string): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(status).end(text));
    server.on('upgrade', (_request, socket) =>
      socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: ${text.length}\r\n\r\n${text}`),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is named with the reason where nothing listens', async () => {
    const playwright = await tried('--connect', 'chromium=ws://127.0.0.1:1/');
    expect(playwright.stderr).toContain(
      'The Playwright server ws://127.0.0.1:1 could not be reached: connection refused',
    );
    const port = await freePort();
    const webdriver = await tried('--webdriver', `firefox=http://127.0.0.1:${port}`);
    expect(webdriver.stderr).toContain(
      `The WebDriver server http://127.0.0.1:${port} could not be reached: connection refused`,
    );
    expect([playwright.status, webdriver.status]).toEqual([3, 3]);
  });

  it('is named with what it answers where it is another server', async () => {
    const host = await answering(404, 'nothing here');
    const playwright = await tried('--connect', `chromium=ws://${host}/?token=secret`);
    expect(playwright.stderr).toContain(
      `The Playwright server ws://${host} is not there: it answers with status 404.`,
    );
    expect(playwright.stderr).not.toContain('secret');
    const webdriver = await tried('--webdriver', `firefox=http://${host}`);
    expect(webdriver.stderr).toContain(
      `The WebDriver server http://${host} is not one: it answers with status 404.`,
    );
    expect([playwright.status, webdriver.status]).toEqual([3, 3]);
  });

  it('is named with both versions where Playwright is of another minor version', async () => {
    const host = await answering(
      428,
      'Playwright version mismatch:\n  - server version: v1.40\n  - client version: v1.64',
    );
    const ended = await tried('--connect', `chromium=ws://${host}/`);
    expect(ended.stderr).toMatch(
      /has version 1\.40, and corspec uses Playwright 1\.\d+\.\d+: both must be of the same minor version/,
    );
    expect(ended.status).toBe(3);
  });

  it.skipIf(noWebkit)('is named with the browser that it does not have', async () => {
    const url = await started(startWebKitWebDriver);
    const ended = await tried('--webdriver', `firefox=${url}`);
    expect(ended.stderr).toContain(`The WebDriver server ${url} did not start Firefox: `);
    expect(ended.status).toBe(3);
  });
});
