import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { originSpelling } from '../../../src/run/origin-spelling.ts';
import { urlTarget } from '../judge/check-facts.ts';

const origin = 'https://app.example.test';

/** Asks a server that gives back the origins of an expression. */
async function spellingAt(allowed: RegExp): Promise<unknown> {
  const server = createServer(({ headers }, response) => {
    const asked = headers.origin ?? '';
    if (allowed.test(asked)) response.setHeader('Access-Control-Allow-Origin', asked);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const target = urlTarget();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return originSpelling({ ...target, upstream: { ...target.upstream, url } }, origin, {
    timeoutMs: 5000,
    signal: new AbortController().signal,
  });
}

describe('the spelling of an origin that a server allows', () => {
  it.each([
    [/^https:\/\/app\.example\.test\/$/, { code: 'trailing-slash', origin, allowed: `${origin}/` }],
    [
      /^http:\/\/app\.example\.test$/,
      { code: 'origin-in-other-scheme', origin, allowed: 'http://app.example.test' },
    ],
    [/^https:\/\/other\.test$/, null],
  ])('%s', async (allowed, found) => {
    expect(await spellingAt(allowed)).toEqual(found);
  });

  it('is no cause where the server allows the origin as browsers send it, too', async () => {
    expect(await spellingAt(/app\.example\.test/)).toBeNull();
  });
});
