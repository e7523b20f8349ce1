import { describe, expect, it } from 'vitest';
import { withoutHttp2Form } from '../../../src/run/http2-form.ts';
import type { PageStep } from '../../../src/scenarios/page-request.ts';
import type { ReadyTarget } from '../../../src/targets/ready-target.ts';

type Sent = Partial<PageStep['request']>;

function reason(request: Sent, protocol: 'h2' | 'http/1.1' = 'h2'): unknown {
  const step = { waitMs: 0, request: { client: 'raw', headers: [], ...request } } as unknown as PageStep;
  return withoutHttp2Form([step], { upstream: { url: 'http://a.test', protocol } } as unknown as ReadyTarget);
}

describe('withoutHttp2Form', () => {
  const old: Sent = { raw: { origin: null, times: 1, httpVersion: '1.0' } };

  it('names what HTTP/2 cannot carry of a raw request', () => {
    expect(reason(old)).toEqual({ code: 'no-http2-form', problem: { code: 'http-1.0' } });
    expect(reason({ headers: [['Upgrade', 'websocket']] })).toMatchObject({ problem: { code: 'upgrade' } });
    expect(reason({ headers: [['X-Api-Key', '1']] })).toBeNull();
  });

  it('has nothing against requests of pages, and against servers with HTTP/1.1', () => {
    expect(reason({ client: 'fetch', headers: [['Upgrade', 'x']] })).toBeNull();
    expect(reason(old, 'http/1.1')).toBeNull();
  });
});
