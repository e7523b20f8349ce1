import { causeOfBlock, type StoppedAt } from '../../causes/blocked.ts';
import type { Cause } from '../../causes/cause.ts';
import { causeOfGrant } from '../../causes/granted.ts';
import { getHeader, type FetchRequest, type TraceEntry, parseUrl } from '../../fetch-standard/index.ts';
import type { PolicyDenial } from '../../policy/denials.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Exchange } from '../../results/exchange.ts';
import { stepsOf } from '../../scenarios/steps.ts';
import type { CheckFacts, StepFacts } from '../facts.ts';
import type { HeaderFault } from '../header-conditions.ts';
import type { Fault } from '../reasons.ts';
import { isPreflight } from '../wire-shape.ts';
import { stateCause } from './state.ts';

/** The cause of one check's failure, as far as the check itself shows it. */
export interface Finding {
  readonly cause: Cause;
  /** The allowed origin that is refused; null where nothing allowed is refused. */
  readonly refused: string | null;
  /** The exchange that shows it. */
  readonly decisive: Exchange | null;
  /** The cause instead, if another check of the target has seen this. */
  readonly unless?: { readonly seen: string; readonly cause: Cause };
}

/**
 * The cause of a failure.
 * @param step the step that fails; null when the check as a whole does
 */
export function findingOf(facts: CheckFacts, step: StepFacts | null, fault: Fault): Finding {
  const { policy } = facts.planned.target;
  const exchanges = step?.exchanges ?? facts.exchanges;
  const decisive = decisiveExchange(exchanges, fault);
  const cause = causeOf(fault, { facts, policy, decisive });
  const refused = fault.code === 'response-blocked' ? fault.request.origin : null;
  const isConcurrent = facts.planned.steps.some(({ background }) => background === true);
  const failed = { step, decisive, exchanges: facts.exchanges, isConcurrent };
  const state = stateCause(fault, failed, cause);
  if (state === null) return { cause, refused, decisive };
  return state.confirmedBy === null
    ? { cause: state.cause, refused, decisive }
    : { cause, refused, decisive, unless: { seen: state.confirmedBy, cause: state.cause } };
}

/** The exchange of the trace entry that decides; else the last response. */
function decisiveExchange(exchanges: readonly Exchange[], fault: Fault): Exchange | null {
  const index = fault.entry?.exchange;
  const part = 'part' in fault ? fault.part : null;
  const ofPart = exchanges.find(
    (exchange) => part !== null && isPreflight(exchange) === (part === 'preflight'),
  );
  const named = index === undefined ? undefined : exchanges[index];
  return named ?? ofPart ?? exchanges.findLast(({ response }) => response !== undefined) ?? null;
}

interface Around {
  readonly facts: CheckFacts;
  readonly policy: Policy;
  readonly decisive: Exchange | null;
}

function causeOf(fault: Fault, around: Around): Cause {
  switch (fault.code) {
    case 'response-blocked':
      return fault.entry === undefined
        ? { code: 'request-blocked', step: 'network', because: 'a network error' }
        : ofUnusualList(
            ofErrorPage(causeOfBlock(fault.entry, stoppedAt(around.decisive, fault.request)), around.facts),
            around.decisive,
          );
    case 'response-readable':
    case 'sent-after-preflight':
      return causeOfDenied(fault.denial, fault.request, around);
    case 'stale-cached-response':
    case 'vary-missing':
      return { code: 'vary-missing' };
    case 'vary-request-missing':
      return { code: 'vary-request-missing', headers: [fault.header] };
    case 'wrong-requests':
      return causeOfRequests(fault);
    case 'wrong-status':
      if (isPlainOptions(fault.request, around.decisive))
        return { code: 'options-not-forwarded', status: fault.status };
      return { code: 'status-changed', status: fault.status, expected: fault.expected };
    case 'wrong-header':
      return causeOfHeader(fault.found, fault.part, around);
    case 'header-not-exposed':
      return causeOfHidden(fault.headers, fault.entry);
    case 'header-exposed':
      return { code: 'header-exposed', headers: fault.headers };
    case 'application-not-reached':
      if (isPlainOptions(fault.request, around.decisive))
        return { code: 'options-not-forwarded', status: around.decisive?.response?.status ?? null };
      return { code: 'response-changed' };
    case 'slow-request':
      return { code: 'slow-request', headerBytes: fault.headerBytes };
    case 'wrong-writes':
      return {
        code: fault.counted > fault.expected ? 'write-before-check' : 'write-rejected',
        origin: fault.origin,
      };
  }
}

/** A path that cannot be decoded gets the same error page for a preflight: other preflights are not concerned. */
function ofErrorPage(cause: Cause, { planned }: CheckFacts): Cause {
  const isMalformed = stepsOf(planned.scenario).some(({ request }) => request.route === 'malformed');
  return isMalformed && cause.code === 'preflight-status'
    ? { code: 'error-response-without-headers', statuses: [cause.status] }
    : cause;
}

