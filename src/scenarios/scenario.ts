import type { EmbedderPolicy } from '../fetch-standard/index.ts';
import type { Expectation, HeaderExpectations } from './expectation.ts';
import type { OriginSymbol } from './origin-symbols.ts';

/** The severity of a failure; `required` and `security` gate, `recommended` does with `--strict`. */
export const levels = ['required', 'security', 'recommended', 'informative'] as const;
export type Level = (typeof levels)[number];

/** The routes of the contract between corspec and implementations. */
export const routes = [
  'resource', 'whoami', 'login', 'missing', 'malformed', 'denied', 'crash', 'private', 'redirect', 'stream', 'slow', 'vary',
  'cacheable', 'conditional', 'parse', 'limited', 'dir', 'file.txt', 'media.wav', 'raw', 'download',
  'image.png', 'script.js', 'module.js', 'style.css', 'font.woff2', 'jsonp', 'websocket',
] as const; // prettier-ignore
export type Route = (typeof routes)[number];

/** A path of a URL that cannot be decoded: broken percent-encoding. URL parsers keep it. */
export const malformedSegment = '%E0%A4%A';

/** The path of a route under the base URL of a server that follows the contract. */
export function contractPath(route: Route): string {
  return route === 'malformed' ? `${route}/${malformedSegment}` : route;
}

/**
 * How a page sends a request. For embedded resources, mode `no-cors` is an element without `crossorigin`, mode `cors`
 * one with it, and credentials `include` the value `use-credentials`.
 */
export type Client = 'fetch' | 'keepalive' | 'xhr' | 'axios-xhr' | 'axios-fetch' | Unanswered | Embed | 'raw';

/**
 * Clients whose response no script gets: `navigator.sendBeacon` and `fetchLater`. What they show is what the server receives. A
 * beacon is a POST with credentials, in mode `no-cors` unless its Content-Type needs a preflight.
 */
export const unanswered = ['beacon', 'fetch-later'] as const;
export type Unanswered = (typeof unanswered)[number];

export const embeds = [
  'img', 'script', 'module', 'style', 'font', 'css-font', 'audio', 'video', 'event-source', 'jsonp', 'preload', 'form',
] as const; // prettier-ignore
export type Embed = (typeof embeds)[number];

export type PreloadKind = 'script' | 'module' | 'style' | 'fetch';

/** Capabilities that a scenario needs from the browser, in addition to sending requests. */
export type Ability =
  /** Has an HTTP cache. */
  | 'http-cache'
  /** Runs scripts. */
  | 'scripts'
  /** Its console output is available. */
  | 'console'
  /** Has `fetchLater`. */
  | 'fetch-later'
  /** Has `Cross-Origin-Embedder-Policy: credentialless`. */
  | 'credentialless';

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'urlencoded'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'form-data'; readonly fields: Readonly<Record<string, string>> }
  /** A Blob; its type, if any, becomes the Content-Type. */
  | { readonly kind: 'blob'; readonly text: string; readonly type?: string }
  | { readonly kind: 'bytes'; readonly length: number };

/**
 * The request. Header names may be symbols: `$allowed` (a header that the policy lists and that is neither safelisted
 * nor Content-Type), `$allowed-all` (every header that it lists), `$unlisted` (a header that it does not list).
 */
