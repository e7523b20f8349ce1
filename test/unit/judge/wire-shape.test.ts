import { describe, expect, it } from 'vitest';
import { wireShape } from '../../../src/judge/wire-shape.ts';
import type { Exchange, WireFailure } from '../../../src/results/exchange.ts';

function exchange(method: string, status?: number, failure?: WireFailure['kind']): Exchange {
  const nothing = { headers: [], body: '', bodyBytes: 0 };
  return {
    sequence: 1,
    check: null,
    startedAt: 0,
    durationMs: 1,
    request: { method, url: 'http://127.0.0.1/', ...nothing },
    ...(status === undefined ? {} : { response: { status, reason: '', ...nothing } }),
    ...(failure === undefined ? {} : { failure: { kind: failure, detail: '' } }),
  };
}

describe('the shape of the wire', () => {
  it('is methods and statuses in order', () => {
    expect(wireShape([exchange('OPTIONS', 204), exchange('PUT', 200)])).toBe('OPTIONS 204, PUT 200');
  });

  it('tells what became of a request without a response', () => {
    expect(wireShape([exchange('PUT', undefined, 'held-back')])).toBe('PUT (held-back)');
    expect(wireShape([exchange('GET', undefined, 'aborted')])).toBe('GET (aborted)');
  });

  it('tells of a response that broke off', () => {
    expect(wireShape([exchange('GET', 200, 'malformed')])).toBe('GET 200 (malformed)');
  });

  it('is the same whether or not the browser stayed to the end of a response that it had refused', () => {
    expect(wireShape([exchange('PUT', 400, 'aborted')])).toBe(wireShape([exchange('PUT', 400)]));
  });
});
