import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type PreparedTargets, prepareTargets } from '../../../src/targets/prepare-targets.ts';
import type { UrlTarget } from '../../../src/targets/target-request.ts';

/** A server that gives every request this status, prepared as the only target of a run; and the requests that it got. */
async function prepared(
  status: number,
  options: Partial<UrlTarget> = {},
): Promise<PreparedTargets & { readonly requests: readonly IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const target = {
    kind: 'url',
    url,
    routes: {},
    allowWrites: false,
    headers: [],
    insecure: false,
    ...options,
  } as const;
  const policies = { policy: { origins: ['https://app.example.com'] } };
  const targets = await prepareTargets(
    { targets: [target], policies, policyArguments: {}, scenarios: [], timeoutMs: 5000 },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  return { ...targets, requests };
}

it('sends one GET without Origin, with the headers of the target, to a path that does not exist', async () => {
  const { ready, summaries, requests } = await prepared(404, { headers: [['Authorization', 'Bearer x']] });
  expect(ready).toEqual([]);
  expect(summaries[0]?.policies).toEqual({
    policy: { status: 'error', reason: expect.stringContaining('is the path right?') },
  });
  expect(requests.map(({ method, headers }) => [method, headers.origin, headers.authorization])).toEqual([
    ['GET', undefined, 'Bearer x'],
  ]);
});

it('makes a target ready whose status is the expected one, without a note', async () => {
  const { ready, notes } = await prepared(404, { expectStatus: 404 });
  expect({ ready: ready.length, notes }).toEqual({ ready: 1, notes: [] });
});

it('notes what a target does not show to a request without authorization', async () => {
  const { ready, notes } = await prepared(401);
  expect(ready).toHaveLength(1);
  expect(notes).toEqual([{ target: ready[0]?.id, text: expect.stringContaining('--target-header') }]);
});

it('is asked with its cookies, and notes that browsers do not send them over plain http from another site', async () => {
  const { ready, notes, requests } = await prepared(200, { cookies: [['sid', 'abc']] });
  expect(requests[0]?.headers.cookie).toBe('sid=abc');
  expect(ready[0]).toMatchObject({ cookieName: 'sid', cookies: [['sid', 'abc']] });
  expect(notes).toEqual([
    { target: ready[0]?.id, text: expect.stringContaining('not from https://app.example.com') },
  ]);
});

it('asks no more than twelve URLs of one host at once', async () => {
  const waiting: (() => void)[] = [];
  let most = 0;
  const server = createServer((_, response) => {
    waiting.push(() => response.writeHead(404).end());
    most = Math.max(most, waiting.length);
    if (waiting.length === 12) for (const answer of waiting.splice(0)) answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const targets = Array.from({ length: 36 }, (_, index) => ({
    kind: 'url' as const,
    url: `${origin}/${index}`,
    routes: {},
    allowWrites: false,
    headers: [],
    insecure: false,
    tags: ['team'],
  }));
  const prepared = await prepareTargets(
    { targets, policies: { policy: {} }, policyArguments: {}, scenarios: [], timeoutMs: 5000 },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  expect(most).toBe(12);
  expect(prepared.summaries.map(({ url }) => url)).toEqual(targets.map(({ url }) => url));
  expect(prepared.summaries[0]?.tags).toEqual(['team']);
});
