import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';
import { type Ended, resultsOf, startCorspec, untilEnded } from './command.ts';
import { setTrap, type Trap } from './support/left-behind.ts';

/** What is sent, one after the other. */
const ways = [['SIGINT'], ['SIGTERM'], ['SIGHUP'], ['SIGTERM', 'SIGTERM'], ['SIGKILL']] as const;

const missing = {
  chromium: (await need('chromium')).missing,
  firefox: (await need('firefox')).missing,
  webkit: (await need('webkit')).missing,
};

const survivor = join(packageRoot, 'test/fixtures/servers/survives');

let trap: Trap;
beforeEach(async () => {
  trap = await setTrap();
});
afterEach(() => trap.clean());

describe.skipIf((await need('proc')).missing)('nothing is left behind', () => {
  for (const browser of ['chromium', 'firefox', 'webkit'] as const) inBrowser(browser);

  it.each(ways.map((way) => [way] as const))('of a server that survives signals, after %j', async (way) => {
    let call: () => void = () => undefined;
    const called = new Promise<void>((resolve) => (call = resolve));
    const listener = await listen((_, response) => {
      call();
      response.end();
    });
    trap.env['CORSPEC_TEST_CALL'] = listener.url;
    const words = ['run', survivor, '--policy', 'public', '--browser', 'model', '--jobs', '1'];
    const ended = await interrupted([...words, '--reporter', 'json=-'], called, way);
    listener.server.close();
    await expectCleanEnd(ended, way);
  });
});

function inBrowser(browser: 'chromium' | 'firefox' | 'webkit') {
  describe.skipIf(missing[browser])(browser, () => {
    it.each(ways.map((way) => [way] as const))('after %j', async (way) => {
      let requests = 0;
      let enough: () => void = () => undefined;
      const called = new Promise<void>((resolve) => (enough = resolve));
      // The signal comes in the middle: after the twentieth request of a page.
      const { server, url } = await listen(({ headers }, response) => {
        if (headers['user-agent']?.startsWith('Mozilla/') === true && (requests += 1) === 20) enough();
        response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('{}');
      });
      const words = ['run', url, '--origin', '*', '--browser', browser, '--jobs', '1'];
      const ended = await interrupted([...words, '--reporter', 'json=-'], called, way);
      server.close();
      await expectCleanEnd(ended, way);
    });
  });
}

/** Starts corspec, sends the signals when `moment` comes, and waits for its end. */
async function interrupted(words: readonly string[], moment: Promise<void>, way: readonly NodeJS.Signals[]) {
  const corspec = startCorspec(words, trap.env);
  const ended = untilEnded(corspec);
  await Promise.race([moment, ended]);
  const [first, second] = way;
  const noticed = new Promise<void>((resolve) =>
    corspec.stderr?.on('data', (text: Buffer) => {
      if (text.includes('Interrupted')) resolve();
    }),
  );
  corspec.kill(first);
  // Two that come at once are one to the kernel.
  if (second !== undefined) {
    await Promise.race([noticed, ended]);
    corspec.kill(second);
  }
  return ended;
}

async function expectCleanEnd(ended: Ended, way: readonly string[]): Promise<void> {
  expect(ended.status, ended.stderr).toBe(way[0] === 'SIGKILL' ? null : 3);
  if (way.length === 1 && way[0] !== 'SIGKILL') {
    const { interrupted: wasInterrupted, results } = resultsOf(ended);
    expect(wasInterrupted).toBe(true);
    expect(results.some(({ status }) => status === 'pass' || status === 'fail')).toBe(true);
  }
  expect(await trap.leftBehind()).toEqual([]);
}

async function listen(answer: RequestListener): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}
