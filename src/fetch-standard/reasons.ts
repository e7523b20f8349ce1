import type { UnsafeReason } from './safelist.ts';
import type { CredentialsMode, EmbedderPolicy, RedirectMode } from './types.ts';

/** The response that a check is about. */
export type CheckedResponse = 'response' | 'preflight' | 'redirect';

/** What is wrong with an Access-Control-Allow-Origin that is not the request's origin. */
export type OriginMistake =
  | 'empty'
  | 'control-characters'
  | 'request-origin-is-null'
  | 'null'
  | 'null-in-other-case'
  | 'quoted'
  | 'list'
  | 'whitespace'
  | 'pattern'
  | 'other-case'
  | 'trailing-slash'
  | 'more-than-origin'
  | 'no-scheme'
  | 'default-port'
  | 'other-port'
  | 'other-scheme'
  | 'other-origin';

/** What Access-Control-Allow-Origin has to match: the request's origin, and `*` without credentials. */
interface ExpectedOrigin {
  origin: string;
  credentials: CredentialsMode;
}

type Names = readonly string[];
type None = object;

/** The data of each decision, by its code. Values are as they were on the wire: untrusted, and of any length. */
interface ReasonData {
  'url-not-absolute': { url: string };
  'url-with-userinfo': { url: string };
  'method-invalid': { method: string };
  'method-forbidden': { method: string };
  'method-not-allowed-in-no-cors': { method: string };
  'body-not-allowed': { method: string };
  'stream-not-allowed-in-no-cors': None;
  'stream-not-possible-in-http1': None;
  'header-invalid': { name: string; value: string };
  'forbidden-headers-dropped': { names: Names };
  'no-cors-headers-dropped': { names: Names };
  'port-blocked': { port: string };
  'url-insecure': { origin: string; urlOrigin: string };
  'same-origin': { origin: string };
  /** `afterRedirects`: the URL is at the page's origin again, after redirects through another one. */
  'cross-origin': { origin: string; urlOrigin: string; afterRedirects: boolean };
  'cross-origin-not-allowed': { origin: string; urlOrigin: string };
  'redirect-mode-not-allowed-in-no-cors': { redirect: RedirectMode };
  'scheme-not-http': { scheme: string };
  'data-url-invalid': None;
  'data-url': None;
  'preflight-not-needed': { method: string };
  /** `method`: null when it is safelisted. `upload`: there is an upload listener or a streamed body. */
  'preflight-needed': {
    method: string | null;
    headers: readonly { readonly name: string; readonly why: UnsafeReason }[];
    upload: boolean;
  };
  'preflight-cached': None;
  /** `missing`: a method and names of headers. */
  'preflight-not-cached': { missing: Names };
  'preflight-assumed-cached': None;
  'response-received': { method: string; url: string; status: number };
  /** `detail`: null when there is no answer to look at. */
  'request-failed': { method: string; url: string; detail: string | null };
  'allow-origin-missing': ExpectedOrigin & { response: CheckedResponse };
  'allow-origin-wildcard': { credentials: CredentialsMode };
  'allow-origin-matches': { origin: string };
  'allow-origin-repeated': ExpectedOrigin & { value: string; count: number };
  'allow-origin-wildcard-with-credentials': ExpectedOrigin;
  'allow-origin-differs': ExpectedOrigin & { value: string; mistake: OriginMistake };
  'allow-credentials-missing': { response: CheckedResponse };
  'allow-credentials-true': None;
  'allow-credentials-repeated': { value: string; count: number };
  'allow-credentials-differs': { value: string };
  'preflight-status-ok': { status: number };
  'preflight-status-not-ok': { status: number };
  'method-listed': { method: string; allowed: Names };
  'method-safelisted': { method: string };
  'upload-needs-no-method': None;
  'method-covered-by-wildcard': { method: string };
  'allow-methods-missing': { method: string };
  'allow-methods-invalid': { value: string };
  'method-not-allowed': { method: string; allowed: Names };
  'method-in-other-case': { method: string; allowed: Names; listed: string };
  'method-wildcard-with-credentials': { method: string; allowed: Names };
  'no-headers-to-allow': None;
  'headers-allowed': { headers: Names; allowed: Names };
  'allow-headers-missing': { missing: Names };
  'allow-headers-invalid': { value: string };
  'headers-not-allowed': { missing: Names; allowed: Names };
  'headers-wildcard-with-credentials': { missing: Names; allowed: Names };
  'authorization-not-covered-by-wildcard': { missing: Names; allowed: Names };
  'max-age': { seconds: number };
  'max-age-missing': None;
  'max-age-invalid': { value: string };
  'resource-policy-met': { value: string; origin: string };
  'resource-policy-not-met': { value: string; origin: string };
  /** There is no Cross-Origin-Resource-Policy, which the page's own policy requires. */
  'resource-policy-missing': { embedderPolicy: EmbedderPolicy; origin: string };
  'redirect-not-followed': None;
  'redirect-not-allowed': { status: number };
  'redirect-followed': { status: number; url: string };
  'location-missing': { status: number };
  'location-invalid': { value: string };
  'redirect-not-http': { url: string };
  'too-many-redirects': { count: number; limit: number };
  'redirect-with-userinfo': { url: string };
  'stream-not-repeatable': { status: number };
  'method-becomes-get': { status: number; method: string };
  'authorization-removed': None;
  'origin-hidden-by-redirect': { origin: string };
  /** `hidden`: response headers that a script would miss. */
  'headers-exposed': { exposed: Names; hidden: Names };
  'all-headers-exposed': { exposed: Names };
  'expose-wildcard-with-credentials': { exposed: Names; hidden: Names };
  'expose-headers-missing': { hidden: Names };
  'expose-headers-invalid': { value: string };
  'integrity-matches': None;
  'integrity-differs': None;
  'integrity-of-opaque': None;
  'response-opaque': None;
}

export type ReasonCode = keyof ReasonData;

/** Why a step went as it did: a code with its data. `describeReason` makes a sentence of it. */
export type TraceReason<Code extends ReasonCode = ReasonCode> = {
  [Each in Code]: { readonly code: Each } & Readonly<ReasonData[Each]>;
}[Code];
