import type { Pace } from '../http1/pace.ts';
import type { Protocol } from '../http1/protocol.ts';
import type { Exchange, RawHeader } from '../results/exchange.ts';

/** A target's real address, and how to treat it. */
export interface Upstream {
  /** Its real address: `http://127.0.0.1:4000` or `https://api.example.com`. Only scheme, host and port are used. */
  readonly url: string;
  /** The proxy answers POST, PUT, PATCH and DELETE with 403 and does not forward them. */
  readonly readOnly?: boolean;
  /**
   * Added to actual requests without a header of that name, never to preflights, and only to requests of known checks:
   * other clients of the proxy do not get these headers. Records contain `***` instead of the value, also in bodies that
   * echo it.
   */
  readonly addHeaders?: readonly RawHeader[];
  /** Skips certificate verification. */
  readonly insecure?: boolean;
  /** What it is known to speak. Default: HTTP/1.1, until a response shows that it speaks HTTP/2 alone. */
  readonly protocol?: Protocol;
  /**
   * Sends X-Forwarded-Proto, -Host and -Port with every request that the browser makes to another origin than that of `url`,
   * as a reverse proxy does. Those that the browser sends are replaced.
   */
  readonly sendsForwarded?: boolean;
}

/** How the requests of a check are forwarded. */
export interface CheckOptions {
  /** With the target's real address as Host instead of the one that the browser sends. */
  readonly rewritesHost?: boolean;
  /** Whether the response of a rate limit is what the check asks for. */
  readonly expectsLimit?: boolean;
}

/** The head of a request that corspec serves itself. */
export interface ServedHead {
  /** The origin in the browser, serialized. */
  readonly origin: string;
  readonly method: string;
  /** With query, as on the wire. */
  readonly path: string;
  readonly headers: readonly RawHeader[];
}

/** A request that corspec serves itself. */
export interface ServedRequest extends ServedHead {
  /** As UTF-8 text. */
  readonly body: string;
}

/** The proxy adds only `Content-Length`. */
export interface ServedResponse {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Where browsers on other machines reach the proxy. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
  /** Required from every client, with the user name `proxyUser`; null: the address is on loopback. */
  readonly password: string | null;
}

export interface RecordingProxyOptions {
  /** Answers requests that corspec serves itself: everything on page origins, and `pagePrefix` paths on target origins. */
  readonly serve: (request: ServedRequest) => ServedResponse | Promise<ServedResponse>;
  /** The longest body of such a request: bytes. Longer ones are answered with 413. Default: 16 MiB. */
  readonly longestBody?: (request: ServedHead) => number;
  /** A second address to listen on; port 0: a free one. */
  readonly remote?: ProxyAddress;
  /** Called when an exchange with a target ended or a destination was refused. Its errors are ignored. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** The time limit to connect, to respond, and for the body, in milliseconds each. Default: 10 000. */
  readonly responseTimeoutMs?: number;
  /** The longest response body; longer ones are cut off (`too-large`). Default: 8 MiB. */
  readonly maxResponseBytes?: number;
  /** How much of each body is recorded. Default: 4096 bytes. */
  readonly recordedBodyBytes?: number;
  /** When requests are forwarded to targets. Default: at once */
  readonly pace?: Pace;
}

/** A running proxy: an HTTP proxy for `http` and `https` at `127.0.0.1:port`. */
export interface RecordingProxy {
  readonly port: number;
  /** The second address, if there is one. */
  readonly remote?: ProxyAddress;
  /** For Chromium's `--ignore-certificate-errors-spki-list`: base64 of the SHA-256 of the public key. */
  readonly certificateFingerprint: string;
  /**
   * Declares a page origin: `serve` answers every request to it. Throws when it is not an http(s) origin. If the origin is
   * also a target, the target gets requests outside `pagePrefix`.
   */
  addPages(origin: string): void;
  /** Declares a target: requests to this origin go to the upstream. Throws when either is not an http(s) origin. */
  addTarget(origin: string, upstream: Upstream): void;
  /**
   * Declares checks: requests with one of these ids in corspec's query parameter belong to that check, and those to
   * `upstream` get its added headers. Other values are ignored: the ids are secrets of corspec, its pages and their target.
   * Without an upstream, their requests get no added headers.
   */
  addChecks(checks: Iterable<string>, upstream: Upstream | null, options?: CheckOptions): void;
  /**
   * Removes and returns all exchanges of a check, sorted by sequence. Waits up to `graceMs` (1000) for pending ones: then an
   * exchange whose response has begun ends as `aborted`, and one without a response stays for the next call.
   */
  take(check: string, graceMs?: number): Promise<readonly Exchange[]>;
  /** Whether a request of a check is under way, or waits because of the pace. */
  isPending(check: string): boolean;
  /** Whether requests to this serialized origin go to a target: a declared one, or its host over https. */
  isTarget(origin: string): boolean;
  /** Refused destinations, with counts. */
  refused(): ReadonlyMap<string, number>;
  /**
   * Forgets all checks with their exchanges, and closes the connections to targets: no more requests of these checks will
   * come. Pages and targets stay.
   */
  forgetChecks(): void;
  /**
   * Forgets all declared pages, targets and checks with their exchanges, and closes the connections to targets. For another
   * run through the same proxy.
   */
  forget(): void;
  /** Closes all connections. Pending exchanges end as `aborted`. */
  close(): Promise<void>;
}
