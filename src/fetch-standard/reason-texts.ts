import { enumerate, quote } from './quote.ts';
import type { CheckedResponse, OriginMistake, ReasonCode, TraceReason } from './reasons.ts';
import { isRedirectStatus } from './redirects.ts';
import type { CredentialsMode } from './types.ts';
import { describeUnsafeHeader } from './unsafe-texts.ts';

/** What happened at a step, in a sentence or two. Values from the wire stand in backticks, as they are. */
export function describeReason<Code extends ReasonCode>(reason: TraceReason<Code>): string {
  const text: (reason: TraceReason<Code>) => string = texts[reason.code];
  return text(reason);
}

const texts: { readonly [Code in ReasonCode]: (reason: TraceReason<Code>) => string } = {
  'url-not-absolute': ({ url }) => `${quote(url)} is not an absolute URL.`,
  'url-with-userinfo': ({ url }) =>
    `${quote(url)} contains a username or password, which fetch does not allow.`,
  'method-invalid': ({ method }) => `${quote(method)} is not a valid method.`,
  'method-forbidden': ({ method }) => `${quote(method)} is a forbidden method.`,
  'method-not-allowed-in-no-cors': ({ method }) =>
    `${quote(method)} is not allowed in mode no-cors, which allows only GET, HEAD and POST.`,
  'body-not-allowed': ({ method }) => `A ${method} request cannot have a body.`,
  'stream-not-allowed-in-no-cors': () => 'A no-cors request cannot have a stream as its body.',
  'stream-not-possible-in-http1': () => 'The body is a stream, which cannot be sent over HTTP/1.x.',
  'header-invalid': ({ name, value }) =>
    `${quote(`${name}: ${value}`)} is not a valid header: the name must be a token, and the value must not contain NUL, CR or LF.`,
  'forbidden-headers-dropped': ({ names }) =>
    `Only the browser can set these headers, so they were removed: ${enumerate(names)}.`,
  'no-cors-headers-dropped': ({ names }) =>
    `A no-cors request can only have no-CORS-safelisted headers, so these were removed: ${enumerate(names)}.`,
  'port-blocked': ({ port }) => `Port ${port} is blocked: it belongs to a protocol other than HTTP.`,
  'url-insecure': ({ origin, urlOrigin }) =>
    `A page at ${quote(origin)} cannot fetch from ${quote(urlOrigin)}, which is not secure (mixed content).`,
  'same-origin': ({ origin }) => `The page and the URL are both at ${quote(origin)}, so CORS does not apply.`,
  'cross-origin': ({ origin, urlOrigin, afterRedirects }) =>
    afterRedirects
      ? `The page and the URL are both at ${quote(origin)}, but redirects led through another origin, so the request is still cross-origin.`
      : `The page is at ${quote(origin)} and the URL at ${quote(urlOrigin)}, so the request is cross-origin.`,
  'cross-origin-not-allowed': ({ origin, urlOrigin }) =>
    `The page is at ${quote(origin)} and the URL at ${quote(urlOrigin)}, and mode same-origin does not allow cross-origin requests.`,
  'redirect-mode-not-allowed-in-no-cors': ({ redirect }) =>
    `Mode no-cors requires redirect mode follow, not ${redirect}.`,
  'scheme-not-http': ({ scheme }) =>
    `The URL's scheme is ${quote(scheme)}; only http and https can be fetched here.`,
  'data-url-invalid': () => 'The data: URL is invalid: it has no comma.',
  'data-url': () => 'A data: URL contains its own response, which every page can read.',
  'preflight-not-needed': ({ method }) =>
    `No preflight is needed: ${method} and all request headers are CORS-safelisted.`,
  'preflight-needed': ({ method, headers, upload }) => {
    const reasons = [
      ...(method === null ? [] : [`${quote(method)} is not a CORS-safelisted method`]),
      ...headers.map(describeUnsafeHeader),
      ...(upload ? ['there is an upload listener or a streamed body'] : []),
    ];
    return `A preflight is needed: ${reasons.join('; ')}.`;
  },
  'preflight-cached': () => 'A cached preflight response that is still valid covers the request.',
  'preflight-not-cached': ({ missing }) =>
    `No cached preflight response that is still valid covers ${enumerate(missing)}, so a preflight is sent.`,
  'preflight-assumed-cached': () =>
    'No preflight was sent, so the browser is assumed to have a cached preflight response.',
  'response-received': ({ method, url, status }) =>
    `The response to ${method} ${quote(url)} has status ${status}.`,
  'request-failed': ({ method, url, detail }) =>
    `${method} ${quote(url)} failed: ${detail ?? 'there is no response'}`,
  'allow-origin-missing': ({ response, ...expected }) =>
    `${responses[response]} has no Access-Control-Allow-Origin; expected ${expectedOrigin(expected)}.`,
  'allow-origin-wildcard': ({ credentials }) =>
    `Access-Control-Allow-Origin is ${quote('*')}: with credentials mode ${credentials}, every origin can read the response.`,
  'allow-origin-matches': ({ origin }) =>
    `Access-Control-Allow-Origin is ${quote(origin)}, the request's origin.`,
  'allow-origin-repeated': ({ value, count, ...expected }) =>
    `Access-Control-Allow-Origin was sent ${times(count)}, joined as ${quote(value)}; expected it once, with the value ${expectedOrigin(expected)}.`,
  'allow-origin-wildcard-with-credentials': (expected) =>
    `Access-Control-Allow-Origin is ${quote('*')}, and the request's credentials mode is include; expected ${expectedOrigin(expected)}.`,
  'allow-origin-differs': ({ value, mistake, ...expected }) =>
    `Access-Control-Allow-Origin is ${quote(value)}: ${mistakes[mistake]}. Expected ${expectedOrigin(expected)}.`,
  'allow-credentials-missing': ({ response }) =>
    `${responses[response]} has no Access-Control-Allow-Credentials; expected ${trueForInclude}.`,
  'allow-credentials-true': () => `Access-Control-Allow-Credentials is ${quote('true')}.`,
  'allow-credentials-repeated': ({ value, count }) =>
    `Access-Control-Allow-Credentials was sent ${times(count)}, joined as ${quote(value)}; expected it once, with the value ${trueForInclude}.`,
  'allow-credentials-differs': ({ value }) =>
    `Access-Control-Allow-Credentials is ${quote(value)}; expected ${trueForInclude}.${value.toLowerCase() === 'true' ? ' The value is case-sensitive.' : ''}`,
  'preflight-status-ok': ({ status }) => `The response to the preflight has status ${status}.`,
  'preflight-status-not-ok': ({ status }) =>
    `The response to the preflight has status ${status}; expected 200 to 299.${statusHint(status)}`,
  'method-listed': ({ method, allowed }) =>
    `Access-Control-Allow-Methods lists ${enumerate(allowed)}, which allows ${quote(method)}.`,
  'method-safelisted': ({ method }) => `${quote(method)} is CORS-safelisted and does not need to be listed.`,
  'upload-needs-no-method': () =>
    'There is no Access-Control-Allow-Methods, and an upload listener alone does not need it.',
  'method-covered-by-wildcard': ({ method }) =>
    `Access-Control-Allow-Methods is ${quote('*')}, which allows ${quote(method)}.`,
  'allow-methods-missing': ({ method }) =>
    `The response to the preflight has no Access-Control-Allow-Methods; expected it to list ${quote(method)}, which is not CORS-safelisted.`,
  'allow-methods-invalid': ({ value }) =>
    `Access-Control-Allow-Methods is ${quote(value)}, which is not a comma-separated list of methods, so the preflight fails.`,
  'method-not-allowed': ({ method, allowed }) =>
    `Access-Control-Allow-Methods lists ${enumerate(allowed)}; ${quote(method)} is missing.`,
  'method-in-other-case': ({ method, allowed, listed }) =>
    `Access-Control-Allow-Methods lists ${enumerate(allowed)}, but methods are case-sensitive: ${quote(listed)} is not ${quote(method)}.${methodHint(method)}`,
  'method-wildcard-with-credentials': ({ method, allowed }) =>
    `Access-Control-Allow-Methods lists ${enumerate(allowed)}; ${noWildcard}, so ${quote(method)} must be listed by name.`,
  'no-headers-to-allow': () => 'No request header needs to be allowed.',
  'headers-allowed': ({ headers, allowed }) =>
    `Access-Control-Allow-Headers lists ${enumerate(allowed)}, which allows ${enumerate(headers)}.`,
  'allow-headers-missing': ({ missing }) =>
    `The response to the preflight has no Access-Control-Allow-Headers; expected it to list ${enumerate(missing)}.`,
  'allow-headers-invalid': ({ value }) =>
    `Access-Control-Allow-Headers is ${quote(value)}, which is not a comma-separated list of header names, so the preflight fails.`,
  'headers-not-allowed': ({ missing, allowed }) =>
    `Access-Control-Allow-Headers lists ${enumerate(allowed)}; missing: ${enumerate(missing)}.`,
  'headers-wildcard-with-credentials': ({ missing, allowed }) =>
    `Access-Control-Allow-Headers lists ${enumerate(allowed)}; ${noWildcard}, so ${enumerate(missing)} must be listed by name.`,
  'authorization-not-covered-by-wildcard': ({ missing, allowed }) =>
    `Access-Control-Allow-Headers lists ${enumerate(allowed)}; ${quote('*')} does not cover ${enumerate(missing)}, which must be listed by name.`,
  'max-age': ({ seconds }) =>
    `Access-Control-Max-Age allows the browser to cache the preflight response for ${seconds} s.`,
  'max-age-missing': () =>
    'There is no Access-Control-Max-Age, so the preflight response is cached for the default time.',
  'max-age-invalid': ({ value }) =>
    `Access-Control-Max-Age is ${quote(value)}, which is not a number of seconds, so the default time applies.`,
  'resource-policy-met': ({ value, origin }) =>
    `Cross-Origin-Resource-Policy is ${quote(value)}, which allows a page at ${quote(origin)}.`,
  'resource-policy-not-met': ({ value, origin }) =>
    `Cross-Origin-Resource-Policy is ${quote(value)}, which does not allow a page at ${quote(origin)}.`,
  'resource-policy-missing': ({ embedderPolicy, origin }) =>
    `There is no Cross-Origin-Resource-Policy, which the Cross-Origin-Embedder-Policy of the page at ${quote(origin)} requires: ${quote(embedderPolicy)}.`,
  'redirect-not-followed': () =>
    'Redirect mode manual: the redirect is not followed, and its response is hidden from the script.',
  'redirect-not-allowed': ({ status }) =>
    `Status ${status} is a redirect, which redirect mode error does not allow.`,
  'redirect-followed': ({ status, url }) => `Status ${status} redirects to ${quote(url)}.`,
  'location-missing': ({ status }) => `Status ${status} without Location is not followed.`,
  'location-invalid': ({ value }) => `Location is ${quote(value)}, which is not a single valid URL.`,
  'redirect-not-http': ({ url }) => `The redirect leads to ${quote(url)}, which is not HTTP(S).`,
  'too-many-redirects': ({ count, limit }) => `This is redirect ${count}; at most ${limit} are followed.`,
  'redirect-with-userinfo': ({ url }) =>
    `The redirect leads to ${quote(url)}, which contains a username or password.`,
  'stream-not-repeatable': ({ status }) =>
    `The request's body is a stream, which cannot be sent again after status ${status}.`,
  'method-becomes-get': ({ status, method }) =>
    `After status ${status}, the method changes from ${quote(method)} to ${quote('GET')}, and the body is dropped.`,
  'authorization-removed': () => 'Authorization is not sent to another origin after a redirect.',
  'origin-hidden-by-redirect': ({ origin }) =>
    `The request was redirected from one cross-origin server to another, so its origin becomes ${quote(origin)}.`,
  'headers-exposed': ({ exposed, hidden }) =>
    `Access-Control-Expose-Headers lists ${enumerate(exposed)}${hiddenPart(hidden)}.`,
  'all-headers-exposed': ({ exposed }) =>
    `Access-Control-Expose-Headers lists ${enumerate(exposed)}, and ${quote('*')} exposes every header.`,
  'expose-wildcard-with-credentials': ({ exposed, hidden }) =>
    `Access-Control-Expose-Headers lists ${enumerate(exposed)}; ${noWildcard}${hiddenPart(hidden)}.`,
  'expose-headers-missing': ({ hidden }) => `There is no Access-Control-Expose-Headers${hiddenPart(hidden)}.`,
  'expose-headers-invalid': ({ value }) =>
    `Access-Control-Expose-Headers is ${quote(value)}, which is not a comma-separated list of header names, so it exposes nothing.`,
  'integrity-matches': () => 'The content has the hash in the integrity attribute.',
  'integrity-differs': () => 'The content does not have the hash in the integrity attribute.',
  'integrity-of-opaque': () =>
    'The element has an integrity attribute and no crossorigin: an opaque response cannot be compared with a hash.',
  'response-opaque': () => 'The response is opaque: mode no-cors hides its status, headers and body.',
};

