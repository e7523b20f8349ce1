interface StandardSection {
  readonly title: string;
  readonly summary: string;
}

/** The sections of the Fetch standard that scenarios refer to, by anchor, each with a short summary. */
export const standardSections: Readonly<Record<string, StandardSection>> = {
  '#append-a-request-origin-header': { title: 'Append a request `Origin` header', summary: 'CORS requests have an Origin header whatever their method. Other requests have it with every method except GET and HEAD.' },
  '#concept-cors-check': { title: 'CORS check', summary: 'A response passes if Access-Control-Allow-Origin is `*` and the request has no credentials, or if it is byte for byte the request’s origin. With credentials, Access-Control-Allow-Credentials must also be exactly `true`. Otherwise the result is a network error.' },
  '#concept-filtered-response-basic': { title: 'Basic filtered response', summary: 'A same-origin response exposes every header except Set-Cookie.' },
  '#concept-http-fetch': { title: 'HTTP fetch', summary: 'Browsers apply the CORS check to every response to a CORS request, including redirects, before they process it.' },
  '#concept-http-redirect-fetch': { title: 'HTTP-redirect fetch', summary: 'Browsers follow up to twenty redirects. After 301 and 302, a POST continues as GET; after 303, every method except GET and HEAD does; after 307 and 308, the method and the body are kept.' },
  '#concept-main-fetch': { title: 'Main fetch', summary: 'The request’s mode decides: `no-cors` results in an opaque response, `cors` in a response that has passed the CORS check.' },
  '#concept-method-normalize': { title: 'Normalize a method', summary: 'Browsers convert DELETE, GET, HEAD, OPTIONS, POST and PUT to upper case. Other methods, including PATCH, are sent as they are written, and methods are compared case-sensitively.' },
  '#concept-request-credentials-mode': { title: 'Credentials mode', summary: '`same-origin`, the default of fetch, sends cookies only to the page’s own origin; `include` also sends them to other origins.' },
  '#concept-request-tainted-origin': { title: 'Redirect-tainted origin', summary: 'A request that is redirected from one cross-origin URL to another origin has `Origin: null` from then on.' },
  '#cors-non-wildcard-request-header-name': { title: 'CORS non-wildcard request-header name', summary: '`*` in Access-Control-Allow-Headers does not cover Authorization, which must be listed by name.' },
  '#cors-preflight-cache': { title: 'CORS-preflight cache', summary: 'Browsers cache every method and header that a preflight response lists, per URL, origin and credentials mode, until its max age ends.' },
  '#cors-preflight-fetch-0': { title: 'CORS-preflight fetch', summary: 'The preflight response must pass the CORS check and have a status from 200 to 299. Access-Control-Allow-Methods must list the method, unless it is GET, HEAD or POST, and Access-Control-Allow-Headers every header that is not safelisted. Without credentials, `*` matches all.' },
  '#cors-protocol': { title: 'CORS protocol', summary: 'It allows a server to share responses with other origins, and sends a preflight before requests that a form could not send. It does not block other requests.' },
  '#cors-protocol-and-credentials': { title: 'CORS protocol and credentials', summary: 'With credentials, `*` is not a wildcard in any header, and Access-Control-Allow-Credentials must be `true`. Preflights never include credentials.' },
  '#cors-protocol-and-http-caches': { title: 'CORS protocol and HTTP caches', summary: 'If Access-Control-Allow-Origin depends on the request’s Origin, every response needs `Vary: Origin`, including responses to requests without Origin. A constant value needs no Vary.' },
  '#cors-safelisted-method': { title: 'CORS-safelisted method', summary: 'GET, HEAD and POST need no preflight.' },
  '#cors-safelisted-request-header': { title: 'CORS-safelisted request-header', summary: 'Accept, Accept-Language, Content-Language, Content-Type and a simple Range need no preflight if their values have at most 128 bytes; Content-Type only with the three types that forms use.' },
  '#cors-safelisted-response-header-name': { title: 'CORS-safelisted response-header name', summary: 'Cache-Control, Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma are readable without being exposed.' },
  '#cross-origin-embedder-policy-allows-credentials': { title: 'Cross-Origin-Embedder-Policy allows credentials', summary: 'In a page with `credentialless`, requests in mode no-cors to other origins have no credentials.' },
  '#cross-origin-resource-policy-check': { title: 'Cross-origin resource policy check', summary: 'Cross-Origin-Resource-Policy can keep responses in mode no-cors from pages at other origins. In a page with `Cross-Origin-Embedder-Policy: require-corp`, a response without it is kept from them as well. It does not apply to responses that have passed the CORS check.' },
  '#fetch-later-method': { title: 'fetchLater() method', summary: 'A deferred fetch is sent when the page is left or after a given time, with keepalive. Scripts do not get its response.' },
  '#forbidden-response-header-name': { title: 'Forbidden response-header name', summary: 'Scripts can never read Set-Cookie.' },
  '#http-access-control-allow-credentials': { title: '`Access-Control-Allow-Credentials`', summary: 'The only valid value is `true`, in lower case.' },
  '#http-access-control-allow-headers': { title: '`Access-Control-Allow-Headers`', summary: 'In a preflight response: the request headers that the URL supports.' },
  '#http-access-control-allow-methods': { title: '`Access-Control-Allow-Methods`', summary: 'In a preflight response: the methods that the URL supports.' },
  '#http-access-control-allow-origin': { title: '`Access-Control-Allow-Origin`', summary: 'The origin that the response is shared with: one origin, `null` or `*`.' },
  '#http-access-control-expose-headers': { title: '`Access-Control-Expose-Headers`', summary: 'The response headers that are readable in addition to the safelisted ones. Without credentials, `*` matches all.' },
  '#http-access-control-max-age': { title: '`Access-Control-Max-Age`', summary: 'The number of seconds that a preflight response can be cached; the default is 5.' },
  '#http-access-control-request-headers': { title: '`Access-Control-Request-Headers`', summary: 'In a preflight: the list of header names that the actual request may have.' },
  '#http-access-control-request-method': { title: '`Access-Control-Request-Method`', summary: 'In a preflight: the method of the actual request.' },
  '#http-requests': { title: 'HTTP requests of the CORS protocol', summary: 'A request with Origin is not necessarily a CORS request. A preflight is an OPTIONS request that also has Access-Control-Request-Method.' },
  '#http-responses': { title: 'HTTP responses of the CORS protocol', summary: 'A response to a request that is not a preflight may have any status. If it is to be shared, it needs the headers whatever its status is.' },
  '#main-fetch': { title: 'Main fetch', summary: 'A same-origin request needs neither a preflight nor the CORS check. A cross-origin request in `same-origin` mode is a network error and is not sent.' },
  '#origin-header': { title: '`Origin` header', summary: 'It names the origin that a request is made from: in CORS requests, in requests with other methods than GET and HEAD, and in the handshake of a WebSocket.' },
  '#request-keepalive-flag': { title: 'keepalive', summary: 'A request with keepalive continues when its page is gone. sendBeacon uses it, and so can fetch.' },
  '#simple-range-header-value': { title: 'Simple range header value', summary: 'A Range header with one range that has a start, `bytes=0-`, needs no preflight; a suffix range, `bytes=-200`, does.' },
}; // prettier-ignore
