import { describe, expect, it } from 'vitest';
import { anchors, corsFetch } from '../../../src/fetch-standard/index.ts';
import { AC, AH, AM, AO, EH, MA, O, S, answer, ask, contextAt, play } from './helpers.ts';
import type { Verdict } from '../../../src/fetch-standard/index.ts';

/** A trace as somebody reads it. */
function told({ trace }: Verdict): string {
  const line = ({ step, ok, says, header, exchange, anchor }: Verdict['trace'][number]) =>
    `${ok ? '✓' : '✗'} ${exchange ?? '-'} ${step} ${anchor} [${header ?? ''}] ${says}`;
  return `\n${trace.map(line).join('\n')}\n`;
}

const grant = answer(204, [AO, O], [AC, 'true'], [AM, 'PUT'], [AH, 'Content-Type'], [MA, '600']);

describe('the trace', () => {
  it('tells of a preflighted request with credentials from beginning to end', () => {
    const request = ask({
      method: 'PUT',
      credentials: 'include',
      headers: [['Content-Type', 'application/json']],
    });
    const verdict = play(request, [grant, answer(200, [AO, O], [AC, 'true'], [EH, 'ETag'])]);
    expect(told(verdict)).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check #concept-main-fetch [] The page is at \`https://app.example.test\` and the URL at \`https://api.example.test\`: the request is cross-origin.
      ✓ - needs-preflight #concept-main-fetch [] A preflight is needed: \`PUT\` is not a CORS-safelisted method; \`content-type\` is \`application/json\`, which no HTML form could send.
      ✓ - preflight-cache #cors-preflight-cache [] No earlier preflight that is still valid covers PUT, content-type: one is sent.
      ✓ 0 network #concept-http-network-or-cache-fetch [] OPTIONS \`https://api.example.test/resource\` was answered with status 204.
      ✓ 0 cors-check #concept-cors-check [access-control-allow-origin] Access-Control-Allow-Origin is \`https://app.example.test\`, the request's origin.
      ✓ 0 credentials-check #concept-cors-check [access-control-allow-credentials] Access-Control-Allow-Credentials is \`true\`.
      ✓ 0 preflight-status #cors-preflight-fetch-0 [] The preflight was answered with status 204.
      ✓ 0 preflight-methods #cors-preflight-fetch-0 [access-control-allow-methods] Access-Control-Allow-Methods lists PUT: \`PUT\` is among them.
      ✓ 0 preflight-headers #cors-preflight-fetch-0 [access-control-allow-headers] Access-Control-Allow-Headers lists Content-Type, which allows content-type.
      ✓ 0 preflight-max-age #http-access-control-max-age [access-control-max-age] Access-Control-Max-Age lets the preflight be remembered for 600 s.
      ✓ 1 network #concept-http-network-or-cache-fetch [] PUT \`https://api.example.test/resource\` was answered with status 200.
      ✓ 1 cors-check #concept-cors-check [access-control-allow-origin] Access-Control-Allow-Origin is \`https://app.example.test\`, the request's origin.
      ✓ 1 credentials-check #concept-cors-check [access-control-allow-credentials] Access-Control-Allow-Credentials is \`true\`.
      ✓ 1 expose-headers #cors-safelisted-response-header-name [access-control-expose-headers] Access-Control-Expose-Headers lists ETag.
      "
    `);
  });

  it('tells of a refused preflight', () => {
    expect(told(play(ask({ method: 'DELETE' }), [grant]))).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check #concept-main-fetch [] The page is at \`https://app.example.test\` and the URL at \`https://api.example.test\`: the request is cross-origin.
      ✓ - needs-preflight #concept-main-fetch [] A preflight is needed: \`DELETE\` is not a CORS-safelisted method.
      ✓ - preflight-cache #cors-preflight-cache [] No earlier preflight that is still valid covers DELETE: one is sent.
      ✓ 0 network #concept-http-network-or-cache-fetch [] OPTIONS \`https://api.example.test/resource\` was answered with status 204.
      ✓ 0 cors-check #concept-cors-check [access-control-allow-origin] Access-Control-Allow-Origin is \`https://app.example.test\`, the request's origin.
      ✓ 0 preflight-status #cors-preflight-fetch-0 [] The preflight was answered with status 204.
      ✗ 0 preflight-methods #cors-preflight-fetch-0 [access-control-allow-methods] Access-Control-Allow-Methods lists PUT; \`DELETE\` is neither listed nor safelisted.
      ✓ 0 preflight-headers #cors-preflight-fetch-0 [] No request header needs to be allowed.
      "
    `);
  });

  it('tells of a request on the page’s own origin', () => {
    expect(told(play(ask({ url: `${O}/x`, method: 'PUT' }), [answer(200)]))).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check #concept-main-fetch [] The URL is at \`https://app.example.test\`, as the page is: CORS has no part in it.
      ✓ 0 network #concept-http-network-or-cache-fetch [] PUT \`https://app.example.test/x\` was answered with status 200.
      "
    `);
  });

  it('tells of a redirect', () => {
    const verdict = play(ask(), [answer(301, [AO, '*'], ['Location', `${S}/y`]), answer(200, [AO, `${O}/`])]);
    expect(told(verdict)).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check #concept-main-fetch [] The page is at \`https://app.example.test\` and the URL at \`https://api.example.test\`: the request is cross-origin.
      ✓ - needs-preflight #concept-main-fetch [] No preflight is needed: GET and all request headers are CORS-safelisted.
      ✓ 0 network #concept-http-network-or-cache-fetch [] GET \`https://api.example.test/resource\` was answered with status 301.
      ✓ 0 cors-check #concept-cors-check [access-control-allow-origin] Access-Control-Allow-Origin is \`*\`: with credentials mode same-origin, any origin may read the response.
      ✓ 0 redirect-location #concept-http-redirect-fetch [location] Status 301 leads to \`https://api.example.test/y\`.
      ✓ - same-origin-check #concept-main-fetch [] The page is at \`https://app.example.test\` and the URL at \`https://api.example.test\`: the request is cross-origin.
      ✓ - needs-preflight #concept-main-fetch [] No preflight is needed: GET and all request headers are CORS-safelisted.
      ✓ 1 network #concept-http-network-or-cache-fetch [] GET \`https://api.example.test/y\` was answered with status 200.
      ✗ 1 cors-check #concept-cors-check [access-control-allow-origin] Access-Control-Allow-Origin is \`https://app.example.test/\`: an origin has no trailing slash. It must be \`*\` or exactly \`https://app.example.test\`.
      "
    `);
  });

  it('tells of no-cors with a resource policy', () => {
    const verdict = play(ask({ mode: 'no-cors' }), [
      answer(200, ['Cross-Origin-Resource-Policy', 'same-site']),
    ]);
    expect(told(verdict)).toMatchInlineSnapshot(`
      "
      ✓ - same-origin-check #concept-main-fetch [] The page is at \`https://app.example.test\` and the URL at \`https://api.example.test\`: the request is cross-origin.
      ✓ 0 network #concept-http-network-or-cache-fetch [] GET \`https://api.example.test/resource\` was answered with status 200.
      ✓ 0 resource-policy-check #cross-origin-resource-policy-check [cross-origin-resource-policy] Cross-Origin-Resource-Policy is \`same-site\`, and the page is at \`https://app.example.test\`.
      ✓ - response-filter #concept-filtered-response [] The response is opaque: no-cors hides its status, headers and body.
      "
    `);
  });

  it('tells of a data: URL', () => {
    expect(told(play(ask({ url: 'data:,x' }), []))).toMatchInlineSnapshot(`
      "
      ✓ - scheme-check #scheme-fetch [] A data: URL holds its own response, which every page may read.
      "
    `);
  });

  it('has no place for a header or an exchange in an entry that speaks of none', () => {
    expect(play(ask({ url: 'data:,x' }), []).trace).toStrictEqual([
      {
        step: 'scheme-check',
        anchor: '#scheme-fetch',
        ok: true,
        says: 'A data: URL holds its own response, which every page may read.',
      },
    ]);
    expect(play(ask({ url: 'data:x' }), []).decidedBy).toStrictEqual({
      step: 'scheme-check',
      anchor: '#scheme-fetch',
      ok: false,
      says: 'The data: URL has no comma.',
    });
  });

  it('says that there is no answer when a request itself is taken as remembered', () => {
    const fetching = corsFetch(ask(), contextAt());
    fetching.next();
    const { value } = fetching.next({ kind: 'preflight-assumed' });
    expect(value).toMatchObject({
      outcome: 'blocked',
      decidedBy: {
        step: 'network',
        says: 'GET `https://api.example.test/resource` failed: there is no answer',
      },
    });
  });

  it('gives the step that decided as an entry of the trace itself', () => {
    const { decidedBy, trace } = play(ask({ redirect: 'error' }), [answer(302, [AO, '*'])]);
    expect(decidedBy).toMatchObject({ step: 'redirect-mode', anchor: '#concept-http-fetch', exchange: 0 });
    expect(trace).toContain(decidedBy);
  });

  it('knows where the standard states each step', () => {
    expect(anchors).toMatchSnapshot();
  });
});
