import { causeOfBlock } from '../causes/blocked.ts';
import type { Cause, CauseCode } from '../causes/cause.ts';
import { detectLibrary } from '../causes/detect-library.ts';
import { type FixContext, fixOf } from '../causes/fixes.ts';
import { responseClues } from '../causes/library-clues.ts';
import { impactOf } from '../causes/impacts.ts';
import type { LibraryId } from '../causes/libraries/index.ts';
import { causeKey } from '../causes/merge.ts';
import { causeTitle } from '../causes/texts.ts';
import { unsafeRequestHeaderNames } from '../fetch-standard/index.ts';
import type { Policy } from '../policy/policy.ts';
import type { Exchange, RawHeader } from '../results/exchange.ts';
import type { ExplainedCause } from '../results/explanation.ts';
import type { ExplainFacts } from './request.ts';
import type { Remedy } from './remedies.ts';
import type { Subject } from './subject.ts';

/**
 * The causes of what is wrong with the responses, from the table that runs use, each once, with the fix for the library.
 * @param fixFor the library; null: the one that the responses show
 */
export function explainedCauses(
  subject: Subject,
  found: readonly Remedy[],
  fixFor: LibraryId | null,
): readonly ExplainedCause[] {
  const causes = new Map<string, Cause>();
  for (const remedy of found) {
    const cause = causeOf(subject, remedy);
    if (!causes.has(causeKey(cause)) && !isExplained(cause, causes)) causes.set(causeKey(cause), cause);
  }
  const { origin, exchanges } = subject;
  const context: FixContext = {
    policy: neededPolicy(subject),
    origin,
    isWhole: true,
    isSilent: isSilent(exchanges),
    ...libraryOf(exchanges, fixFor),
  };
  return [...causes.values()].map((cause) => explained(cause, context));
}

/**
 * What the request needs. Only a preflight asks for a method and headers: lists made from a request without one would
 * refuse the other requests of the page.
 */
function neededPolicy({ request, replayed }: Subject): Policy {
  const requestHeaders = unsafeRequestHeaderNames(request.headers);
  return {
    credentials: request.credentials === 'include',
    ...(replayed.calls.some(({ kind }) => kind === 'preflight')
      ? {
          methods: [request.method.toUpperCase()],
          ...(requestHeaders.length === 0 ? {} : { requestHeaders }),
        }
      : {}),
  };
}

/**
 * The cause where a server allows an origin, with credentials, that it should not: `null`, or any.
 * @param foreign an origin that the server allows as well, although it has nothing to do with the page's
 */
export function causeOfAccess({ request, exchanges }: ExplainFacts, foreign: string): ExplainedCause {
  const cause: Cause =
    foreign === 'null'
      ? { code: 'null-allowed', credentials: true }
      : { code: 'origin-reflected', origin: foreign, credentials: true };
  const policy: Policy = { origins: [request.origin], credentials: true };
  return explained(cause, {
    policy,
    origin: request.origin,
    ...libraryOf(exchanges, request.fixFor),
  });
}

function explained(cause: Cause, context: FixContext): ExplainedCause {
  const { code } = cause;
  const hasCredentials = 'credentials' in cause && cause.credentials;
  return {
    code,
    title: causeTitle(cause),
    impact: impactOf(code, hasCredentials),
    fix: fixOf(cause, context),
  };
}

/** The cause of what one response lacks. */
export function causeOf(
  { request, origin, exchanges }: Pick<Subject, 'request' | 'origin' | 'exchanges'>,
  { entry, call, status, headers }: Remedy,
): Cause {
  const isPreflight = call.kind === 'preflight';
  const method = request.method.toUpperCase();
  const cause = causeOfBlock(entry, {
    isPreflight,
    method,
    origin,
    requested: unsafeRequestHeaderNames(request.headers),
    status,
    headers,
  });
  return cause.code === 'response-without-headers' && isSilent(exchanges)
    ? { code: 'cors-missing', origins: [origin], statuses: [status] }
    : cause;
}

/** Whether no response has any header of CORS. */
function isSilent(exchanges: readonly Exchange[]): boolean {
  return !exchanges.some(({ response }) => response?.headers.some(isOfCors) === true);
}

function isOfCors([name]: RawHeader): boolean {
  return name.toLowerCase().startsWith('access-control-');
}

/** Where CORS does not answer at all, each header that is missing is no further cause. */
function isExplained(cause: Cause, causes: ReadonlyMap<string, Cause>): boolean {
  return unanswered.some((code) => causes.has(code)) && missing.includes(cause.code);
}

const missing: readonly CauseCode[] = ['credentials-missing', 'method-not-listed', 'header-not-listed'];

const unanswered: readonly CauseCode[] = [
  'preflight-needs-authentication',
  'preflight-redirected',
  'preflight-status',
  'preflight-without-headers',
  'response-without-headers',
  'cors-missing',
];

function libraryOf(
  exchanges: readonly Exchange[],
  fixFor: LibraryId | null | undefined,
): Pick<FixContext, 'library' | 'alternative'> {
  if (fixFor) return { library: fixFor };
  const clues = exchanges.flatMap(({ response }) => (response === undefined ? [] : responseClues(response)));
  return detectLibrary({ clues }) ?? { library: null };
}
