/** How bad a failure is; `required` and `security` gate, `recommended` does with `--strict`. */
export const levels = ['required', 'security', 'recommended', 'informative'] as const;
export type Level = (typeof levels)[number];

/** The routes of the contract between corspec and implementations. */
export const routes = [
  'resource', 'whoami', 'login', 'missing', 'denied', 'crash', 'private', 'redirect', 'stream', 'slow', 'vary',
  'cacheable', 'image.png', 'script.js', 'module.js', 'style.css', 'font.woff2', 'jsonp',
] as const; // prettier-ignore
export type Route = (typeof routes)[number];

/**
 * Who a page is, seen from a policy. `src/scenarios/origins.ts` says which origin that is under a given policy, or why
 * there is none.
 */
export type OriginSymbol =
  /** The first origin that the policy allows. */
  | 'allowed'
  /** Another one that it allows. */
  | 'allowed-second'
  /** One that it allows and that names a port. */
  | 'allowed-with-port'
  /** One that it allows by a pattern alone, two labels below the pattern's. */
  | 'allowed-deep'
  /** The target's own origin. */
  | 'target'
  /** An origin that has nothing to do with the allowed ones. */
  | 'foreign'
  /** Foreign, and plain http. */
  | 'foreign-http'
  /** The first allowed origin with another port, scheme or host: outside the policy. */
  | 'other-port'
  | 'other-scheme'
  | 'subdomain'
  | 'parent-domain'
  | 'lookalike-suffix'
  | 'lookalike-prefix'
  /** What mistakes in matching let in: derived from the first allowed origin (or the first two), outside the policy. */
  | 'suffix-without-dot'
  | 'other-top-level'
  | 'parent-lookalike'
  | 'sibling'
  | 'less-first-character'
  | 'first-dot-replaced'
  | 'last-dot-replaced'
  | 'port-dropped'
  | 'run-together'
  | 'less-last-character'
  | 'less-last-label'
  | 'trailing-dot'
  | 'homograph'
  | 'with-www'
  | 'longer-port'
  | 'underscore-for-letter'
  /** The allowed host, one of these characters, and a foreign domain. */
  | `special-${SpecialCharacter}`
  /** The same derived from the last origin that the policy allows, where it lists several. */
  | `${LastNeighbour}-of-last`
  | Misspelling
  | 'opaque';

/** Which neighbours of the last allowed origin there are symbols for. */
export type LastNeighbour = 'lookalike-suffix' | 'lookalike-prefix' | 'less-last-character' | 'other-scheme';

/** Origin headers that no page of a browser sends: for the client `raw` alone. */
export const misspellings = [
  'upper-case', 'default-port', 'ip-as-number', 'host-only', 'scheme-only', 'empty', 'user-info', 'backslash',
  'origin-list',
] as const; // prettier-ignore
export type Misspelling = (typeof misspellings)[number];

/** Characters that some browser has in the host of a page. `special-characters.ts` says which. */
export const specialCharacters = [
  'underscore', 'hyphen', 'double-quote', 'opening-brace', 'closing-brace', 'plus', 'exclamation-mark', 'tilde',
  'semicolon', 'ampersand', 'apostrophe', 'opening-parenthesis', 'closing-parenthesis', 'comma', 'dollar', 'equals',
  'backtick',
] as const; // prettier-ignore
export type SpecialCharacter = (typeof specialCharacters)[number];

/**
 * What a page makes a request with. For what is embedded, mode `no-cors` is the element without `crossorigin`, mode
 * `cors` with it, and credentials `include` its value `use-credentials`.
 */
export type Client = 'fetch' | 'xhr' | 'axios-xhr' | 'axios-fetch' | Embed | 'raw';

export const embeds = ['img', 'script', 'module', 'style', 'font', 'event-source', 'jsonp'] as const;
export type Embed = (typeof embeds)[number];

