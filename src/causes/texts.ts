import { textFrom, type Texts } from '../text/coded.ts';
import type { Cause, Part } from './cause.ts';

/** What is wrong, in one line without a full stop: the first words that a person reads. */
export function causeTitle(cause: Cause): string {
  return textFrom(titles, cause);
}

const titles: Texts<Cause> = {
  'cors-missing': ({ statuses }) =>
    `The server sends no CORS headers at all${statuses.some((status) => status < 400) ? '' : `: every response has status ${statuses.join(' or ')}`}`,
  'origin-missing': ({ origins }) =>
    `The server does not allow ${listed(origins)}, which ${origins.length === 1 ? 'is' : 'are'} in the policy`,
  'trailing-slash': ({ origin, allowed }) =>
    `The server allows ${allowed} with a slash at the end; browsers send ${origin}`,
  'origin-in-other-scheme': spelled('with another scheme'),
  'origin-with-www': spelled('another host'),
  'origin-in-other-case': spelled('in another case'),
  'origin-with-other-port': spelled('with another port'),
  'origin-fixed': ({ origin, value }) =>
    `The server allows ${value} whatever the request's origin is, and so blocks ${origin}`,
  'origin-invalid': ({ value }) => `Access-Control-Allow-Origin is \`${value}\`, which is not an origin`,
  'origins-in-one-line': ({ value }) => `Access-Control-Allow-Origin lists several origins: \`${value}\``,
  'header-duplicated': ({ headers }) =>
    `${listed(headers)} ${headers.length === 1 ? 'is' : 'are'} sent twice`,
  'wildcard-with-credentials': () =>
    'The server sends `*`, which browsers refuse for requests with credentials',
  'credentials-missing': () => 'Access-Control-Allow-Credentials is missing',
  'credentials-invalid': ({ value }) =>
    `Access-Control-Allow-Credentials is \`${value}\` instead of \`true\``,

  'preflight-needs-authentication': ({ status }) =>
    `Authentication answers the preflight with status ${status}`,
  'preflight-redirected': ({ status, location }) =>
    `The preflight is redirected (status ${status})${location === null ? '' : ` to ${location}`}`,
  'preflight-status': ({ status }) => `The preflight is answered with status ${status}`,
  'preflight-without-headers': () => 'The response to the preflight has no CORS headers',
  'options-not-forwarded': () => 'OPTIONS requests that are not preflights do not reach the application',
  'method-not-listed': ({ methods }) => `Access-Control-Allow-Methods does not list ${listed(methods)}`,
  'method-in-other-case': ({ method, listed: value }) =>
    `Access-Control-Allow-Methods lists \`${value}\` instead of \`${method}\``,
  'header-not-listed': ({ headers }) => `Access-Control-Allow-Headers does not list ${listed(headers)}`,
  'request-list-misread': ({ headers, lines }) =>
    lines > 1
      ? `The server reads only a part of Access-Control-Request-Headers in ${lines} lines: it does not allow ${listed(headers)}`
      : `The server does not read the whole list of Access-Control-Request-Headers: it does not allow ${listed(headers)}`,
  'authorization-not-listed': () => 'Access-Control-Allow-Headers: `*` does not include Authorization',
  'list-wildcard-with-credentials': ({ header }) =>
    `${header}: \`*\` is no wildcard for requests with credentials`,
  'list-invalid': ({ header, value }) => `${header} is not a valid list: \`${value}\``,
  'max-age-missing': ({ expected }) => `Access-Control-Max-Age is missing; the policy says ${expected} s`,
  'max-age-differs': ({ expected }) => `Access-Control-Max-Age is not ${expected} s, as the policy says`,

  'error-response-without-headers': ({ statuses }) =>
    `Error responses (status ${listed(statuses.map(String))}) have no CORS headers`,
  'not-modified-without-headers': () => 'Responses with status 304 have no CORS headers',
  'redirect-without-headers': ({ status, location }) =>
    `A redirect (status ${status}${location === null ? '' : ` to ${location}`}) has no CORS headers`,
  'redirect-to-other-origin': ({ location }) =>
    `A redirect to another origin${location === null ? '' : ` (${location})`} changes the request's Origin to \`null\``,
  'response-without-headers': ({ methods }) => `Responses to ${listed(methods)} have no CORS headers`,
  'header-not-exposed': ({ headers }) => `Access-Control-Expose-Headers does not list ${listed(headers)}`,
  'header-exposed': ({ headers }) =>
    `Access-Control-Expose-Headers lists ${listed(headers)}, which the policy does not expose`,
  'resource-policy': ({ value }) =>
    `Cross-Origin-Resource-Policy: \`${value}\` blocks pages of other origins`,
  'response-changed': () => 'The response is not the one that the application sends',
  'request-blocked': ({ because }) =>
    `Requests that the policy allows are blocked: ${because.replace(/\.$/, '')}`,

  'any-origin-allowed': () => 'The server allows every origin with `*`',
  'origin-reflected': ({ credentials }) =>
    `The server reflects every origin${credentials ? ' and allows credentials' : ''}`,
  'null-allowed': ({ credentials }) => `The server allows the origin \`null\`${withCredentials(credentials)}`,
  'origin-matched-by-suffix': matched('compares only the end of the origin'),
  'origin-matched-by-prefix': matched('compares only the beginning of the origin'),
  'origin-matched-by-content': matched('accepts every origin that contains an allowed one'),
  'origin-matched-by-part': matched('accepts parts of an allowed origin'),
  'origin-dot-unescaped': matched('takes the dots of the pattern for any character'),
  'origin-scheme-ignored': matched('ignores the scheme of the origin'),
  'origin-port-ignored': matched('ignores the port of the origin'),
  'subdomains-allowed': matched('accepts other hosts of the same domain'),
  'origin-matched-loosely': matched('compares origins loosely'),
  'credentials-allowed': () => 'The server allows credentials, and the policy does not',
  'any-origin-with-credentials': () => 'The server grants every origin access with credentials',
  'method-allowed': ({ methods }) => `The server allows ${listed(methods)}, which the policy does not`,
  'header-allowed': ({ headers }) =>
    `The server allows the request ${headers.length === 1 ? 'header' : 'headers'} ${listed(headers)}, which the policy does not`,
  'write-before-check': () => 'A request that is blocked changes data on the server',
  'write-rejected': () => 'A write that the policy allows does not reach the application',

  'answers-differ': ({ requests }) =>
    `The server gives different answers to the same request: ${listed(requests)}`,
  'answer-of-other-request': ({ origin, value }) =>
    `The response to a request from ${origin} has the CORS headers for ${value}`,
  'http-version': ({ version }) =>
    `Over HTTP/${version}, the server's CORS headers are not those of HTTP/1.1`,
  'origin-fails': ({ origins, statuses }) =>
    `The server fails (status ${listed(statuses.map(String))}) if Origin is ${listed(origins)}`,

  'vary-missing': () => 'Vary does not have Origin, though the response depends on it',
  'vary-request-missing': ({ headers }) =>
    `Vary does not have ${listed(headers)}, though the response to a preflight depends on ${headers.length === 1 ? 'it' : 'them'}`,
  'private-network-allowed': () => 'The server lets public sites reach it on a private network',
  'header-unexpected': ({ header, part }) =>
    `${nameOf(header)} of ${partName(part)} is not what the policy implies`,
  'slow-request': ({ headerBytes }) =>
    `${Math.round(headerBytes / 1000)} kB of headers keep the server busy out of proportion`,
  'status-changed': ({ status, expected }) => `The status is ${status} instead of ${expected}`,
  'requests-unexpected': ({ sent, expected }) =>
    `The browser sends ${sent.join(', ') || 'nothing'} instead of ${expected.join(', ') || 'nothing'}`,
};

