import { describe, expect, it } from 'vitest';
import { describeMismatch, describeReason, enumerate, quote } from '../../../src/fetch-standard/index.ts';
import type { Mismatch, ReasonCode, TraceReason } from '../../../src/fetch-standard/index.ts';
import { O, S } from './helpers.ts';

/** The one place where sentences are checked: a reason without an example does not compile. */
type Examples = {
  readonly [Code in ReasonCode]: readonly (readonly [data: Omit<TraceReason<Code>, 'code'>, text: string])[];
};
type MismatchExamples = {
  readonly [Kind in Mismatch['kind']]: readonly (readonly [
    data: Omit<Mismatch<Kind>, 'kind'>,
    text: string,
  ])[];
};

const url = `${S}/items`;

const reasons: Examples = {
  'url-not-absolute': [[{ url: '/items' }, '`/items` is not an absolute URL.']],
  'url-with-userinfo': [[{ url: 'https://user@api.example.test/' }, '`https://user@api.example.test/` contains a username or password, which fetch does not allow.']],
  'method-invalid': [[{ method: 'G T' }, '`G T` is not a valid method.']],
  'method-forbidden': [[{ method: 'TRACE' }, '`TRACE` is a forbidden method.']],
  'method-not-allowed-in-no-cors': [[{ method: 'PUT' }, '`PUT` is not allowed in mode no-cors, which allows only GET, HEAD and POST.']],
  'body-not-allowed': [[{ method: 'GET' }, 'A GET request cannot have a body.']],
  'stream-not-allowed-in-no-cors': [[{}, 'A no-cors request cannot have a stream as its body.']],
  'stream-not-possible-in-http1': [[{}, 'The body is a stream, which cannot be sent over HTTP/1.x.']],
  'header-invalid': [[{ name: 'X A', value: '1' }, '`X A: 1` is not a valid header: the name must be a token, and the value must not contain NUL, CR or LF.']],
  'forbidden-headers-dropped': [[{ names: ['Cookie', 'Host'] }, 'Only the browser can set these headers, so they were removed: Cookie, Host.']],
  'no-cors-headers-dropped': [[{ names: ['X-A'] }, 'A no-cors request can only have no-CORS-safelisted headers, so these were removed: X-A.']],
  'port-blocked': [[{ port: '22' }, 'Port 22 is blocked: it belongs to a protocol other than HTTP.']],
  'url-insecure': [[{ origin: O, urlOrigin: 'http://api.example.test' }, 'A page at `https://app.example.test` cannot fetch from `http://api.example.test`, which is not secure (mixed content).']],
  'same-origin': [[{ origin: O }, 'The page and the URL are both at `https://app.example.test`, so CORS does not apply.']],
  'cross-origin': [
    [{ origin: O, urlOrigin: S, afterRedirects: false }, 'The page is at `https://app.example.test` and the URL at `https://api.example.test`, so the request is cross-origin.'],
    [{ origin: O, urlOrigin: O, afterRedirects: true }, 'The page and the URL are both at `https://app.example.test`, but redirects led through another origin, so the request is still cross-origin.'],
  ],
  'cross-origin-not-allowed': [[{ origin: O, urlOrigin: S }, 'The page is at `https://app.example.test` and the URL at `https://api.example.test`, and mode same-origin does not allow cross-origin requests.']],
  'redirect-mode-not-allowed-in-no-cors': [[{ redirect: 'manual' }, 'Mode no-cors requires redirect mode follow, not manual.']],
  'scheme-not-http': [[{ scheme: 'ftp' }, "The URL's scheme is `ftp`; only http and https can be fetched here."]],
  'data-url-invalid': [[{}, 'The data: URL is invalid: it has no comma.']],
  'data-url': [[{}, 'A data: URL contains its own response, which every page can read.']],
  'preflight-not-needed': [[{ method: 'GET' }, 'No preflight is needed: GET and all request headers are CORS-safelisted.']],
  'preflight-needed': [
    [{ method: 'PUT', headers: [], upload: false }, 'A preflight is needed: `PUT` is not a CORS-safelisted method.'],
    [{ method: null, headers: [{ name: 'x-a', why: { code: 'not-safelisted' } }], upload: true }, 'A preflight is needed: `x-a` is not a CORS-safelisted request header; there is an upload listener or a streamed body.'],
    [{ method: null, headers: [{ name: 'accept', why: { code: 'value-too-long', length: 129, limit: 128 } }], upload: false }, 'A preflight is needed: `accept` has a value of 129 bytes, more than 128.'],
    [{ method: null, headers: [{ name: 'accept', why: { code: 'values-too-long', length: 1152, limit: 1024 } }], upload: false }, 'A preflight is needed: `accept` is one of the safelisted headers whose values have 1152 bytes in total, more than 1024.'],
    [{ method: null, headers: [{ name: 'accept', why: { code: 'unsafe-byte', value: '{}' } }], upload: false }, 'A preflight is needed: `accept` is `{}`, which contains a CORS-unsafe byte.'],
    [{ method: null, headers: [{ name: 'accept-language', why: { code: 'language-invalid', value: '/' } }], upload: false }, 'A preflight is needed: `accept-language` is `/`, which contains a byte that language tags do not have.'],
    [{ method: null, headers: [{ name: 'content-type', why: { code: 'mime-type-invalid', value: 'x' } }], upload: false }, 'A preflight is needed: `content-type` is `x`, which is not a valid MIME type.'],
    [{ method: null, headers: [{ name: 'content-type', why: { code: 'mime-type-not-safelisted', essence: 'application/json' } }], upload: false }, 'A preflight is needed: `content-type` is `application/json`, which an HTML form cannot send.'],
    [{ method: null, headers: [{ name: 'range', why: { code: 'range-not-simple', value: 'x' } }], upload: false }, 'A preflight is needed: `range` is `x`, which is not a single simple range.'],
  ],
  'preflight-cached': [[{}, 'A cached preflight response that is still valid covers the request.']],
  'preflight-not-cached': [[{ missing: ['PUT', 'x-a'] }, 'No cached preflight response that is still valid covers PUT, x-a, so a preflight is sent.']],
  'preflight-assumed-cached': [[{}, 'No preflight was sent, so the browser is assumed to have a cached preflight response.']],
  'response-received': [[{ method: 'GET', url, status: 200 }, 'The response to GET `https://api.example.test/items` has status 200.']],
  'request-failed': [
    [{ method: 'GET', url, detail: 'connection reset' }, 'GET `https://api.example.test/items` failed: connection reset'],
    [{ method: 'GET', url, detail: null }, 'GET `https://api.example.test/items` failed: there is no response'],
  ],
  'allow-origin-missing': [
    [{ response: 'response', origin: O, credentials: 'same-origin' }, 'The response has no Access-Control-Allow-Origin; expected `*` or `https://app.example.test`.'],
    [{ response: 'preflight', origin: O, credentials: 'include' }, 'The response to the preflight has no Access-Control-Allow-Origin; expected `https://app.example.test`.'],
    [{ response: 'redirect', origin: O, credentials: 'omit' }, 'The redirect has no Access-Control-Allow-Origin; expected `*` or `https://app.example.test`.'],
  ],
  'allow-origin-wildcard': [[{ credentials: 'omit' }, 'Access-Control-Allow-Origin is `*`: with credentials mode omit, every origin can read the response.']],
  'allow-origin-matches': [[{ origin: O }, "Access-Control-Allow-Origin is `https://app.example.test`, the request's origin."]],
  'allow-origin-repeated': [
    [{ value: '*, *', count: 2, origin: O, credentials: 'omit' }, 'Access-Control-Allow-Origin was sent twice, joined as `*, *`; expected it once, with the value `*` or `https://app.example.test`.'],
    [{ value: '*, *, *', count: 3, origin: O, credentials: 'omit' }, 'Access-Control-Allow-Origin was sent 3 times, joined as `*, *, *`; expected it once, with the value `*` or `https://app.example.test`.'],
  ],
  'allow-origin-wildcard-with-credentials': [[{ origin: O, credentials: 'include' }, "Access-Control-Allow-Origin is `*`, and the request's credentials mode is include; expected `https://app.example.test`."]],
  'allow-origin-differs': [
    [{ value: '', mistake: 'empty', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is ``: the value is empty. Expected `https://app.example.test`.'],
    [{ value: '\u0001', mistake: 'control-characters', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `\u0001`: the value contains control characters. Expected `https://app.example.test`.'],
    [{ value: O, mistake: 'request-origin-is-null', origin: 'null', credentials: 'include' }, "Access-Control-Allow-Origin is `https://app.example.test`: the request's origin is opaque, or was hidden by a redirect. Expected `null`."],
    [{ value: 'null', mistake: 'null', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `null`: `null` matches only opaque origins, such as sandboxed frames. Expected `https://app.example.test`.'],
    [{ value: 'NULL', mistake: 'null-in-other-case', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `NULL`: this is not a valid origin. Expected `https://app.example.test`.'],
    [{ value: '"*"', mistake: 'quoted', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `"*"`: the origin must not be in quotes. Expected `https://app.example.test`.'],
    [{ value: 'https://app.example.test, *', mistake: 'list', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://app.example.test, *`: the header takes one origin, not a list. Expected `https://app.example.test`.'],
    [{ value: 'https://app.example.test *', mistake: 'whitespace', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://app.example.test *`: the header takes one origin and nothing else. Expected `https://app.example.test`.'],
    [{ value: 'https://*.example.test', mistake: 'pattern', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://*.example.test`: `*` must stand alone, and patterns are not supported. Expected `https://app.example.test`.'],
    [{ value: 'https://APP.example.test', mistake: 'other-case', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://APP.example.test`: the comparison is case-sensitive, and origins are in lower case. Expected `https://app.example.test`.'],
    [{ value: 'https://app.example.test/', mistake: 'trailing-slash', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://app.example.test/`: an origin has no trailing slash. Expected `https://app.example.test`.'],
    [{ value: 'https://app.example.test/x', mistake: 'more-than-origin', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://app.example.test/x`: an origin is only scheme, host and port. Expected `https://app.example.test`.'],
    [{ value: 'app.example.test', mistake: 'no-scheme', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `app.example.test`: the scheme is missing. Expected `https://app.example.test`.'],
    [{ value: 'https://app.example.test:443', mistake: 'default-port', origin: O, credentials: 'include' }, "Access-Control-Allow-Origin is `https://app.example.test:443`: an origin does not include its scheme's default port. Expected `https://app.example.test`."],
    [{ value: 'https://app.example.test:8443', mistake: 'other-port', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://app.example.test:8443`: the port is different. Expected `https://app.example.test`.'],
    [{ value: 'http://app.example.test', mistake: 'other-scheme', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `http://app.example.test`: the scheme is different. Expected `https://app.example.test`.'],
    [{ value: 'https://other.test', mistake: 'other-origin', origin: O, credentials: 'include' }, 'Access-Control-Allow-Origin is `https://other.test`: this is a different origin. Expected `https://app.example.test`.'],
  ],
  'allow-credentials-missing': [[{ response: 'response' }, "The response has no Access-Control-Allow-Credentials; expected `true`, because the request's credentials mode is include."]],
  'allow-credentials-true': [[{}, 'Access-Control-Allow-Credentials is `true`.']],
  'allow-credentials-repeated': [[{ value: 'true, true', count: 2 }, "Access-Control-Allow-Credentials was sent twice, joined as `true, true`; expected it once, with the value `true`, because the request's credentials mode is include."]],
  'allow-credentials-differs': [
    [{ value: 'yes' }, "Access-Control-Allow-Credentials is `yes`; expected `true`, because the request's credentials mode is include."],
    [{ value: 'True' }, "Access-Control-Allow-Credentials is `True`; expected `true`, because the request's credentials mode is include. The value is case-sensitive."],
  ],
  'preflight-status-ok': [[{ status: 204 }, 'The response to the preflight has status 204.']],
  'preflight-status-not-ok': [
    [{ status: 500 }, 'The response to the preflight has status 500; expected 200 to 299.'],
    [{ status: 302 }, 'The response to the preflight has status 302; expected 200 to 299. Redirects of a preflight are not followed.'],
    [{ status: 401 }, 'The response to the preflight has status 401; expected 200 to 299. Preflights carry no credentials, so they must be answered without.'],
  ],
  'method-listed': [[{ method: 'PUT', allowed: ['GET', 'PUT'] }, 'Access-Control-Allow-Methods lists GET, PUT, which allows `PUT`.']],
  'method-safelisted': [[{ method: 'POST' }, '`POST` is CORS-safelisted and does not need to be listed.']],
  'upload-needs-no-method': [[{}, 'There is no Access-Control-Allow-Methods, and an upload listener alone does not need it.']],
  'method-covered-by-wildcard': [[{ method: 'PUT' }, 'Access-Control-Allow-Methods is `*`, which allows `PUT`.']],
  'allow-methods-missing': [[{ method: 'PUT' }, 'The response to the preflight has no Access-Control-Allow-Methods; expected it to list `PUT`, which is not CORS-safelisted.']],
  'allow-methods-invalid': [[{ value: 'PUT, P T' }, 'Access-Control-Allow-Methods is `PUT, P T`, which is not a comma-separated list of methods, so the preflight fails.']],
  'method-not-allowed': [
    [{ method: 'PUT', allowed: ['GET', 'POST'] }, 'Access-Control-Allow-Methods lists GET, POST; `PUT` is missing.'],
    [{ method: 'PUT', allowed: [] }, 'Access-Control-Allow-Methods lists nothing; `PUT` is missing.'],
  ],
  'method-in-other-case': [
    [{ method: 'PUT', allowed: ['put'], listed: 'put' }, 'Access-Control-Allow-Methods lists put, but methods are case-sensitive: `put` is not `PUT`.'],
    [{ method: 'patch', allowed: ['PATCH'], listed: 'PATCH' }, 'Access-Control-Allow-Methods lists PATCH, but methods are case-sensitive: `PATCH` is not `patch`. Browsers convert only DELETE, GET, HEAD, OPTIONS, POST and PUT to upper case.'],
  ],
  'method-wildcard-with-credentials': [[{ method: 'PUT', allowed: ['*'] }, 'Access-Control-Allow-Methods lists *; with credentials mode include, `*` is not a wildcard, so `PUT` must be listed by name.']],
  'no-headers-to-allow': [[{}, 'No request header needs to be allowed.']],
  'headers-allowed': [[{ headers: ['x-a'], allowed: ['X-A', 'X-B'] }, 'Access-Control-Allow-Headers lists X-A, X-B, which allows x-a.']],
  'allow-headers-missing': [[{ missing: ['x-a', 'x-b'] }, 'The response to the preflight has no Access-Control-Allow-Headers; expected it to list x-a, x-b.']],
  'allow-headers-invalid': [[{ value: 'x a' }, 'Access-Control-Allow-Headers is `x a`, which is not a comma-separated list of header names, so the preflight fails.']],
  'headers-not-allowed': [[{ missing: ['x-a'], allowed: ['x-b'] }, 'Access-Control-Allow-Headers lists x-b; missing: x-a.']],
  'headers-wildcard-with-credentials': [[{ missing: ['x-a', 'x-b'], allowed: ['*'] }, 'Access-Control-Allow-Headers lists *; with credentials mode include, `*` is not a wildcard, so x-a, x-b must be listed by name.']],
  'authorization-not-covered-by-wildcard': [[{ missing: ['authorization'], allowed: ['*'] }, 'Access-Control-Allow-Headers lists *; `*` does not cover authorization, which must be listed by name.']],
  'max-age': [[{ seconds: 600 }, 'Access-Control-Max-Age allows the browser to cache the preflight response for 600 s.']],
  'max-age-missing': [[{}, 'There is no Access-Control-Max-Age, so the preflight response is cached for the default time.']],
  'max-age-invalid': [[{ value: '-1' }, 'Access-Control-Max-Age is `-1`, which is not a number of seconds, so the default time applies.']],
  'resource-policy-met': [[{ value: 'same-site', origin: O }, 'Cross-Origin-Resource-Policy is `same-site`, which allows a page at `https://app.example.test`.']],
  'resource-policy-not-met': [[{ value: 'same-origin', origin: O }, 'Cross-Origin-Resource-Policy is `same-origin`, which does not allow a page at `https://app.example.test`.']],
  'resource-policy-missing': [[{ embedderPolicy: 'require-corp', origin: O }, 'There is no Cross-Origin-Resource-Policy, which the Cross-Origin-Embedder-Policy of the page at `https://app.example.test` requires: `require-corp`.']],
  'redirect-not-followed': [[{}, 'Redirect mode manual: the redirect is not followed, and its response is hidden from the script.']],
  'redirect-not-allowed': [[{ status: 302 }, 'Status 302 is a redirect, which redirect mode error does not allow.']],
  'redirect-followed': [[{ status: 302, url }, 'Status 302 redirects to `https://api.example.test/items`.']],
  'location-missing': [[{ status: 302 }, 'Status 302 without Location is not followed.']],
  'location-invalid': [[{ value: 'https://[' }, 'Location is `https://[`, which is not a single valid URL.']],
  'redirect-not-http': [[{ url: 'data:,x' }, 'The redirect leads to `data:,x`, which is not HTTP(S).']],
  'too-many-redirects': [[{ count: 21, limit: 20 }, 'This is redirect 21; at most 20 are followed.']],
  'redirect-with-userinfo': [[{ url: 'https://user@api.example.test/' }, 'The redirect leads to `https://user@api.example.test/`, which contains a username or password.']],
  'stream-not-repeatable': [[{ status: 307 }, "The request's body is a stream, which cannot be sent again after status 307."]],
  'method-becomes-get': [[{ status: 303, method: 'POST' }, 'After status 303, the method changes from `POST` to `GET`, and the body is dropped.']],
  'authorization-removed': [[{}, 'Authorization is not sent to another origin after a redirect.']],
  'origin-hidden-by-redirect': [[{ origin: 'null' }, 'The request was redirected from one cross-origin server to another, so its origin becomes `null`.']],
  'headers-exposed': [
    [{ exposed: ['etag'], hidden: ['x-a'] }, 'Access-Control-Expose-Headers lists etag; scripts cannot read x-a.'],
    [{ exposed: ['etag'], hidden: [] }, 'Access-Control-Expose-Headers lists etag.'],
  ],
  'all-headers-exposed': [[{ exposed: ['*'] }, 'Access-Control-Expose-Headers lists *, and `*` exposes every header.']],
  'expose-wildcard-with-credentials': [[{ exposed: ['*'], hidden: ['x-a'] }, 'Access-Control-Expose-Headers lists *; with credentials mode include, `*` is not a wildcard; scripts cannot read x-a.']],
  'expose-headers-missing': [[{ hidden: ['x-a'] }, 'There is no Access-Control-Expose-Headers; scripts cannot read x-a.']],
  'expose-headers-invalid': [[{ value: 'a b' }, 'Access-Control-Expose-Headers is `a b`, which is not a comma-separated list of header names, so it exposes nothing.']],
  'integrity-matches': [[{}, 'The content has the hash in the integrity attribute.']],
  'integrity-differs': [[{}, 'The content does not have the hash in the integrity attribute.']],
  'integrity-of-opaque': [[{}, 'The element has an integrity attribute and no crossorigin: an opaque response cannot be compared with a hash.']],
  'response-opaque': [[{}, 'The response is opaque: mode no-cors hides its status, headers and body.']],
}; // prettier-ignore

const mismatches: MismatchExamples = {
  'unexpected-preflight': [[{ exchange: 0, url }, 'The browser sent a preflight to `https://api.example.test/items`, which the standard does not require.']],
  'missing-preflight': [[{ call: 0, url }, 'The browser did not send a preflight to `https://api.example.test/items`, which the standard requires.']],
  'unexpected-request': [[{ exchange: 0, method: 'PUT', url }, 'The browser sent `PUT` `https://api.example.test/items`, which the standard does not require.']],
  'missing-request': [[{ call: 0, method: 'PUT', url }, 'The browser did not send `PUT` `https://api.example.test/items`, which the standard requires.']],
  'different-method': [[{ call: 0, exchange: 0, url, sent: 'GET', expected: 'POST' }, 'The browser sent `GET` to `https://api.example.test/items`; the standard requires `POST`.']],
  'different-header': [
    [{ call: 0, exchange: 0, header: 'origin', sent: null, expected: O }, 'The browser sent nothing as origin; the standard requires `https://app.example.test`.'],
    [{ call: 0, exchange: 0, header: 'cookie', sent: 'a=b', expected: null }, 'The browser sent `a=b` as cookie; the standard requires nothing.'],
  ],
}; // prettier-ignore

function examplesOf(table: Readonly<Record<string, readonly (readonly [object, string])[]>>) {
  return Object.entries(table).flatMap(([code, examples]) =>
    examples.map(([data, text]) => ({ code, data, text })),
  );
}

describe('the sentence of a reason', () => {
  it.each(examplesOf(reasons))('$code: $text', ({ code, data, text }) => {
    expect(describeReason({ code, ...data } as TraceReason)).toBe(text);
  });
});

describe('the sentence of a mismatch', () => {
  it.each(examplesOf(mismatches))('$code: $text', ({ code, data, text }) => {
    expect(describeMismatch({ kind: code, ...data } as Mismatch)).toBe(text);
  });
});

describe('what is quoted', () => {
  it('is whole up to 200 characters', () => {
    expect(quote('x'.repeat(200))).toBe(`\`${'x'.repeat(200)}\``);
    expect(quote('x'.repeat(201))).toBe(`\`${'x'.repeat(200)}…\` (201 characters)`);
  });

  it('has the first 200 characters of a long list', () => {
    expect(enumerate([])).toBe('nothing');
    expect(enumerate(['a', 'b'])).toBe('a, b');
    expect(enumerate(Array.from({ length: 101 }, () => 'a'))).toBe(`${'a, '.repeat(66)}a,… (101 in all)`);
  });
});