/** What a scenario asks of whatever plays it, beyond making requests. */
export type Ability =
  /** Keeps responses, and answers from what it keeps. */
  | 'http-cache'
  /** Runs what it loads. */
  | 'scripts'
  /** Tells what it writes to its console. */
  | 'console';

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'urlencoded'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'form-data'; readonly fields: Readonly<Record<string, string>> }
  /** A Blob: its type becomes the Content-Type, and without one there is none. */
  | { readonly kind: 'blob'; readonly text: string; readonly type?: string }
  | { readonly kind: 'bytes'; readonly length: number };

/**
 * What the page asks for. Names of headers may be symbols of the policy: `$allowed` (a header that it lists, and that
 * is neither safelisted nor Content-Type), `$allowed-all` (each that it lists), `$unlisted` (one that it does not).
 */
export interface RequestSpec {
  readonly route: Route;
  /**
   * Values may be places: `$same-origin/ROUTE` is a route of the target, `$other-origin/ROUTE` the same under another
   * name of the target's.
   */
  readonly query?: Readonly<Record<string, string>>;
  /** GET when absent. */
  readonly method?: string;
  /** Several values are several lines, which `wire` alone can send. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Body;
  /**
   * `fetch` when absent. `wire` is no page: corspec itself sends what no browser would, and the standard is asked what
   * a browser would make of the response. An OPTIONS with Access-Control-Request-Method is judged as that preflight.
   */
  readonly client?: Client;
  /** `cors` when absent. */
  readonly mode?: 'cors' | 'no-cors' | 'same-origin';
  /** `same-origin` when absent, as fetch has it. For XMLHttpRequest `include` is withCredentials. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  readonly redirect?: 'follow' | 'error' | 'manual';
  readonly cache?: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache';
  /** XMLHttpRequest only: a listener on `upload` makes a preflight necessary. */
  readonly uploadListener?: boolean;
  /**
   * Made from a frame within the page: one whose origin is opaque (`null`), or one of another origin. Frames and page
   * share an HTTP cache where they are of one site.
   */
  readonly frame?: Frame;
  /** `wire` only: the Origin header to send instead of the page’s; `no-origin` sends none. */
  readonly as?: OriginSymbol | 'no-origin';
  /** `wire` only: sent so many times, one after the other. */
  readonly times?: number;
}

export const opaqueFrames = ['sandbox', 'data'] as const;
export type OpaqueFrame = (typeof opaqueFrames)[number];
export type Frame = OpaqueFrame | OriginSymbol;

