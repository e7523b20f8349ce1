import { expect, it } from 'vitest';
import type { BrowserSession } from '../../../src/browsers/index.ts';
import { reuseBrowser } from '../../../src/run/browser-keeper.ts';

/** Browsers that log what is done with them. */
function browsers({ hasCookieStore = true } = {}) {
  const log: string[] = [];
  let count = 0;
  const ends: ((why: string) => void)[] = [];
  const start = (): BrowserSession => {
    const number = (count += 1);
    log.push(`start ${number}`);
    const did = (what: string) => {
      log.push(`${what} ${number}`);
      return Promise.resolve();
    };
    return {
      id: 'chromium',
      name: 'Fake',
      version: '1',
      driver: 'fake',
      lost: () => null,
      ended: new Promise<string>((resolve) => ends.push(resolve)),
      open: () => Promise.reject(new Error('not opened here')),
      setCookie: () => Promise.resolve(),
      ...(hasCookieStore && { clearCookies: () => did('clear') }),
      close: () => did('close'),
    };
  };
  const kept = reuseBrowser(start(), () => Promise.resolve(start()));
  return { kept, log, crash: () => ends.at(-1)?.('it crashed') };
}

it('a browser that played no code of an owner is kept, without its cookies', async () => {
  const { kept, log } = browsers();
  await kept.sessionFor(null);
  await kept.renew();
  await kept.sessionFor(null);
  expect(log).toEqual(['start 1', 'clear 1']);
});

it('a browser in which code of an owner has run is replaced', async () => {
  const { kept, log } = browsers();
  await kept.sessionFor('https://api.example.com');
  await kept.renew();
  await kept.sessionFor(null);
  expect(log).toEqual(['start 1', 'close 1', 'start 2']);
});

it('a browser whose cookies cannot be removed is replaced', async () => {
  const { kept, log } = browsers({ hasCookieStore: false });
  await kept.sessionFor(null);
  await kept.renew();
  expect(log).toEqual(['start 1', 'close 1', 'start 2']);
});

it('a browser that has exited is replaced', async () => {
  const { kept, log, crash } = browsers();
  await kept.sessionFor(null);
  crash();
  await new Promise(setImmediate);
  await kept.renew();
  expect(log).toEqual(['start 1', 'close 1', 'start 2']);
});
