import { isSafelistedMethod, normalizeMethod, unsafeRequestHeaders } from '../fetch-standard/index.ts';
import { explainRequest } from '../explain/explanation.ts';
import type { ExplainRequest } from '../explain/request.ts';
import type { Exchange, RawHeader, WireFailure } from '../results/exchange.ts';
import type { Explanation } from '../results/explanation.ts';
import type { HarExplanation, HarGroup, HarNote, HarOutcome } from '../results/har-explanation.ts';
import { createRedactor, isSecretName, secretParameters, secretsIn } from '../results/redaction.ts';
import { explainCommandFor } from './explain-command-for.ts';
import type { Har, HarEntry } from './har.ts';
import { corsRequests, type HarRequest } from './har-requests.ts';
import { cookiesOf } from './pasted-request.ts';

/**
 * Explains the requests of a HAR file that CORS concerns, from what was recorded: nothing is sent. Pure: it also runs in the
 * website's pages.
 * @param version of corspec
 */
export function explainHar(har: Har, file: string, version: string): HarExplanation {
  const requests = corsRequests(har.entries);
  const explained = requests.map((request) => explainOne(request, version));
  const redactor = createRedactor(secretsIn(secretsOf(har, requests)));
  return redactor.value<HarExplanation>({
    schema: 'corspec/har@1',
    file,
    exportedBy: har.exportedBy,
    requests: har.entries.length,
    crossOrigin: requests.length,
    groups: grouped(explained),
  });
}

/** Cookies and credentials of the whole file. A cookie with the value of an origin is no secret, and would hide it. */
function secretsOf({ entries, cookies }: Har, requests: readonly HarRequest[]): readonly RawHeader[] {
  const all = entries.flatMap(({ url, headers, response }) => [
    ...cookiesOf(headers),
    ...[...headers, ...(response?.headers ?? [])]
      .filter(([name]) => isSecretName(name))
      .flatMap(withoutNames),
    ...secretParameters(url),
  ]);
  const shown = requests.flatMap(({ origin, url }) => [origin, new URL(url).origin]);
  return [...cookies, ...all].filter(([, value]) => !shown.some((origin) => origin.includes(value)));
}

/** A Set-Cookie as its cookie; a Cookie header is its cookies. Names of cookies, and attributes, are no secrets. */
function withoutNames([name, value]: RawHeader): readonly RawHeader[] {
  if (name.toLowerCase() === 'cookie') return [];
  return name.toLowerCase() === 'set-cookie'
    ? [[name, value.replace(/^[^=]*=/, '').replace(/;.*$/s, '')]]
    : [[name, value]];
}

interface Explained {
  readonly request: HarRequest;
  readonly outcome: HarOutcome;
  readonly explanation: Explanation;
  readonly notes: readonly HarNote[];
  readonly credentials: boolean;
}

function explainOne(request: HarRequest, version: string): Explained {
  const plain = replayed(request, request.hasCookies, version);
  if (request.hasCookies || plain.ending.outcome === 'blocked')
    return ended(request, plain, request.hasCookies);
  // A HAR does not have the credentials mode. What the browser did may tell.
  const withCredentials = replayed(request, true, version);
  if (withCredentials.ending.outcome !== 'blocked') return ended(request, plain, false);
  if (isBlockedHere(request, plain))
    return ended(request, withCredentials, true, { code: 'credentials-inferred' });
  return plain.ending.outcome === 'readable'
    ? ended(request, plain, false, { code: 'blocked-with-credentials' })
    : ended(request, plain, false);
}

function ended(
  request: HarRequest,
  explanation: Explanation,
  credentials: boolean,
  note?: HarNote,
): Explained {
  const outcome = outcomeOf(request, explanation);
  return {
    request,
    credentials,
    outcome,
    explanation: outcome === 'unknown' ? { ...explanation, ending: unknownEnding } : explanation,
    notes: [...notesOn(request, explanation), ...(note === undefined ? [] : [note])],
  };
}

const unknownEnding: Explanation['ending'] = {
  outcome: 'unknown',
  says: 'Whether CORS blocked it is not known: the file does not have the response that decides.',
  rows: [],
};

/** Whether the browser blocked the request at a response that the file has. */
function isBlockedHere(request: HarRequest, { ending }: Explanation): boolean {
  if (ending.outcome === 'readable') return failed(request);
  const { actual, preflight } = request;
  return (
    actual?.response === null &&
    failureOf(actual) === null &&
    preflight !== null &&
    preflight.response !== null
  );
}

/** Whether the browser reports that the request, or its response, failed. */
function failed({ actual, redirected }: HarRequest): boolean {
  const last = redirected.at(-1) ?? actual;
  return last !== null && (last.response === null || last.error !== null);
}

