/**
 * Why checks fail: one problem with one fix, as a stable code with its data. One cause may fail many checks. The texts
 * are in texts.ts, the fixes in the words of a library in fixes.ts.
 */
export type Cause<Code extends CauseCode = CauseCode> = {
  [Each in Code]: { readonly code: Each } & Readonly<CauseData[Each]>;
}[Code];

export type CauseCode = keyof CauseData;

type Names = readonly string[];
type None = object;

/** Which of the two responses to a request that needs a preflight. */
export type Part = 'preflight' | 'response';

/** The data of each cause, by its code. Values from the wire are untrusted. */
interface CauseData {
  // An allowed origin is refused.
  /** No response has any CORS header. */
  'cors-missing': { origins: Names; statuses: readonly number[] };
  /** Responses to these allowed origins have no Access-Control-Allow-Origin. */
  'origin-missing': { origins: Names };
  /** The server allows the origin with a slash at the end, which no browser sends. */
  'trailing-slash': { origin: string; allowed: string };
  'origin-in-other-scheme': { origin: string; allowed: string };
  'origin-with-www': { origin: string; allowed: string };
  'origin-in-other-case': { origin: string; allowed: string };
  'origin-with-other-port': { origin: string; allowed: string };
  /** Access-Control-Allow-Origin is the same other origin for every page. */
  'origin-fixed': { origin: string; value: string };
  /** Access-Control-Allow-Origin is not an origin. */
  'origin-invalid': { origin: string; value: string };
  'origins-in-one-line': { value: string };
  'header-duplicated': { headers: Names; values: Names };
  'wildcard-with-credentials': { origin: string };
  'credentials-missing': None;
  'credentials-invalid': { value: string };

  // Preflights.
  'preflight-needs-authentication': { status: number };
  'preflight-redirected': { status: number; location: string | null };
  'preflight-status': { status: number };
  /** The preflight's status is fine, and it has no CORS headers, while other responses have. */
  'preflight-without-headers': { status: number };
  /** OPTIONS requests that are no preflights are answered as if they were. */
  'options-not-forwarded': { status: number | null };
  'method-not-listed': { methods: Names };
  'method-in-other-case': { method: string; listed: string };
  'header-not-listed': { headers: Names };
  /** Names are missing only where Access-Control-Request-Headers is written as no browser writes it. */
  'request-list-misread': { headers: Names; lines: number };
  'authorization-not-listed': None;
  /** `*` is no wildcard for requests with credentials. */
  'list-wildcard-with-credentials': { header: string; missing: Names };
  'list-invalid': { header: string; value: string };
  'max-age-missing': { expected: number };
  'max-age-differs': { expected: number };

  // Responses.
  'error-response-without-headers': { statuses: readonly number[] };
  /** The script sent If-None-Match or If-Modified-Since, and gets an answer without CORS headers. */
  'not-modified-without-headers': None;
  'redirect-without-headers': { status: number; location: string | null };
  /** After a redirect to another origin, Origin is `null`. */
  'redirect-to-other-origin': { location: string | null };
  'response-without-headers': { methods: Names };
  'header-not-exposed': { headers: Names };
  'header-exposed': { headers: Names };
  'resource-policy': { value: string };
  /** The application is not reached, or its response is changed. */
  'response-changed': None;
  /** Anything else that stops a request that the policy allows. */
  'request-blocked': { step: string; because: string };

  // An origin that the policy does not allow gets access.
  /** `Access-Control-Allow-Origin: *`. */
  'any-origin-allowed': { origin: string };
  'origin-reflected': { origin: string; credentials: boolean };
  'null-allowed': { credentials: boolean };
  'origin-matched-by-suffix': { origin: string; credentials: boolean };
  'origin-matched-by-prefix': { origin: string; credentials: boolean };
  /** The server accepts whatever contains an allowed origin or its host. */
  'origin-matched-by-content': { origin: string; credentials: boolean };
  /** The server accepts parts of an allowed origin. */
  'origin-matched-by-part': { origin: string; credentials: boolean };
  'origin-dot-unescaped': { origin: string; credentials: boolean };
  'origin-scheme-ignored': { origin: string; credentials: boolean };
  'origin-port-ignored': { origin: string; credentials: boolean };
  'subdomains-allowed': { origin: string; credentials: boolean };
  'origin-matched-loosely': { origin: string; credentials: boolean };
  'credentials-allowed': None;
  'any-origin-with-credentials': { origin: string };
  'method-allowed': { methods: Names };
  'header-allowed': { headers: Names };
  /** A request changes data before, or though, its origin is refused. */
  'write-before-check': { origin: string };
  'write-rejected': { origin: string };

  // The response depends on other requests. `symptoms`: keys of the causes that single responses show (merge.ts).
  /** The same request is answered differently at different times. */
  'answers-differ': { requests: Names; symptoms: Names };
  /** The response to one origin has the CORS headers for another one. */
  'answer-of-other-request': { origin: string; value: string; symptoms: Names };
  /** HTTP/1.0 is answered differently from HTTP/1.1. */
  'http-version': { version: string };
  /** The server fails on an Origin that is unusual. */
  'origin-fails': { origins: Names; statuses: readonly number[] };

  // Caching and hygiene.
  'vary-missing': None;
  /** Vary of a response to a preflight does not have these request headers. */
  'vary-request-missing': { headers: Names };
  'private-network-allowed': None;
  /** A response header is not what the policy implies. */
  'header-unexpected': { header: string; part: Part };
  'slow-request': { headerBytes: number };
  'status-changed': { status: number; expected: number };
  'requests-unexpected': { sent: Names; expected: Names };
}
