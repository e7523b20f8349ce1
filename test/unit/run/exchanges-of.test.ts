import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/results/exchange.ts';
import type { StepOutcome } from '../../../src/results/outcome.ts';
import type { PageRequest } from '../../../src/scenarios/page-request.ts';
import { exchangesOf } from '../../../src/run/exchanges-of.ts';

const url = 'https://api.example.test/resource';
const origin = 'https://app.example.test';

const beacon: PageRequest = {
  url,
  method: 'POST',
  headers: [],
  body: { kind: 'blob', text: '{}', type: 'application/json' },
  client: 'beacon',
  mode: 'cors',
  credentials: 'include',
  redirect: 'follow',
  cache: 'default',
  uploadListener: false,
};

const granted = [
  ['Access-Control-Allow-Origin', origin],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Access-Control-Allow-Headers', 'content-type'],
] as const;

function exchange(
  sequence: number,
  method: string,
  headers: readonly (readonly [string, string])[],
): Exchange {
  const asked = method === 'OPTIONS' ? [['Access-Control-Request-Method', 'POST'] as const] : [];
  return {
    sequence,
    check: 'c',
    startedAt: sequence,
    durationMs: 1,
    request: { method, url, headers: [['Origin', origin], ...asked], body: '', bodyBytes: 0 },
    response: { status: 204, reason: '', headers, body: '', bodyBytes: 0 },
  };
}

/** What `exchangesOf` gives if the proxy has these at one call after the other. */
function collect(
  batches: Exchange[][],
  outcome: StepOutcome,
  request: PageRequest = beacon,
  { isPending = (): boolean => false, timeoutMs = 5000 } = {},
) {
  const take = () => Promise.resolve(batches.shift() ?? []);
  const check = { id: 'c', origin, waitsInRealTime: true, steps: [{ waitMs: 0, request }] };
  const { signal } = new AbortController();
  return exchangesOf(
    check,
    { steps: [outcome] },
    { proxy: { take, isPending }, timeoutMs, pendingMs: 5000, signal },
  );
}

describe('the exchanges of a check', () => {
  it('are awaited until those of a beacon decide it', async () => {
    const batches = [[], [exchange(1, 'OPTIONS', granted)], [], [exchange(2, 'POST', granted)], [exchange(3, 'GET', [])]];
    const found = await collect(batches, { kind: 'sent' });
    expect(found.map(({ request }) => request.method)).toEqual(['OPTIONS', 'POST']);
  }); // prettier-ignore

  it('are awaited for longer while a request is under way', async () => {
    const batches = [[], [], [exchange(1, 'OPTIONS', granted)], [exchange(2, 'POST', granted)]];
    const of = (isPending: () => boolean) =>
      collect(batches.slice(), { kind: 'sent' }, beacon, { isPending, timeoutMs: 0 });
    expect(await of(() => false)).toEqual([]);
    expect(await of(() => true)).toHaveLength(2);
  });

  it('end with a preflight that stops the beacon', async () => {
    const found = await collect([[], [exchange(1, 'OPTIONS', [])], [exchange(2, 'POST', [])]], { kind: 'sent' });
    expect(found.map(({ request }) => request.method)).toEqual(['OPTIONS']);
  }); // prettier-ignore

  it('are not awaited if the browser did not take the beacon, or if a script got the response', async () => {
    const later = () => [[], [exchange(1, 'OPTIONS', [])]];
    expect(await collect(later(), { kind: 'error', name: 'sendBeacon', message: 'returned false' })).toEqual(
      [],
    );
    expect(await collect(later(), { kind: 'sent' }, { ...beacon, client: 'fetch' })).toEqual([]);
  });
});
