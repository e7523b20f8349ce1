/**
 * What a server means to allow. A field that is absent is *not stated*: nothing is expected about it, and scenarios
 * that need it are not-applicable. `{}` states nothing; an implementation applies its library without options.
 */
export interface Policy {
  /** Serialized origins (`https://app.example.com`), patterns of subdomains (`https://*.example.com`), or any. */
  readonly origins?: '*' | readonly string[];
  /** Whether pages at the allowed origins may send cookies and read what comes back. */
  readonly credentials?: boolean;
  /** Methods, in upper case as browsers send them. `*` means all methods, however the server has to say that. */
  readonly methods?: '*' | readonly string[];
  /** Names of request headers, in any case. `*` means all of them, however the server has to say that. */
  readonly requestHeaders?: '*' | readonly string[];
  /** Names of response headers that scripts may read, beside the CORS-safelisted ones. */
  readonly exposedHeaders?: '*' | readonly string[];
  /** For how many seconds a browser may remember a preflight. */
  readonly maxAge?: number;
}

/** The keys of a policy, for error messages and for servers that refuse what they do not know. */
export const policyKeys = [
  'origins',
  'credentials',
  'methods',
  'requestHeaders',
  'exposedHeaders',
  'maxAge',
] as const satisfies readonly (keyof Policy)[];
