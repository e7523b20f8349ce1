import type { Cause, CauseCode } from './cause.ts';
import { causeKey } from './merge.ts';

/** Headers of a response that are wrong for the same reason for which an origin is allowed or refused. */
const originHeaders: readonly KeyOrCode[] = [
  'header-unexpected:access-control-allow-origin',
  'header-unexpected:access-control-allow-credentials',
];

/** The key of a cause (merge.ts), or its code for all causes of that code. */
type KeyOrCode = string;

/**
 * Causes that have the same fix as a wider one: when the server reflects every origin, that it also accepts
 * `https://evilexample.com` is no second problem. The first cause here that a target has takes over those listed with it.
 */
const absorbedBy: readonly (readonly [CauseCode, readonly KeyOrCode[]])[] = [
  [
    'wildcard-with-credentials',
    [
      'any-origin-allowed',
      'null-allowed',
      'credentials-missing',
      'list-wildcard-with-credentials',
      ...originHeaders,
    ],
  ],
  ['origin-reflected', [...grants(), ...originHeaders]],
  ['any-origin-allowed', ['origin-reflected', ...grants(), ...originHeaders]],
  ['origin-matched-by-content', [...grants('null-allowed'), ...originHeaders]],
  ['origin-matched-by-prefix', ['origin-port-ignored', 'origin-matched-loosely', ...originHeaders]],
  [
    'origin-matched-by-suffix',
    [
      'subdomains-allowed',
      'origin-scheme-ignored',
      'origin-dot-unescaped',
      'origin-matched-by-part',
      'origin-matched-loosely',
      ...originHeaders,
    ],
  ],
  [
    'origin-matched-by-part',
    ['subdomains-allowed', 'origin-port-ignored', 'origin-matched-loosely', ...originHeaders],
  ],
  ['origin-dot-unescaped', ['origin-matched-loosely', ...originHeaders]],
  ['cors-missing', refusals()],
  ['trailing-slash', refusals()],
  ['origin-in-other-scheme', ['origin-scheme-ignored', ...refusals()]],
  ['origin-with-www', ['subdomains-allowed', ...refusals()]],
  ['origin-in-other-case', ['origin-matched-loosely', ...refusals()]],
  ['origin-with-other-port', ['origin-port-ignored', ...refusals()]],
  ['origin-fixed', refusals()],
  ['origin-invalid', refusals()],
  ['header-duplicated', ['origins-in-one-line', ...originHeaders]],
  ['origins-in-one-line', originHeaders],
  [
    'preflight-needs-authentication',
    ['error-response-without-headers', 'preflight-status', 'max-age-missing', ...originHeaders],
  ],
  ['preflight-redirected', ['preflight-status', 'max-age-missing', ...originHeaders]],
  ['preflight-status', ['max-age-missing', ...originHeaders]],
  ['preflight-without-headers', ['max-age-missing', ...originHeaders]],
  ['header-not-listed', ['request-list-misread']],
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
function refusals(): readonly KeyOrCode[] {
  return [
    'cors-missing', 'origin-missing', 'preflight-without-headers', 'response-without-headers', 'credentials-missing',
    'error-response-without-headers', 'not-modified-without-headers', 'redirect-without-headers', 'header-not-exposed', 'method-not-listed', 'header-not-listed',
    'request-list-misread', 'max-age-missing', 'preflight-status', 'response-changed', 'write-rejected', ...originHeaders,
  ]; // prettier-ignore
}

/**
 * The cause that takes over each cause of a target, by key: itself where none does.
 * @param causes all causes of one target under one policy
 */
export function absorptions(causes: readonly Cause[]): ReadonlyMap<string, string> {
  const present = new Map(causes.map((cause) => [causeKey(cause), cause.code]));
  const result = new Map([...present.keys()].map((key) => [key, key]));
  for (const [wider, narrower] of [...state(causes), ...authentication(causes), ...absorbedBy]) {
    const into = [...present.keys()].find((key) => present.get(key) === wider && result.get(key) === key);
    if (into === undefined) continue;
    for (const [key, code] of present)
      if (key !== into && result.get(key) === key && (narrower.includes(key) || narrower.includes(code)))
        result.set(key, into);
  }
  return result;
}

/** Where authentication answers everything, preflights included, it stands before CORS: one problem. */
function authentication(causes: readonly Cause[]): typeof absorbedBy {
  const isUnauthorized = causes.some(
    (cause) => cause.code === 'cors-missing' && cause.statuses.every((status) => status === 401),
  );
  return isUnauthorized ? [['preflight-needs-authentication', ['cors-missing', ...refusals()]]] : [];
}

/** Where responses depend on other requests, what single ones show is part of the same problem. */
function state(causes: readonly Cause[]): typeof absorbedBy {
  const symptoms = causes.flatMap((cause) => ('symptoms' in cause ? cause.symptoms : []));
  const refused = refusals();
  const narrower = [
    'http-version',
    ...symptoms,
    ...absorbedBy.flatMap(([wider, others]) => (symptoms.includes(wider) ? others : [])),
    ...(symptoms.some((symptom) => refused.includes(symptom)) ? refused : []),
  ];
  return [
    ['answer-of-other-request', ['answers-differ', ...narrower]],
    ['answers-differ', narrower],
  ];
}
