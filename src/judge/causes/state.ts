import type { Cause } from '../../causes/cause.ts';
import { causeKey } from '../../causes/merge.ts';
import { getHeader, parseUrl } from '../../fetch-standard/index.ts';
import type { Exchange } from '../../results/exchange.ts';
import type { StepFacts } from '../facts.ts';
import type { Fault } from '../reasons.ts';
import { isPreflight } from '../wire-shape.ts';

/** A cause that other requests of the check, or of other checks, show: the response depends on more than its request. */
export interface StateCause {
  readonly cause: Cause;
  /** What some other check must have seen, or else it is not the cause ({@link answerOf}). Null: this check has seen it. */
  readonly confirmedBy: string | null;
}

/**
 * How a response treats the request's origin, as text: two of them that differ only in their first character are different
 * answers to the same request. Null without Origin or without a response, and for an error, which something else may make than
 * what decides about origins; a 403 may be that decision.
 */
export function answerOf(exchange: Exchange): string | null {
  const asked = requestOf(exchange);
  const status = exchange.response?.status;
  if (asked === null || status === undefined || (status >= 400 && status !== forbidden)) return null;
  return `${isGranted(exchange) ? '+' : '-'} ${asked}${status === forbidden ? asForbidden : ''}`;
}

const forbidden = 403;
/** Ends the text of a 403. At another path, a handler may have made it. */
const asForbidden = ' (403)';

/** Headers that a response may depend on without any state. */
const conditions: readonly string[] = [
  'access-control-request-headers', 'authorization', 'content-type', 'if-modified-since', 'if-none-match', 'range',
]; // prettier-ignore

function requestOf({ request }: Exchange): string | null {
  const { method, url, headers } = request;
  const origin = getHeader(headers, 'origin');
  if (origin === null) return null;
  const announced = getHeader(headers, 'access-control-request-method');
  const given = conditions.flatMap((name) => {
    const value = getHeader(headers, name);
    return value === null ? [] : [` with ${name}: ${value}`];
  });
  const cookie = hasCookie(headers) ? ' with a cookie' : '';
  return `${method} ${parseUrl(url)?.pathname ?? url}${announced === null ? '' : ` for ${announced}`} from ${origin}${cookie}${given.join('')}`;
}

function hasCookie(headers: Exchange['request']['headers']): boolean {
  return getHeader(headers, 'cookie') !== null;
}

function isGranted(exchange: Exchange): boolean {
  const { request, response } = exchange;
  const headers = response?.headers ?? [];
  const allowed = getHeader(headers, 'access-control-allow-origin');
  const isOwn = allowed !== null && allowed === getHeader(request.headers, 'origin');
  if (hasCookie(request.headers) && !isPreflight(exchange))
    return isOwn && getHeader(headers, 'access-control-allow-credentials') === 'true';
  return isOwn || allowed === '*';
}

/** A failed request among all requests of its check. */
export interface FailedRequest {
  readonly step: StepFacts | null;
  readonly decisive: Exchange | null;
  readonly exchanges: readonly Exchange[];
  /** Whether the check sends requests at once: then those for other URLs matter too. */
  readonly isConcurrent: boolean;
}

/**
 * What a failure shows of a server that keeps something of one request for another; null where nothing does.
 * @param plain the cause that the response alone shows
 */
export function stateCause(fault: Fault, failed: FailedRequest, plain: Cause): StateCause | null {
  const { step, decisive } = failed;
  const answer = decisive === null ? null : answerOf(decisive);
  if (decisive === null || answer === null || !isAnswer(fault, answer)) return null;
  const version = step?.request.raw?.httpVersion;
  return version === undefined
    ? dependence(failed, decisive, answer, [causeKey(plain)])
    : { cause: { code: 'http-version', version }, confirmedBy: oppositeOf(answer) };
}

/** What the other requests of the check have to do with the answer. */
function dependence(
  { exchanges, isConcurrent }: FailedRequest,
  decisive: Exchange,
  answer: string,
  symptoms: readonly string[],
): StateCause | null {
  const opposite = oppositeOf(answer);
  const others = exchanges.filter((exchange) => exchange !== decisive && exchange.response !== undefined);
  const isSeenHere = isConfirmed(
    opposite,
    others.flatMap((exchange) => answerOf(exchange) ?? []),
  );
  const elsewhere = others.filter((exchange) => originOf(exchange) !== originOf(decisive));
  const other = otherOrigin(decisive, elsewhere);
  if (other !== null)
    return {
      cause: { code: 'answer-of-other-request', ...other, symptoms },
      confirmedBy: isSeenHere ? null : atAnyPath(opposite),
    };
  const cause: Cause = { code: 'answers-differ', requests: [withoutStatus(answer).slice(2)], symptoms };
  if (isSeenHere) return { cause, confirmedBy: null };
  if (isConcurrent && elsewhere.length > 0) return { cause, confirmedBy: atAnyPath(opposite) };
  return others.some((exchange) => isSameUrl(exchange, decisive)) ? { cause, confirmedBy: opposite } : null;
}

/** The origin of another request of the check, where the response has it. */
function otherOrigin(
  decisive: Exchange,
  elsewhere: readonly Exchange[],
): { readonly origin: string; readonly value: string } | null {
  const value = getHeader(decisive.response?.headers ?? [], 'access-control-allow-origin');
  const origin = originOf(decisive);
  if (value === null || origin === null) return null;
  return elsewhere.some((exchange) => originOf(exchange) === value) ? { origin, value } : null;
}

function isSameUrl({ request: one }: Exchange, { request: other }: Exchange): boolean {
  return one.method === other.method && one.url === other.url;
}

function withoutStatus(answer: string): string {
  return answer.endsWith(asForbidden) ? answer.slice(0, -asForbidden.length) : answer;
}

function oppositeOf(answer: string): string {
  return `${answer.startsWith('+') ? '-' : '+'}${answer.slice(1)}`;
}

const anyPath = ' * ';

function atAnyPath(answer: string): string {
  return answer.replace(/ \/\S* /, anyPath);
}

/** Whether one of the answers is the one that confirms a cause. */
export function isConfirmed(wanted: string, answers: readonly string[]): boolean {
  const isAny = wanted.includes(anyPath);
  const sought = withoutStatus(wanted);
  return answers.some((answer) => (isAny ? atAnyPath(answer) : withoutStatus(answer)) === sought);
}

/** Whether the fault is that an origin is refused, or that it gets access, and the answer is just that. */
function isAnswer({ code }: Fault, answer: string): boolean {
  return code === (answer.startsWith('+') ? 'response-readable' : 'response-blocked');
}

function originOf({ request }: Exchange): string | null {
  return getHeader(request.headers, 'origin');
}
