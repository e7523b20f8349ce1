import type { Policy } from '../policy/policy.ts';
import type { Cause, CauseCode } from './cause.ts';

/** What to change on the server, whatever it is written with: one to three sentences. */
export function genericFix(cause: Cause, policy: Policy): string {
  // The table has, under each code, the text for that cause; TypeScript cannot follow that by itself.
  const text = fixes[cause.code] as (data: Cause, policy: Policy) => string;
  return text(cause, policy);
}

type FixTexts = {
  readonly [Code in CauseCode]: (data: Cause<Code>, policy: Policy) => string;
};

const fixes: FixTexts = {
  'cors-missing': () =>
    'Add CORS to the server, for every route and method, before authentication, routing and redirects.',
  'origin-missing': ({ origins }, policy) => {
    const named = origins.filter((origin) => origin !== 'null');
    return named.length === 0
      ? 'Open the page from a server: its origin is `null`, which no server should allow.'
      : `Add ${joined(named)} to the allowed origins, exactly as browsers send ${named.length === 1 ? 'it' : 'them'}: scheme, host and port, without a slash at the end${byName(policy)}.`;
  },
  'trailing-slash': ({ origin, allowed }) =>
    `Allow ${origin} instead of ${allowed}: an origin has no slash at the end.`,
  'origin-in-other-scheme': ({ origin, allowed }) =>
    `Allow ${origin} instead of ${allowed}: the scheme is part of the origin.`,
  'origin-with-www': ({ origin, allowed }) =>
    `Allow ${origin}, instead of ${allowed} or in addition to it: each host is an origin of its own.`,
  'origin-in-other-case': ({ origin, allowed }) =>
    `Allow ${origin} instead of ${allowed}: browsers send origins in lower case.`,
  'origin-with-other-port': ({ origin, allowed }) =>
    `Allow ${origin} instead of ${allowed}: the port is part of the origin, and browsers omit the scheme's default port.`,
  'origin-fixed': () =>
    "Compare the request's Origin with the list of allowed origins, and send the one that matches, with Vary: Origin.",
  'origin-invalid': ({ value }) =>
    `Send the request's origin, if it is allowed, instead of \`${value}\`; send no header to other origins.`,
  'origins-in-one-line': () =>
    "The header has exactly one origin: compare the request's Origin with the list, and send the one that matches, with Vary: Origin.",
  'header-duplicated': ({ headers }) =>
    `Two places set ${joined(headers)}, such as the application and a proxy in front of it: remove ${headers.length === 1 ? 'it' : 'them'} from one.`,
  'wildcard-with-credentials': () =>
    "Replace `*` by the list of allowed origins, so that the response has the request's origin.",
  'credentials-missing': () =>
    'Enable credentials for the allowed origins: the response to the preflight and the response itself need Access-Control-Allow-Credentials: `true`.',
  'credentials-invalid': () => 'Send Access-Control-Allow-Credentials: `true`, exactly and in lower case.',

  'preflight-needs-authentication': () =>
    'Run CORS before authentication: browsers send preflights without cookies and Authorization.',
  'preflight-redirected': ({ location }) =>
    isLogin(location)
      ? 'Run CORS before authentication, and answer API requests without a login with status 401 instead of a redirect to a login page.'
      : `Request the final URL${named(location)} in the script, and answer preflights there: browsers do not follow redirects of preflights.`,
  'preflight-status': ({ status }) =>
    `Answer OPTIONS requests that have Access-Control-Request-Method with status 200 or 204, before authentication, routing and redirects${status >= 500 ? '; the log of the server has the reason for its error' : ''}.`,
  'preflight-without-headers': () =>
    'Run CORS for OPTIONS requests too, before what answers them now: authentication, routing, or a handler of its own.',
  'method-not-listed': ({ methods }, policy) =>
    `Add ${joined(methods)} to the allowed methods${byName(policy)}.`,
  'method-in-other-case': ({ method, listed }) =>
    `List \`${method}\` instead of \`${listed}\`: methods are case-sensitive.`,
  'header-not-listed': ({ headers }, policy) =>
    `Add ${joined(headers)} to the allowed request headers${byName(policy)}.`,
  'request-list-misread': () =>
    'Read all lines of Access-Control-Request-Headers as one list of names, with or without spaces and empty elements. Browsers send one line, so their requests are not affected.',
  'authorization-not-listed': () =>
    'Add Authorization to the allowed request headers by name: `*` does not include it.',
  'list-wildcard-with-credentials': ({ header, missing }) =>
    `List the names in ${header} instead of \`*\`${missing.length === 0 ? '' : `: ${joined(missing)}`}.`,
  'list-invalid': ({ header }) => `Send names separated by commas in ${header}, and nothing else.`,
  'max-age-missing': ({ expected }) => `Send Access-Control-Max-Age: ${expected}.`,
  'max-age-differs': ({ expected }) => `Send Access-Control-Max-Age: ${expected}.`,

  'error-response-without-headers': ({ statuses }) =>
    statuses.length > 0 && statuses.every((status) => status >= 502 && status <= 504)
      ? `A proxy in front of the application creates the page for status ${joined(statuses.map(String))}: add the CORS headers there as well.`
      : `The page for status ${joined(statuses.map(String))} is created outside CORS: run error handling inside it, or add the headers there.`,
  'not-modified-without-headers': () =>
    'Responses with status 304 are created outside CORS, or lose its headers: run CORS outside of what compares ETags, or have that keep the headers of CORS.',
  'redirect-without-headers': ({ location }) =>
    isLogin(location)
      ? 'Answer API requests without a login with status 401 and CORS headers, instead of a redirect to a login page.'
      : `Request the final URL${named(location)} in the script, or run CORS before what redirects.`,
  'redirect-to-other-origin': ({ location }) =>
    isLogin(location)
      ? 'Answer API requests without a login with status 401 and CORS headers, instead of a redirect to a login page.'
      : `Request the final URL${named(location)} in the script, or respond without a redirect: after a redirect to another origin, Origin is \`null\`, which no server should allow.`,
  'response-without-headers': ({ methods }) =>
    `Run CORS for ${joined(methods)} requests too: the preflight is not enough, each response needs the headers.`,
  'header-not-exposed': ({ headers }, policy) =>
    `Add ${joined(headers)} to the exposed headers${byName(policy)}.`,
  'header-exposed': ({ headers }) => `Remove ${joined(headers)} from the exposed headers.`,
  'resource-policy': () =>
    'Send Cross-Origin-Resource-Policy: `cross-origin` with responses that pages of other origins embed.',
  'options-not-forwarded': () =>
    'Have the middleware answer only preflights: OPTIONS requests that have Access-Control-Request-Method.',
  'response-changed': () =>
    'Let CORS add headers only: it must neither change the response nor keep a request from the application.',
  'request-blocked': () => seeExchanges,

  'any-origin-allowed': () => 'List the allowed origins instead of `*`.',
  'origin-reflected': () =>
    'Compare the whole Origin with the list of allowed origins instead of reflecting it.',
  'null-allowed': () =>
    'Remove `null` from the allowed origins, and from what a function or a pattern accepts: every site can send it.',
  'origin-matched-by-suffix': ({ origin }) =>
    `Compare the whole Origin with the list: a comparison of its end (\`endsWith\`, a pattern without \`^\`) accepts ${origin} too.`,
  'origin-matched-by-prefix': ({ origin }) =>
    `Compare the whole Origin with the list: a comparison of its beginning (\`startsWith\`, a pattern without \`$\`) accepts ${origin} too.`,
  'origin-matched-by-content': ({ origin }) =>
    `Compare the whole Origin with the list: a search in it (\`includes\`, a pattern without \`^\` and \`$\`) accepts ${origin} too.`,
  'origin-matched-by-part': ({ origin }) =>
    `Compare Origin with the members of a list: a search in one string of origins accepts ${origin === '' ? 'an empty Origin' : origin} too.`,
  'origin-dot-unescaped': ({ origin }) =>
    `Escape the dots of the pattern (\`\\.\`), or compare with a list: a dot stands for any character, which accepts ${origin} too.`,
  'origin-scheme-ignored': ({ origin }) =>
    `Compare the scheme too: list whole origins such as https://…, so that ${origin} is not accepted.`,
  'origin-port-ignored': ({ origin }) =>
    `Compare the port too: list whole origins, so that ${origin} is not accepted.`,
  'subdomains-allowed': ({ origin }) =>
    `List the hosts that may use the server instead of all of a domain: ${origin} is not in the policy.`,
  'origin-matched-loosely': ({ origin }) =>
    `Compare the whole Origin with the list, byte by byte, so that ${origin === '' ? 'an empty Origin' : origin} is not accepted.`,
  'credentials-allowed': () =>
    'Disable credentials, so that no response has Access-Control-Allow-Credentials.',
  'any-origin-with-credentials': () =>
    'List the origins that may use credentials: any origin together with credentials gives every site the session of its visitor.',
  'method-allowed': ({ methods }) => `Remove ${joined(methods)}: list only the methods of the policy.`,
  'header-allowed': ({ headers }) =>
    headers.length > mostRemoved
      ? 'List the request headers of the policy instead of reflecting the requested ones.'
      : `Remove ${joined(headers)}: list the request headers of the policy instead of reflecting the requested ones.`,
  'write-before-check': () =>
    'Check Origin, or a CSRF token, before a request changes data, and change nothing for OPTIONS: CORS only decides whether a page can read the response.',
  'write-rejected': () =>
    'A layer in front of the application, such as protection against CSRF, rejects the request: allow the origins of the policy there too.',

  'answers-differ': () =>
    'Decide about each request from that request alone: keep neither Origin nor the decision in a variable that requests share, nor with the connection or the session, and use no regular expression with the `g` flag. If a cache stores the responses, it needs Origin in its key.',
  'answer-of-other-request': () =>
    'Keep the origin with its request, not in a variable that all requests share. If a cache stores the responses, in the application or in front of it, it needs Origin in its key: send Vary: Origin.',
  'http-version': () =>
    'Treat all versions of HTTP alike. In nginx, `proxy_http_version 1.1` makes the proxy use HTTP/1.1.',
  'origin-fails': () =>
    'Compare Origin as a string: it need not be a URL with http or https, and parsing it must not throw.',

  'vary-request-missing': ({ headers }) =>
    `Add ${joined(headers)} to Vary in the responses to preflights, or send the whole list of the policy whatever the preflight asks for.`,
  'vary-missing': () =>
    'Add Vary: Origin to every response of this URL: to blocked requests, errors, preflights, and requests without Origin.',
  'private-network-allowed': () =>
    'Disable access from public sites to private networks, unless it is intended: https://wicg.github.io/local-network-access/.',
  'header-unexpected': ({ header }) => byHeader[header.toLowerCase()] ?? seeExchanges,
  'slow-request': () =>
    'Limit the length of Origin and Access-Control-Request-Headers that the server examines, and match them without backtracking.',
  'status-changed': ({ expected }) =>
    `Let CORS add headers only: it must keep the status ${expected} of the application.`,
  'requests-unexpected': () => seeExchanges,
};