const responses: Readonly<Record<CheckedResponse, string>> = {
  response: 'The response',
  preflight: 'The response to the preflight',
  redirect: 'The redirect',
};

const mistakes: Readonly<Record<OriginMistake, string>> = {
  empty: 'the value is empty',
  'control-characters': 'the value contains control characters',
  'request-origin-is-null': "the request's origin is opaque, or was hidden by a redirect",
  null: `${quote('null')} matches only opaque origins, such as sandboxed frames`,
  'null-in-other-case': 'this is not a valid origin',
  quoted: 'the origin must not be in quotes',
  list: 'the header takes one origin, not a list',
  whitespace: 'the header takes one origin and nothing else',
  pattern: `${quote('*')} must stand alone, and patterns are not supported`,
  'other-case': 'the comparison is case-sensitive, and origins are in lower case',
  'trailing-slash': 'an origin has no trailing slash',
  'more-than-origin': 'an origin is only scheme, host and port',
  'no-scheme': 'the scheme is missing',
  'default-port': "an origin does not include its scheme's default port",
  'other-port': 'the port is different',
  'other-scheme': 'the scheme is different',
  'other-origin': 'this is a different origin',
};

const trueForInclude = `${quote('true')}, because the request's credentials mode is include`;
const noWildcard = `with credentials mode include, ${quote('*')} is not a wildcard`;

function expectedOrigin({ origin, credentials }: { origin: string; credentials: CredentialsMode }): string {
  return credentials === 'include' ? quote(origin) : `${quote('*')} or ${quote(origin)}`;
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`;
}

function statusHint(status: number): string {
  if (isRedirectStatus(status)) return ' Redirects of a preflight are not followed.';
  return status === 401 ? ' Preflights carry no credentials, so they must be answered without.' : '';
}

/** Many developers expect `patch` to become `PATCH`. */
function methodHint(method: string): string {
  return method === 'patch'
    ? ' Browsers convert only DELETE, GET, HEAD, OPTIONS, POST and PUT to upper case.'
    : '';
}

function hiddenPart(hidden: readonly string[]): string {
  return hidden.length === 0 ? '' : `; scripts cannot read ${enumerate(hidden)}`;
}
