import { describe, expect, it } from 'vitest';
import { corsFetch } from '../../../src/fetch-standard/index.ts';
import { AC, AH, AM, AO, EH, MA, O, S, answer, ask, contextAt, play } from './helpers.ts';
import type { Verdict } from '../../../src/fetch-standard/index.ts';

/** A trace as lines: exchange, step, reason, header. */
function outline({ trace }: Verdict): string {
  const line = ({ step, ok, code, header, exchange }: Verdict['trace'][number]) =>
    [ok ? '✓' : '✗', exchange ?? '-', step, code, ...(header === undefined ? [] : [`(${header})`])].join(' ');
  return `\n${trace.map(line).join('\n')}\n`;
}

const grant = answer(204, [AO, O], [AC, 'true'], [AM, 'PUT'], [AH, 'Content-Type'], [MA, '600']);

describe('the trace', () => {
  it('has every step of a preflighted request with credentials', () => {
    const request = ask({
      method: 'PUT',
      credentials: 'include',
      headers: [['Content-Type', 'application/json']],
    });
    const verdict = play(request, [grant, answer(200, [AO, O], [AC, 'true'], [EH, 'ETag'])]);
    expect(outline(verdict)).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check cross-origin
      ✓ - needs-preflight preflight-needed
      ✓ - preflight-cache preflight-not-cached
      ✓ 0 network response-received
      ✓ 0 cors-check allow-origin-matches (access-control-allow-origin)
      ✓ 0 credentials-check allow-credentials-true (access-control-allow-credentials)
      ✓ 0 preflight-status preflight-status-ok
      ✓ 0 preflight-methods method-listed (access-control-allow-methods)
      ✓ 0 preflight-headers headers-allowed (access-control-allow-headers)
      ✓ 0 preflight-max-age max-age (access-control-max-age)
      ✓ 1 network response-received
      ✓ 1 cors-check allow-origin-matches (access-control-allow-origin)
      ✓ 1 credentials-check allow-credentials-true (access-control-allow-credentials)
      ✓ 1 expose-headers headers-exposed (access-control-expose-headers)
      "
    `);
  });

  it('ends at a preflight that does not allow the request', () => {
    expect(outline(play(ask({ method: 'DELETE' }), [grant]))).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check cross-origin
      ✓ - needs-preflight preflight-needed
      ✓ - preflight-cache preflight-not-cached
      ✓ 0 network response-received
      ✓ 0 cors-check allow-origin-matches (access-control-allow-origin)
      ✓ 0 preflight-status preflight-status-ok
      ✗ 0 preflight-methods method-not-allowed (access-control-allow-methods)
      ✓ 0 preflight-headers no-headers-to-allow
      "
    `);
  });

  it('has two steps for a same-origin request', () => {
    expect(outline(play(ask({ url: `${O}/x`, method: 'PUT' }), [answer(200)]))).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check same-origin
      ✓ 0 network response-received
      "
    `);
  });

  it('has the steps of each URL of a redirect', () => {
    const verdict = play(ask(), [answer(301, [AO, '*'], ['Location', `${S}/y`]), answer(200, [AO, `${O}/`])]);
    expect(outline(verdict)).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check cross-origin
      ✓ - needs-preflight preflight-not-needed
      ✓ 0 network response-received
      ✓ 0 cors-check allow-origin-wildcard (access-control-allow-origin)
      ✓ 0 redirect-location redirect-followed (location)
      ✓ - same-origin-check cross-origin
      ✓ - needs-preflight preflight-not-needed
      ✓ 1 network response-received
      ✗ 1 cors-check allow-origin-differs (access-control-allow-origin)
      "
    `);
  });

  it('has the resource policy of a no-cors request', () => {
    const verdict = play(ask({ mode: 'no-cors' }), [
      answer(200, ['Cross-Origin-Resource-Policy', 'same-site']),
    ]);
    expect(outline(verdict)).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check cross-origin
      ✓ 0 network response-received
      ✓ 0 resource-policy-check resource-policy-met (cross-origin-resource-policy)
      ✓ - response-filter response-opaque
      "
    `);
  });

  it('has one step for a data: URL', () => {
    expect(outline(play(ask({ url: 'data:,x' }), []))).toMatchInlineSnapshot(`
      "
      ✓ - scheme-check data-url
      "
    `);
  });

  it('has no header or exchange in an entry that is not about one', () => {
    expect(play(ask({ url: 'data:,x' }), []).trace).toStrictEqual([
      { step: 'scheme-check', anchor: '#scheme-fetch', ok: true, code: 'data-url' },
    ]);
    expect(play(ask({ url: 'data:x' }), []).decidedBy).toStrictEqual({
      step: 'scheme-check',
      anchor: '#scheme-fetch',
      ok: false,
      code: 'data-url-invalid',
    });
  });

  it('has no detail of a failed request when only its preflight can be assumed', () => {
    const fetching = corsFetch(ask(), contextAt());
    fetching.next();
    const { value } = fetching.next({ kind: 'preflight-assumed' });
    expect(value).toMatchObject({
      outcome: 'blocked',
      decidedBy: {
        step: 'network',
        code: 'request-failed',
        method: 'GET',
        url: `${S}/resource`,
        detail: null,
      },
    });
  });

  it('gives the step that decided as an entry of the trace itself', () => {
    const { decidedBy, trace } = play(ask({ redirect: 'error' }), [answer(302, [AO, '*'])]);
    expect(decidedBy).toMatchObject({ step: 'redirect-mode', anchor: '#concept-http-fetch', exchange: 0 });
    expect(trace).toContain(decidedBy);
  });
});
