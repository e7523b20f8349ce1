import { describeReason, type FetchRequest, quote, type TraceEntry } from '../fetch-standard/index.ts';
import type { PolicyDenial } from '../policy/denials.ts';
import type { Texts } from '../text/coded.ts';
import { headerFaultText } from './header-texts.ts';
import type { AllowOriginSent, Fault, ResponsePart } from './reasons.ts';

/** What is wrong, and what was expected. */
export const faultTexts: Texts<Fault> = {
  'response-blocked': ({ request, entry }) =>
    `${describe(request)}:${explained(entry) || ' a network error.'} Expected: readable, because the policy allows it.`,
  'stale-cached-response': ({ request, entry }) =>
    `${describe(request)}: the browser reuses a response from its HTTP cache that a different request stored.${explained(entry)} Expected: readable, because the policy allows it.`,
  'response-readable': ({ request, denial, entry }) =>
    `${describe(request)}: the response can be read.${explained(entry)} Expected: blocked, because ${denialText(denial)}.`,
  'sent-after-preflight': ({ request, denial, entry }) =>
    `${describe(request)}: the request was sent after its preflight.${explained(entry)} Expected: blocked, because ${denialText(denial)}.`,
  'wrong-requests': ({ request, sent, expected, entry }) =>
    `${describe(request)}: the browser sent ${listed(sent)}. Expected: ${listed(expected)}.${explained(entry)}`,
  'wrong-status': ({ request, status, expected }) =>
    `${describe(request)}: the script reads status ${status}. Expected: ${expected}, which the application sends without CORS.`,
  'wrong-header': ({ request, part, found }) =>
    `${describe(request)}: in ${responseTo(part)}, ${headerFaultText(found)}`,
  'header-not-exposed': ({ headers, entry }) =>
    `The script cannot read ${headers.join(', ')}.${explained(entry)} Expected: readable, because the policy exposes it.`,
  'header-exposed': ({ headers, entry }) =>
    `The script can read ${headers.join(', ')}.${explained(entry)} Expected: hidden, because the policy does not expose it.`,
  'application-not-reached': ({ request, expected }) =>
    `${request.method} did not reach the application: the response body does not contain \`${expected}\`.`,
  'vary-missing': ({ part, method, origin, vary, allowOrigins: [one, other] }) =>
    `The response to a ${part === 'preflight' ? 'preflight' : method} ${from(origin)} has ${vary === null ? 'no Vary' : `Vary: ${quote(vary)}`}. ` +
    `Expected: Vary with Origin, because Access-Control-Allow-Origin depends on the origin: ${allowOriginText(one)}, ${allowOriginText(other)}. ` +
    `Without it a cache serves one origin's response to another.`,
  'vary-request-missing': ({ header, dependent, vary, values: [one, other] }) =>
    `The response to a preflight has ${vary === null ? 'no Vary' : `Vary: ${quote(vary)}`}. ` +
    `Expected: Vary with ${header}, because ${dependent} depends on it: ${valueText(one)}, ${valueText(other)}. ` +
    `Without it a CDN that stores responses to preflights serves one preflight's response to another.`,
  'slow-request': ({ headerBytes, times }) =>
    `Every request with ${Math.round(headerBytes / 1000)} kB of headers took more than ${times} times as long as a short one. ` +
    `Expected: a cost proportional to the length, because anyone can send such requests.`,
  'wrong-writes': ({ origin, counted, expected }) =>
    `The server counted ${counted} ${counted === 1 ? 'write' : 'writes'} from this page at ${origin}. Expected: ${expected}.`,
};

/** What the policy does not allow, after "because". */
function denialText(denial: PolicyDenial): string {
  switch (denial.kind) {
    case 'origin':
      return `the policy does not allow ${denial.origin}`;
    case 'credentials':
      return 'the policy does not allow credentials';
    case 'any-with-credentials':
      return 'a policy that allows any origin must not share credentialed responses';
    case 'method':
      return `the policy does not allow ${denial.method}`;
    case 'header':
      return `the policy does not allow the request header ${denial.names.join(', ')}`;
    case 'none':
      return 'the policy allows it';
  }
}

function explained(entry: TraceEntry | undefined): string {
  return entry === undefined ? '' : ` ${describeReason(entry)}`;
}

/** A request without what differs from run to run, so that the same fault reads the same. */
function describe({ method, url, origin, credentials }: FetchRequest): string {
  const target = new URL(url);
  const asker = origin === target.origin ? 'its own origin' : origin === '' ? 'an empty Origin' : origin;
  return `${method} ${target.pathname}${queryOf(target)} from ${asker}${credentials === 'include' ? ' with credentials' : ''}`;
}

/** Without the name of the check, also where a redirect carries it on. */
function queryOf({ searchParams }: URL): string {
  const fields = [...searchParams].filter(([name]) => name !== 'id');
  const shown = fields.map(([name, value]) => `${name}=${name === 'to' ? destinationOf(value) : value}`);
  return shown.length === 0 ? '' : `?${shown.join('&')}`;
}

function destinationOf(to: string): string {
  const { pathname } = new URL(to, 'https://corspec.invalid');
  return to.startsWith('/') ? pathname : `(another origin)${pathname}`;
}

function responseTo(part: ResponsePart): string {
  return part === 'preflight' ? 'the response to the preflight' : 'the response';
}

function listed(methods: readonly string[]): string {
  return methods.length === 0 ? 'nothing' : methods.join(', ');
}

function from(origin: string | null): string {
  return origin === null ? 'without Origin' : `from ${origin}`;
}

function allowOriginText({ origin, value }: AllowOriginSent): string {
  return `${valueText(value)} ${from(origin)}`;
}

function valueText(value: string | null): string {
  return value === null ? 'absent' : quote(value);
}
