/** The expected result of a request. Absent fields are not checked. */
export interface Expectation {
  /**
   * `readable`: the script gets the response. `blocked`: it gets a network error. `opaque`: it gets an opaque response.
   */
  readonly outcome?: 'readable' | 'blocked' | 'opaque';
  /**
   * Instead of `outcome` and `wire`: what the policy implies for this cross-origin request. `status` is that of a response that is
   * readable.
   */
  readonly byPolicy?: true;
  /** The methods of the requests that the target receives, in order. */
  readonly wire?: readonly string[];
  readonly status?: number;
  /** Response headers that the script can, or cannot, read. `$exposed`, `$exposed-all`: those that the policy exposes. */
  readonly visible?: readonly string[];
  readonly hidden?: readonly string[];
  /** Whether the actual request has a cookie. */
  readonly cookie?: 'sent' | 'withheld';
  /** Whether the actual request has an Origin header; `null`: it has that value. */
  readonly origin?: 'sent' | 'absent' | 'null';
  /** The `writes` that the target counts for this check afterwards. */
  readonly writes?: number;
  /**
   * Informative scenarios only: results that all conform and are reported, one sentence each. The field of the same name
   * must be absent.
   */
  readonly facts?: {
    readonly outcome?: {
      readonly readable?: string;
      readonly blocked?: string;
      readonly opaque?: string;
    };
    /** Whether the request changes anything on the server. More than one write for a request is a failure. */
    readonly writes?: { readonly some: string; readonly none: string };
    /** Whether the response switches to another protocol (status 101), as the request asks. */
    readonly upgrade?: { readonly accepted: string; readonly rejected: string };
  };
  /** Text that the body contains, ignoring whitespace. */
  readonly body?: string;
  /**
   * If Access-Control-Allow-Origin differs between the responses of the scenario, this response must have `Vary: Origin`.
   */
  readonly varies?: true;
  /**
   * If Access-Control-Allow-Headers, or -Methods, differs between the responses to the preflights of the scenario, Vary of this
   * response must have the request header that it depends on.
   */
  readonly variesByRequest?: 'headers' | 'method';
  /** The maximum response time, as a multiple of the time of the scenario's first request. */
  readonly timesFirst?: number;
  /**
   * Beside `timesFirst`: nor is it answered more than so many times slower than the request before, which is a quarter as long.
   * What takes time in proportion stays near 4, a busy machine included; what takes the square of it comes to 16.
   */
  readonly timesQuarter?: number;
  /** What the browser's console reports about the request. */
  readonly console?: 'names-cors';
  /** The name of a cookie that `document.cookie` does not show at the end. */
  readonly cookieHiddenFromPage?: string;
  /** The name of a cookie that it shows. */
  readonly cookieShownToPage?: string;
  /** Conditions on headers of the actual response and of the preflight response. */
  readonly response?: HeaderExpectations;
  readonly preflight?: HeaderExpectations;
}

/** By lower-case header name, or `status`. */
export type HeaderExpectations = Readonly<Record<string, HeaderCondition>>;

export type HeaderCondition =
  /** `$max-age`, `$origin` (the request's Origin). */
  | { readonly is: string }
  | { readonly absent: true }
  /** Absent, unless the response has that header. */
  | { readonly onlyWith: string }
  | { readonly present: true }
  /** An element of a list, case-insensitive; `$methods`: every method that the policy lists. */
  | { readonly lists: string }
  | { readonly not: string }
  /** At most one header line with that name. */
  | { readonly once: true }
  /** A list of names or origins that the policy allows or that are safelisted. */
  | { readonly within: 'origins' | 'methods' | 'requestHeaders' | 'exposedHeaders' }
  /** Only for `status`. */
  | { readonly between: readonly [number, number] };
