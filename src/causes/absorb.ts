import type { CauseCode } from './cause.ts';

/**
 * Causes that have the same fix as a wider one: when the server reflects every origin, that it also accepts
 * `https://evilexample.com` is no second problem. The first cause here that a target has takes over those listed with it.
 */
const absorbedBy: readonly (readonly [CauseCode, readonly CauseCode[]])[] = [
  [
    'wildcard-with-credentials',
    ['any-origin-allowed', 'null-allowed', 'credentials-missing', 'list-wildcard-with-credentials'],
  ],
  ['origin-reflected', grants()],
  ['any-origin-allowed', ['origin-reflected', ...grants()]],
  ['origin-matched-by-content', grants('null-allowed')],
  ['origin-matched-by-prefix', ['origin-port-ignored', 'origin-matched-loosely']],
  ['origin-matched-by-suffix', ['subdomains-allowed', 'origin-scheme-ignored', 'origin-matched-loosely']],
  ['origin-matched-by-part', ['subdomains-allowed', 'origin-port-ignored', 'origin-matched-loosely']],
  ['origin-dot-unescaped', ['origin-matched-loosely']],
  ['cors-missing', refusals()],
  ['trailing-slash', refusals()],
  ['origin-in-other-scheme', refusals()],
  ['origin-with-www', refusals()],
  ['origin-in-other-case', refusals()],
  ['origin-with-other-port', refusals()],
  ['origin-fixed', refusals()],
  ['origin-invalid', refusals()],
  ['header-duplicated', ['origins-in-one-line']],
];

/** Ways to grant access to an origin that is not allowed, except those named. */
function grants(...except: readonly CauseCode[]): readonly CauseCode[] {
  const all: readonly CauseCode[] = [
    'null-allowed', 'origin-matched-by-suffix', 'origin-matched-by-prefix', 'origin-matched-by-content',
    'origin-matched-by-part', 'origin-dot-unescaped', 'origin-scheme-ignored', 'origin-port-ignored', 'subdomains-allowed',
    'origin-matched-loosely', 'any-origin-with-credentials',
  ]; // prettier-ignore
  return all.filter((code) => !except.includes(code));
}

/** What fails as well while an allowed origin is refused. */
function refusals(): readonly CauseCode[] {
  return [
    'cors-missing', 'origin-missing', 'preflight-without-headers', 'response-without-headers', 'credentials-missing',
    'error-response-without-headers', 'redirect-without-headers', 'header-not-exposed', 'method-not-listed', 'header-not-listed',
    'max-age-missing', 'preflight-status', 'response-changed', 'write-rejected',
  ]; // prettier-ignore
}

/**
 * For each code of a target's causes, the code of the cause that takes it over: itself where none does.
 */
export function absorptions(codes: Iterable<CauseCode>): ReadonlyMap<CauseCode, CauseCode> {
  const present = new Set(codes);
  const result = new Map([...present].map((code) => [code, code]));
  for (const [wider, narrower] of absorbedBy) {
    if (result.get(wider) !== wider) continue;
    for (const code of narrower) if (code !== wider && result.get(code) === code) result.set(code, wider);
  }
  return result;
}
