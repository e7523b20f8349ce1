/** A header: its name as written, and its value with one character per byte. */
export type Header = readonly [name: string, value: string];
export type HeaderList = readonly Header[];

export type RequestMode = 'cors' | 'no-cors' | 'same-origin';
export type CredentialsMode = 'omit' | 'same-origin' | 'include';
export type RedirectMode = 'follow' | 'error' | 'manual';
export type ResponseType = 'basic' | 'cors' | 'opaque' | 'opaqueredirect';

export type ReferrerPolicy =
  | 'no-referrer'
  | 'no-referrer-when-downgrade'
  | 'same-origin'
  | 'origin'
  | 'strict-origin'
  | 'origin-when-cross-origin'
  | 'strict-origin-when-cross-origin'
  | 'unsafe-url';

/** The values of Cross-Origin-Embedder-Policy that change what is loaded. https://html.spec.whatwg.org/#coep */
export type EmbedderPolicy = 'require-corp' | 'credentialless';

/** What a script asks for, as it reaches `fetch()` or `XMLHttpRequest.send()`. `#concept-request` */
export interface FetchRequest {
  /** Absolute. */
  readonly url: string;
  /** The page's origin, serialised; `null` when it is opaque. */
  readonly origin: string;
  /** As the author wrote it. */
  readonly method: string;
  /** The author's, and the Content-Type that the body brings along. */
  readonly headers: HeaderList;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  /** Set by a listener on `XMLHttpRequest.upload`. */
  readonly useCorsPreflight?: boolean;
  /** `none` when absent. A stream has no source, so it cannot be sent twice. */
  readonly body?: 'none' | 'bytes' | 'stream';
  /** `strict-origin-when-cross-origin` when absent. It decides about Origin in modes other than cors. */
  readonly referrerPolicy?: ReferrerPolicy;
  /** The page's Cross-Origin-Embedder-Policy. Pages that are not secure have none. */
  readonly embedderPolicy?: EmbedderPolicy;
  /** Of an element with an integrity hash: whether the content, which the algorithm does not see, has that hash. */
  readonly integrity?: 'matches' | 'differs';
}

/** A request on its way: the author's, checked and normalised, and what redirects made of it. */
export interface CurrentRequest {
  /** The current URL: the last of the URL list. */
  readonly url: URL;
  /** The rest of the URL list: where redirects came from. */
  readonly earlierUrls: readonly URL[];
  readonly origin: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  readonly useCorsPreflight: boolean;
  readonly body: 'none' | 'bytes' | 'stream';
  readonly referrerPolicy: ReferrerPolicy;
  readonly tainting: 'basic' | 'cors' | 'opaque';
  readonly redirectCount: number;
  readonly embedderPolicy?: EmbedderPolicy;
}

/** What the algorithm wants sent. */
export interface NetworkCall {
  readonly kind: 'preflight' | 'actual';
  readonly method: string;
  /** Without its fragment. */
  readonly url: string;
  readonly headers: HeaderList;
  /** Whether cookies and other credentials of the browser go along. */
  readonly sendCredentials: boolean;
  readonly hasBody: boolean;
}

export interface NetworkResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: HeaderList;
}

export type NetworkAnswer = NetworkResponse | { readonly kind: 'network-error'; readonly detail: string };

/** In place of a preflight's answer: the browser knew it already, and we do not know from where. */
export interface PreflightAssumed {
  readonly kind: 'preflight-assumed';
}

/** The registrable domain (eTLD+1) of a host, or the host itself where it has none. */
export type SiteOfHost = (host: string) => string;

/** What one page remembers between its requests, and what differs between user agents. */
export interface FetchContext {
  /** Changed by every fetch in this context. */
  readonly cache: { entries: readonly PreflightCacheEntry[] };
  /** Milliseconds, on any clock that does not go back. */
  readonly now: () => number;
  /** The network partition key: pages under another top-level site do not share preflights. */
  readonly partition: string;
  /** The longest time that a preflight is remembered: seconds. The standard names none. */
  readonly maxAgeCapSeconds: number;
  /** How long a preflight without a valid Access-Control-Max-Age is remembered: seconds. */
  readonly defaultMaxAgeSeconds: number;
  readonly siteOfHost: SiteOfHost;
  /** Whether a secure page may fetch from `http://localhost` and `http://127.0.0.1`. */
  readonly trustsLoopback: boolean;
  /** Whether the connection can carry a streamed request body; HTTP/1.x cannot. */
  readonly streamsUpload: boolean;
}

/** `#concept-cache-entry` */
export interface PreflightCacheEntry {
  readonly partition: string;
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
  /** Milliseconds, on the context's clock. */
  readonly storedAt: number;
  readonly allows: { readonly method: string } | { /** In lower case. */ readonly header: string };
}

/** The steps of the algorithm that a trace names. `anchors` tells where the standard states each. */
export type StepName =
  | 'request-url'
  | 'request-method'
  | 'request-headers'
  | 'request-body'
  | 'bad-port'
  | 'mixed-content'
  | 'same-origin-check'
  | 'same-origin-mode'
  | 'no-cors-mode'
  | 'scheme-check'
  | 'needs-preflight'
  | 'preflight-cache'
  | 'network'
  | 'cors-check'
  | 'credentials-check'
  | 'preflight-status'
  | 'preflight-methods'
  | 'preflight-headers'
  | 'preflight-max-age'
  | 'resource-policy-check'
  | 'redirect-mode'
  | 'redirect-location'
  | 'redirect-scheme'
  | 'redirect-count'
  | 'redirect-userinfo'
  | 'redirect-body'
  | 'redirect-method'
  | 'redirect-authorization'
  | 'redirect-origin'
  | 'expose-headers'
  | 'integrity-check'
  | 'response-filter';