/** Where the list of a preflight is written as no browser writes it, a name that is not allowed need not be missing. */
function ofUnusualList(cause: Cause, decisive: Exchange | null): Cause {
  if (cause.code !== 'header-not-listed') return cause;
  const lines = (decisive?.request.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'access-control-request-headers')
    .map(([, value]) => value);
  const isUnusual = lines.length > 1 || /[A-Z\s]|^,|,,|,$/.test(lines.join());
  return isUnusual ? { code: 'request-list-misread', headers: cause.headers, lines: lines.length } : cause;
}

/** Whether the script itself sent OPTIONS. */
function isPlainOptions({ method }: FetchRequest, decisive: Exchange | null): boolean {
  return method === 'OPTIONS' && (decisive === null || !isPreflight(decisive));
}

function stoppedAt(exchange: Exchange | null, { origin, method }: FetchRequest): StoppedAt | null {
  if (exchange?.response === undefined) return null;
  const { status, headers } = exchange.response;
  const names = getHeader(exchange.request.headers, 'access-control-request-headers') ?? '';
  const requested = names
    .toLowerCase()
    .split(',')
    .filter((name) => name.trim() !== '')
    .map((name) => name.trim());
  return { isPreflight: isPreflight(exchange), method, origin, requested, status, headers };
}

function causeOfHidden(headers: readonly string[], entry: TraceEntry | undefined): Cause {
  return entry?.code === 'expose-wildcard-with-credentials'
    ? { code: 'list-wildcard-with-credentials', header: 'Access-Control-Expose-Headers', missing: headers }
    : { code: 'header-not-exposed', headers };
}

function causeOfDenied(
  denial: PolicyDenial,
  request: FetchRequest,
  { facts, policy, decisive }: Around,
): Cause {
  const origin = request.origin;
  switch (denial.kind) {
    case 'origin':
      return causeOfGrant(
        {
          origin: denial.origin,
          allowOrigin: getHeader(decisive?.response?.headers ?? [], 'access-control-allow-origin'),
          credentials: request.credentials === 'include' || allowsCredentials(decisive),
          isForeign: isForeign(facts, denial.origin),
        },
        policy,
      );
    case 'credentials':
      return { code: 'credentials-allowed' };
    case 'any-with-credentials':
      return { code: 'any-origin-with-credentials', origin };
    case 'method':
      return { code: 'method-allowed', methods: [denial.method] };
    case 'header':
      return { code: 'header-allowed', headers: denial.names };
    case 'none':
      return { code: 'request-blocked', step: 'none', because: 'see the exchanges' };
  }
}

function allowsCredentials(exchange: Exchange | null): boolean {
  return getHeader(exchange?.response?.headers ?? [], 'access-control-allow-credentials') === 'true';
}

/** Whether the origin stands for any site, and does not resemble one of the policy's. */
function isForeign({ planned }: CheckFacts, origin: string): boolean {
  if (parseUrl(origin) === null) return false;
  return /^foreign(-http)?$/.test(planned.scenario.from)
    ? planned.origin === origin
    : new URL(origin).hostname === 'evil.test';
}

function causeOfRequests(fault: Extract<Fault, { code: 'wrong-requests' }>): Cause {
  const { maxAge } = fault;
  if (maxAge === undefined)
    return { code: 'requests-unexpected', sent: fault.sent, expected: fault.expected };
  return fault.entry?.code === 'max-age-missing'
    ? { code: 'max-age-missing', expected: maxAge }
    : { code: 'max-age-differs', expected: maxAge };
}

function causeOfHeader(found: HeaderFault, part: 'preflight' | 'response', around: Around): Cause {
  const { header, condition, value } = found;
  if ('once' in condition)
    return {
      code: 'header-duplicated',
      headers: [canonical(header)],
      values: valuesOf(around.decisive, header),
    };
  return (
    originFails(found, part, around) ??
    causeOfValue(header, value, part, around.policy) ?? { code: 'header-unexpected', header, part }
  );
}

/** An error of the server where only the Origin of a raw request is unusual. */
function originFails(
  { header, value }: HeaderFault,
  part: 'preflight' | 'response',
  { facts }: Around,
): Cause | null {
  const origin = facts.planned.steps[0]?.request.raw?.origin;
  const status = header === 'status' && part === 'response' ? Number(value) : 0;
  return status >= 500 && typeof origin === 'string'
    ? { code: 'origin-fails', origins: [origin], statuses: [status] }
    : null;
}

/** Headers whose wrong value has a cause of its own. */
function causeOfValue(
  header: string,
  value: string | null,
  part: 'preflight' | 'response',
  { maxAge }: Policy,
): Cause | null {
  switch (header) {
    case 'vary':
      return { code: 'vary-missing' };
    case 'access-control-allow-private-network':
      return { code: 'private-network-allowed' };
    case 'access-control-max-age':
      if (maxAge === undefined) return null;
      return { code: value === null ? 'max-age-missing' : 'max-age-differs', expected: maxAge };
    case 'status':
      return part === 'preflight' && Number(value) >= 300
        ? { code: 'preflight-status', status: Number(value) }
        : null;
    default:
      return null;
  }
}

function valuesOf(exchange: Exchange | null, header: string): readonly string[] {
  const lines = exchange?.response?.headers.filter(([name]) => name.toLowerCase() === header) ?? [];
  return lines.map(([, value]) => value);
}

function canonical(header: string): string {
  return header.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
