import type { CauseCode } from './cause.ts';

/** What an attacker gains, or what users lose: one sentence. */
export function impactOf(code: CauseCode, hasCredentials: boolean): string {
  const impact = impacts[code];
  return typeof impact === 'string' ? impact : impact[hasCredentials ? 'credentials' : 'plain'];
}

interface ByCredentials {
  readonly plain: string;
  readonly credentials: string;
}

const blocked = 'Pages at an origin that the policy allows cannot use this API.';
const matchedOrigin: ByCredentials = {
  plain: 'An attacker can register such a host, and its pages can read what only allowed origins should.',
  credentials:
    'An attacker can register such a host; its pages read and change data with the session of every visitor who is logged in.',
};
const dependents: ByCredentials = {
  plain: 'Pages there can read responses that only allowed origins should.',
  credentials: 'Pages there can read and change data with the session of a visitor who is logged in.',
};

const impacts: Readonly<Record<CauseCode, string | ByCredentials>> = {
  'cors-missing': blocked,
  'origin-missing': blocked,
  'trailing-slash': blocked,
  'origin-in-other-scheme': blocked,
  'origin-with-www': blocked,
  'origin-in-other-case': blocked,
  'origin-with-other-port': blocked,
  'origin-fixed': blocked,
  'origin-invalid': 'Browsers block every cross-origin page.',
  'origins-in-one-line': 'Browsers block every cross-origin page: the header can hold one origin only.',
  'header-duplicated':
    'Browsers block every cross-origin page: they join the lines to a value that matches no origin.',
  'wildcard-with-credentials': 'Browsers block every request with cookies, so that pages cannot use a login.',
  'credentials-missing': 'Browsers block every request with cookies, so that pages cannot use a login.',
  'credentials-invalid': 'Browsers block every request with cookies: only `true`, in lower case, counts.',
  'preflight-needs-authentication':
    'Browsers send preflights without cookies and Authorization, so every request that needs a preflight is blocked.',
  'preflight-redirected': 'Browsers do not follow redirects of preflights, so the request is blocked.',
  'preflight-status':
    'Browsers accept only statuses 200 to 299, so every request that needs a preflight is blocked.',
  'preflight-without-headers':
    'Every request that needs a preflight (PUT, DELETE, JSON, own headers) is blocked.',
  'options-not-forwarded': 'Clients that ask with OPTIONS for what a resource can do get an empty response.',
  'method-not-listed': 'Browsers block these methods after the preflight.',
  'method-in-other-case': 'Browsers compare methods exactly, and block this one.',
  'header-not-listed': 'Browsers block requests with these headers after the preflight.',
  'request-list-misread':
    'Proxies and other clients may write this list differently from browsers: their preflights then fail.',
  'authorization-not-listed': 'Browsers block every request with an Authorization header.',
  'list-wildcard-with-credentials': 'Browsers take `*` for a name here, and block requests with credentials.',
  'list-invalid': 'Browsers reject the whole list.',
  'max-age-missing': 'Browsers repeat preflights after 5 seconds: slower pages, and more load.',
  'max-age-differs': 'Browsers keep preflights for another time than intended.',
  'error-response-without-headers':
    'Scripts cannot read the status or the message of an error: they see a network error.',
  'not-modified-without-headers':
    'A script that sends If-None-Match or If-Modified-Since gets a network error as soon as its copy is still valid.',
  'redirect-without-headers': 'Browsers block the request at the redirect.',
  'redirect-to-other-origin': 'The server at the other end sees Origin `null`, which it should not allow.',
  'response-without-headers': 'The server processes these requests, and scripts cannot read the responses.',
  'header-not-exposed': 'Scripts cannot read these headers: they seem to be absent.',
  'header-exposed': 'Scripts can read headers that the policy hides.',
  'resource-policy': 'Pages of other origins cannot embed the response.',
  'response-changed': 'Pages get another response than the application sends.',
  'request-blocked': blocked,
  'any-origin-allowed':
    'Pages of every site can read the responses, which matters where the network protects the server.',
  'origin-reflected': {
    plain: 'Pages of every site can read the responses, which matters where the network protects the server.',
    credentials:
      'Every site that a logged-in user visits can read and change data with the session of that user.',
  },
  'null-allowed': {
    plain:
      'Every site can send requests with Origin `null`, from a sandboxed iframe, and read the responses.',
    credentials:
      'Every site can send requests with Origin `null`, from a sandboxed iframe, and read and change data with the session of its visitor.',
  },
  'origin-matched-by-suffix': matchedOrigin,
  'origin-matched-by-prefix': matchedOrigin,
  'origin-matched-by-content': matchedOrigin,
  'origin-matched-by-part': matchedOrigin,
  'origin-dot-unescaped': matchedOrigin,
  'origin-matched-loosely': matchedOrigin,
  'origin-scheme-ignored': {
    plain:
      'An attacker in the network can serve a page over plain HTTP and read responses that are sent over HTTPS.',
    credentials:
      'An attacker in the network can serve a page over plain HTTP and use the session that HTTPS protects.',
  },
  'origin-port-ignored': dependents,
  'subdomains-allowed': {
    plain: 'One subdomain that an attacker takes over can read the responses.',
    credentials: 'One subdomain that an attacker takes over can use the session of every visitor.',
  },
  'credentials-allowed': 'Pages can use the session of their visitors, which the policy excludes.',
  'any-origin-with-credentials':
    'Every site that a logged-in user visits can read and change data with the session of that user.',
  'method-allowed': 'Pages can send methods that the policy excludes.',
  'header-allowed': 'Pages can send request headers that the policy excludes.',
  'write-before-check': 'Every site can change data: CORS keeps the page from reading the response only.',
  'write-rejected': 'Pages cannot use these methods.',
  'answers-differ': {
    plain: 'Pages fail at random, or get access that the policy excludes, depending on what was sent before.',
    credentials:
      'Pages fail at random, or use the session of a visitor although the policy excludes them, depending on what was sent before.',
  },
  'answer-of-other-request':
    'Pages of all allowed origins fail at random, the more often the more users there are.',
  'http-version':
    'Browsers never use HTTP/1.0, but a proxy in front of the server may: then pages are blocked, or get access that the policy excludes.',
  'origin-fails':
    'Apps and extensions at such an origin cannot use the API, and anyone can cause errors on the server.',
  'vary-request-missing':
    'A CDN that stores responses to OPTIONS can serve the response to one preflight for another, which then fails.',
  'vary-missing':
    'A cache can serve the response for one origin to another: pages fail at random, or read what is not for them.',
  'private-network-allowed': 'Public sites can reach a server in the private network of their visitors.',
  'header-unexpected': 'It works today, and can mislead clients and caches.',
  'slow-request': 'Anyone can keep the server busy with few requests.',
  'status-changed': 'Scripts see another status than the application sends.',
  'requests-unexpected': 'Pages send other requests than intended.',
};
