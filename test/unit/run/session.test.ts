import { expect, it } from 'vitest';
import { type Session, withSession } from '../../../src/run/session.ts';
import { reachable } from '../proxy/reachable.ts';

function options(signal: AbortSignal = new AbortController().signal) {
  const limits = { timeoutMs: 1000, jobs: 1 };
  return { browsers: ['model'], limits, signal, interrupted: 'Interrupted.' };
}

it('stops what it keeps while the proxy still listens, and the proxy after that', async () => {
  const during: boolean[] = [];
  const port = await withSession(options(), async ({ proxy, keep, startRunner }) => {
    await startRunner('model');
    await keep(Promise.resolve('server'), async () => during.push(await reachable(proxy.port)));
    return proxy.port;
  });
  expect(during).toEqual([true]);
  expect(await reachable(port)).toBe(false);
});

it('waits for what is being started when the work fails, and stops that too', async () => {
  const stopped: string[] = [];
  let start: (name: string) => void = () => undefined;
  const starting = new Promise<string>((resolve) => (start = resolve));
  const work = async ({ keep }: Session) => {
    void keep(starting, async (name) => stopped.push(name));
    setImmediate(() => start('late'));
    throw new Error('the work failed');
  };
  await expect(withSession(options(), work)).rejects.toThrow('the work failed');
  expect(stopped).toEqual(['late']);
});

it('says that it was interrupted, whatever failed because of that', async () => {
  const interrupt = new AbortController();
  const work = () => {
    interrupt.abort();
    return Promise.reject(new Error('the browser ended'));
  };
  await expect(withSession(options(interrupt.signal), work)).rejects.toThrow('Interrupted.');
});

it('starts nothing when a browser is unknown', async () => {
  const work = () => expect.unreachable('there is no work without the browser');
  await expect(withSession({ ...options(), browsers: ['lynx'] }, work)).rejects.toThrow(
    'Unknown browser: lynx',
  );
});