export interface RequestSpec {
  readonly route: Route;
  /**
   * Values may be symbols: `$same-origin/ROUTE` is a route of the target, `$other-origin/ROUTE` the same route on another
   * host name of the target.
   */
  readonly query?: Readonly<Record<string, string>>;
  /** Default: GET. */
  readonly method?: string;
  /** Several values are several header lines, which only `raw` can send. The value `$etag` is the ETag of the route. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Body;
  /**
   * Default: `fetch`. With `raw`, corspec sends the request itself, in a form that browsers may never send, and the
   * oracle evaluates the response. An OPTIONS with Access-Control-Request-Method is evaluated as a preflight.
   */
  readonly client?: Client;
  /** Default: `cors`. */
  readonly mode?: 'cors' | 'no-cors' | 'same-origin';
  /** Default: `same-origin`, as for fetch. For XMLHttpRequest, `include` is withCredentials. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  readonly redirect?: 'follow' | 'error' | 'manual';
  readonly cache?: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache';
  /** fetch only. Default: that of browsers, `strict-origin-when-cross-origin`. */
  readonly referrerPolicy?: 'no-referrer';
  /** XMLHttpRequest only: a listener on `upload` triggers a preflight. */
  readonly uploadListener?: boolean;
  /**
   * Sends the request from an iframe with an opaque origin (`null`) or another origin, or from a worker. Page and iframe share an HTTP
   * cache if they are same-site.
   */
  readonly frame?: Frame;
  /** The request is made from a document with this Cross-Origin-Embedder-Policy. */
  readonly embedderPolicy?: EmbedderPolicy;
  /** Of a script, module or style sheet: with an integrity hash that its content has, or with another. */
  readonly integrity?: 'right' | 'wrong';
  /** `preload` only: what is loaded in advance, for a later step. `module` is `rel=modulepreload`. */
  readonly preload?: PreloadKind;
  /** `raw` only: the Origin header to send instead of the page's; `no-origin` sends none. */
  readonly as?: OriginSymbol | 'no-origin';
  /** `raw` only: how often the request is sent, sequentially. */
  readonly times?: number;
  /**
   * `raw` only: `kept` sends it on the connection of the check's previous such request, if the server has kept that open,
   * `new` on a connection of its own. Default: any connection.
   */
  readonly connection?: 'kept' | 'new';
  /** `raw` only. Default: 1.1. */
  readonly httpVersion?: '1.0';
  /** `raw` only: sends the target's session cookie. */
  readonly withCookie?: true;
}

export const opaqueFrames = ['sandbox', 'data'] as const;
export type OpaqueFrame = (typeof opaqueFrames)[number];
/** `worker`: a worker of the page's origin, whose script is a Blob. */
export type Frame = OpaqueFrame | 'worker' | OriginSymbol;

export interface Step {
  /** How long the page waits before this request: milliseconds, or until the previous preflight has expired. */
  readonly wait?: number | 'max-age';
  /** `raw` only: the next step begins while this request has no response yet. */
  readonly background?: true;
  readonly request: RequestSpec;
  readonly expect: Expectation;
}

/**
 * The policies that a scenario applies to; otherwise it is not-applicable. A condition on a field that the policy does
 * not have is false.
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
   * Allowed methods; with the prefix `!` not allowed, with `?` neither allowed nor excluded. All must be true. `*`: the
   * policy has `*`.
   */
  readonly methods?: string | readonly string[];
  readonly requestHeaders?: string | readonly string[];
  readonly exposedHeaders?: string | readonly string[];
  /** `0`: no caching; `cached`: more than one second; `unstated`; `short`: short enough to wait for. */
  readonly maxAge?: 0 | 'cached' | 'unstated' | 'short';
}

/** What a page does, and the result that a policy implies. Data only. */
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
  /** `family/name`. Stable, and never reused for another meaning. */
  readonly id: string;
  /** A statement that is true of a correct server. */
  readonly title: string;
  /** Anchor in the Fetch standard, with `#`. */
  readonly spec: string;
  /** Why it matters: shown with a failure. */
  readonly why?: string;
  readonly when?: {
    readonly policy?: PolicyCondition;
    /** Conditions on the first preflight response: some scenarios make sense only for some of them. */
    readonly preflight?: HeaderExpectations;
    readonly abilities?: readonly Ability[];
    /** Only where caches store the response of the route to a plain GET, by what it says. */
    readonly stored?: true;
  };
  readonly from: OriginSymbol;
  /** One request, or several in order. */
  readonly request?: RequestSpec;
  readonly expect?: Expectation;
  readonly steps?: readonly Step[];
  /** Uses a host name of its own for the target, so that its cookies do not affect other checks. */
  readonly isolated?: boolean;
  /**
   * The proxy before the target replaces Host by the target's real address, as many reverse proxies do; X-Forwarded-Host has
   * the host that the browser sent.
   */
  readonly rewritesHost?: boolean;
  /** That of its family. */
  readonly inBrowsers?: InBrowsers;
}

/** `when-named`: the model always plays it; browsers, which take longer, only if its family or its id is named. */
export type InBrowsers = 'when-named';

/** A family: one file in `suites/`. */
export interface Suite {
  readonly id: string;
  readonly title: string;
  readonly inBrowsers?: InBrowsers;
  readonly scenarios: readonly Scenario[];
}