/** The codes of all causes. */
export const causeCodes = Object.keys(titles) as readonly Cause['code'][];

function spelled(how: string) {
  return ({ origin, allowed }: { readonly origin: string; readonly allowed: string }): string =>
    `The server allows ${allowed} (${how}) instead of ${origin}`;
}

function matched(how: string) {
  return ({ origin, credentials }: { readonly origin: string; readonly credentials: boolean }): string =>
    `The server ${how}: it allows ${origin === '' ? 'an empty Origin' : origin}${withCredentials(credentials)}`;
}

function withCredentials(credentials: boolean): string {
  return credentials ? ' with credentials' : '';
}

function partName(part: Part): string {
  return part === 'preflight' ? 'the response to the preflight' : 'the response';
}

/** `Access-Control-Allow-Origin` from its lower case; `status` becomes a word. */
function nameOf(header: string): string {
  if (header === 'status') return 'The status';
  return header.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** At most this many members are named. */
const mostNamed = 4;

/** `A`, `A and B`, `A, B and C`, `A, B, C, D and 3 more`. */
function listed(members: readonly string[]): string {
  if (members.length <= 1) return members[0] ?? '';
  const shown = members.length > mostNamed ? members.slice(0, mostNamed) : members.slice(0, -1);
  const last = members.length > mostNamed ? `${members.length - mostNamed} more` : (members.at(-1) ?? '');
  return `${shown.join(', ')} and ${last}`;
}
