/**
 * The part of a policy that a fix configures. Origins are origins and patterns, never `null`; there are no credentials
 * together with `*`.
 */
export interface Settings {
  readonly origins?: '*' | readonly string[];
  readonly credentials?: boolean;
  readonly methods?: readonly string[];
  readonly requestHeaders?: '*' | readonly string[];
  readonly exposedHeaders?: '*' | readonly string[];
  /** In seconds. */
  readonly maxAge?: number;
}

/** What a fix changes in the configuration of a library, or in what surrounds it. */
export type Change =
  /** The whole policy: there is no configuration yet. */
  | 'everything'
  /** The allowed origins, with credentials where the policy allows them. */
  | 'origins'
  | 'no-credentials'
  | 'methods'
  | 'request-headers'
  | 'exposed-headers'
  | 'max-age'
  /** CORS before authentication, routing and redirects. */
  | 'order'
  | 'error-responses'
  | 'vary'
  /** The header is set in two places. */
  | 'once'
  | 'resource-policy'
  | 'private-network'
  /** Nothing that the library configures. */
  | 'none';

export interface LibraryAdvice {
  /** What is particular to the library: one or two sentences after those of the cause. */
  readonly note?: string;
  /** Where the snippet belongs, when not where the library is configured. */
  readonly where?: string;
  readonly snippet?: (settings: Settings) => string;
}

export type Language =
  | 'js'
  | 'python'
  | 'java'
  | 'go'
  | 'rust'
  | 'ruby'
  | 'csharp'
  | 'nginx'
  | 'apache'
  | 'caddyfile'
  | 'haproxy'
  | 'yaml'
  | 'json';

/** How a library is configured: data and pure functions. */
export interface Library {
  readonly title: string;
  readonly language: Language;
  /** The file or the place of {@link Library.call}. */
  readonly where: string;
  /** A complete statement, with at least the allowed origins. */
  readonly call: (settings: Settings) => string;
  /** The place of {@link Library.lines}. */
  readonly whereLines: string;
  /** A complete line for each setting but the origins. */
  readonly lines: (settings: Settings) => readonly string[];
  readonly advice: Readonly<Partial<Record<Change, LibraryAdvice>>> & {
    readonly order: LibraryAdvice;
    readonly 'error-responses': LibraryAdvice;
  };
}