const seeExchanges =
  'See the exchanges for what the server sent: `corspec explain` shows what a browser does with it.';

/** By header, in lower case, or `status`. */
const byHeader: Readonly<Record<string, string>> = {
  status:
    'Answer OPTIONS requests that have Access-Control-Request-Method with status 200 or 204, whatever value that header has.',
  vary: "Add the missing names to the handler's own Vary header, and remove none from it.",
  'access-control-allow-origin':
    "Send the request's origin, if it is allowed, or `*`, in one line; send no such header to other origins.",
  'access-control-allow-credentials':
    'Send `true` to allowed origins if the policy allows credentials; otherwise do not send the header.',
  'access-control-allow-methods': 'List the methods of the policy.',
  'access-control-allow-headers': 'List the request headers of the policy.',
  'access-control-expose-headers': 'List the exposed headers of the policy.',
  'access-control-max-age': 'Set the max age to the value of the policy.',
  'access-control-allow-private-network':
    'Disable access from public sites to private networks, unless it is intended: https://wicg.github.io/local-network-access/.',
};

function byName({ credentials }: Policy): string {
  return credentials === true ? ', by name: with credentials `*` is no wildcard' : '';
}

/** A server that allows more request headers than this reflects them: it has no list with their names. */
const mostRemoved = 3;

/** ` (/final)` */
function named(location: string | null): string {
  return location === null || /^[a-z][a-z0-9+.-]*:(?!\/\/)/i.test(location) ? '' : ` (${location})`;
}

/** Whether a redirect leads to a login page: a script can do nothing there. */
function isLogin(location: string | null): boolean {
  return location !== null && /log-?in|sign-?in|\bsso\b|oauth|saml|authorize/i.test(location);
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