/** What must come of a request. What is absent is not asked. */
export interface Expectation {
  /**
   * `readable`: the script gets the response. `blocked`: it gets a network error. `opaque`: it gets a response that
   * hides everything.
   */
  readonly outcome?: 'readable' | 'blocked' | 'opaque';
  /** The methods of the requests that arrive at the target, in order. */
  readonly wire?: readonly string[];
  readonly status?: number;
  /** Response headers that the script can, or cannot, read. `$exposed`, `$exposed-all`: those that the policy exposes. */
  readonly visible?: readonly string[];
  readonly hidden?: readonly string[];
  /** Whether the actual request carries a cookie. */
  readonly cookie?: 'sent' | 'withheld';
  /** Whether the actual request carries an Origin header. */
  readonly origin?: 'sent' | 'absent';
  /** The `writes` that the target counts for this check afterwards. */
  readonly writes?: number;
  /**
   * Informative scenarios only: answers that are all conforming and are reported, a sentence for each. With it, the
   * field of the same name is absent.
   */
  readonly facts?: {
    readonly outcome?: {
      readonly readable?: string;
      readonly blocked?: string;
      readonly opaque?: string;
    };
    /** Whether the request changes anything on the server. More than one write for a request is a failure. */
    readonly writes?: { readonly some: string; readonly none: string };
  };
  /** Text that the body holds, white space left out. */
  readonly body?: string;
  /**
   * Where Access-Control-Allow-Origin depends on who asks, the response says so: `Vary` lists Origin. It depends when
   * the responses of the scenario differ in it.
   */
  readonly varies?: true;
  /** However long the request, it is not answered more than so many times slower than the scenario's first. */
  readonly timesFirst?: number;
  /**
   * Beside `timesFirst`: nor is it answered more than so many times slower than the request before, which is half as long.
   * What takes time in proportion stays near 2, a busy machine included; what takes the square of it comes to 4.
   */
  readonly timesHalf?: number;
  /** What the browser's console says of the request. */
  readonly console?: 'names-cors';
  /** The name of a cookie that `document.cookie` does not show at the end. */
  readonly cookieHiddenFromPage?: string;
  /** Response headers on the wire; each must meet its condition. Of the actual response and of the preflight. */
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
  /** Among the members of a list, in any case; `$methods`: each method that the policy lists. */
  | { readonly lists: string }
  | { readonly not: string }
  /** Not more than one line of that name. */
  | { readonly once: true }
  /** A list that has no more than the policy allows, and what needs no permission. */
  | { readonly within: 'methods' | 'requestHeaders' | 'exposedHeaders' }
  /** `status` alone. */
  | { readonly between: readonly [number, number] };

export interface Step {
  /** How long the page waits before this request: milliseconds, or until the preflight of before has expired. */
  readonly wait?: number | 'max-age';
  readonly request: RequestSpec;
  readonly expect: Expectation;
}

/**
 * Which policies a scenario has something to say about. A scenario whose condition does not hold is not-applicable. A
 * condition about a field that the policy does not state does not hold.
 */
export interface PolicyCondition {
  /** `any` is `*`; `listed` a list with an entry; `none` an empty list; `pattern` a list with a pattern. */
  readonly origins?:
    | 'any'
    | 'listed'
    | 'none'
    | 'pattern'
    | 'unstated'
    | readonly ('any' | 'listed' | 'none' | 'pattern' | 'unstated')[];
  readonly credentials?: boolean;
  /**
   * Allowed methods, or with `!` in front one that is not, or with `?` one that the policy neither states nor excludes;
   * several are all meant. `*`: the policy says `*`.
   */
  readonly methods?: string | readonly string[];
  readonly requestHeaders?: string | readonly string[];
  readonly exposedHeaders?: string | readonly string[];
  /** `0`: no caching; `cached`: more than nothing; `unstated`; `short`: can be waited for. */
  readonly maxAge?: 0 | 'cached' | 'unstated' | 'short';
}

/** What a page at some origin does, and what must come of it under a policy. Data only. */
export type Scenario = ScenarioFacts & (OfSecurity | OfOtherLevel);

interface OfSecurity {
  readonly level: 'security';
  /** What an attacker gains or users lose if it fails: one or two sentences that tell how urgent a failure is. */
  readonly impact: string;
}

interface OfOtherLevel {
  readonly level: Exclude<Level, 'security'>;
  readonly impact?: never;
}

interface ScenarioFacts {
  /** `family/name`. Stable, and never used again for another meaning. */
  readonly id: string;
  /** One sentence that is true of a server that conforms. */
  readonly title: string;
  /** Anchor in the Fetch standard, with `#`. */
  readonly spec: string;
  /** Why it matters, for the one who reads a failure. */
  readonly why?: string;
  readonly when?: {
    readonly policy?: PolicyCondition;
    /** Of what the first preflight was answered: what a library does by itself can make the question void. */
    readonly preflight?: HeaderExpectations;
    readonly abilities?: readonly Ability[];
  };
  readonly from: OriginSymbol;
  /** One request, or several in order. */
  readonly request?: RequestSpec;
  readonly expect?: Expectation;
  readonly steps?: readonly Step[];
  /** Uses a host name of its own for the target, so that its cookies do not affect other checks. */
  readonly isolated?: boolean;
}

/** A family: one file in `suites/`. */
export interface Suite {
  readonly id: string;
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}