function replayed(request: HarRequest, credentials: boolean, version: string): Explanation {
  return explainRequest({
    request: toExplainRequest(request, credentials),
    browser: { id: 'har', name: 'HAR file', version, driver: 'corspec' },
    exchanges: exchangesOf(request),
    observed: null,
  });
}

function toExplainRequest(request: HarRequest, credentials: boolean): ExplainRequest {
  const { url, origin, method, headers } = request;
  return {
    url,
    origin,
    method,
    headers,
    credentials,
    cookies: [],
    browser: 'model',
    allowWrites: false,
    insecure: false,
    uploadListener: request.preflight !== null && !needsPreflight(request),
    timeoutMs: 0,
  };
}

/** What was recorded. Without a response and a failure of the connection, an entry is of no use to the standard's checks. */
function exchangesOf({ actual, preflight, redirected }: HarRequest): readonly Exchange[] {
  const entries = [preflight, actual, ...redirected].filter((entry) => entry !== null);
  return entries.filter((entry) => entry.response !== null || failureOf(entry) !== null).map(toExchange);
}

function toExchange(entry: HarEntry, sequence: number): Exchange {
  const { method, url, headers, response, startedAt, durationMs } = entry;
  const failure = response === null ? failureOf(entry) : null;
  return {
    sequence,
    check: null,
    startedAt,
    durationMs,
    request: { method, url, headers, body: '', bodyBytes: 0 },
    ...(response === null ? {} : { response: { ...response, bodyBytes: response.body.length } }),
    ...(failure === null ? {} : { failure }),
  };
}

/** Errors of Chromium that CORS does not cause. `net::ERR_FAILED` is the one that it does. */
function failureOf({ error }: HarEntry): WireFailure | null {
  if (error === null || error === 'net::ERR_FAILED') return null;
  const kind = error === 'net::ERR_ABORTED' ? 'aborted' : 'unreachable';
  return { kind, detail: `the browser reported ${error}` };
}

function outcomeOf(request: HarRequest, { ending }: Explanation): HarOutcome {
  if (ending.outcome === 'blocked') return 'blocked';
  if (ending.outcome === 'readable') return failed(request) ? 'failed' : 'readable';
  const last = request.redirected.at(-1) ?? request.actual;
  return last !== null && failureOf(last) !== null ? 'failed' : 'unknown';
}

/** Whether the method or a header makes a preflight necessary. */
function needsPreflight({ method, headers }: HarRequest): boolean {
  return !isSafelistedMethod(normalizeMethod(method)) || unsafeRequestHeaders(headers).length > 0;
}

function notesOn(request: HarRequest, { ending }: Explanation): readonly HarNote[] {
  const { actual, redirected, originFrom } = request;
  const last = redirected.at(-1) ?? actual;
  const lacksResponse = last !== null && last.response === null && failureOf(last) === null;
  const error = ending.outcome === 'readable' ? (last?.error ?? null) : null;
  return [
    ...(originFrom === 'header' ? [] : [{ code: 'origin-from', source: originFrom } as const]),
    ...(actual === null ? [{ code: 'request-not-recorded' } as const] : []),
    ...preflightNotes(request),
    ...(ending.outcome === 'unknown' && lacksResponse ? [{ code: 'response-not-recorded' } as const] : []),
    ...(error === null ? [] : [{ code: 'failed-otherwise', error } as const]),
  ];
}

function preflightNotes(request: HarRequest): readonly HarNote[] {
  const { preflight } = request;
  if (preflight === null) return needsPreflight(request) ? [{ code: 'preflight-not-recorded' }] : [];
  return preflight.response === null ? [{ code: 'preflight-response-not-recorded' }] : [];
}

const bySeverity: readonly HarOutcome[] = ['blocked', 'unknown', 'failed', 'readable'];

function grouped(all: readonly Explained[]): readonly HarGroup[] {
  const groups = new Map<string, Explained[]>();
  for (const one of all) {
    const { request, outcome, explanation } = one;
    const { decidedBy } = explanation.ending;
    const key = JSON.stringify([
      request.origin, request.url.replace(/\?.*$/s, ''), request.method, outcome, decidedBy?.step, decidedBy?.code,
    ]); // prettier-ignore
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()]
    .flatMap((members) => toGroup(members) ?? [])
    .sort((a, b) => bySeverity.indexOf(a.outcome) - bySeverity.indexOf(b.outcome) || b.count - a.count);
}

function toGroup(members: readonly Explained[]): HarGroup | null {
  const [first] = members;
  if (first === undefined) return null;
  const { request, outcome, explanation, notes, credentials } = first;
  return {
    outcome,
    count: members.length,
    entries: members.map((member) => (member.request.actual ?? member.request.preflight)?.index ?? -1),
    explanation,
    notes,
    command: explainCommandFor(toExplainRequest(request, credentials)),
  };
}
