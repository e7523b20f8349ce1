import type { Exchange, RawHeader } from '../results/exchange.ts';

/** A target's real place, and how it is to be treated. */
export interface Upstream {
  /** Where it really is: `http://127.0.0.1:4000` or `https://api.example.com`. Only scheme, host and port count. */
  readonly url: string;
  /** POST, PUT, PATCH and DELETE are answered with 403 by the proxy, and never reach the target. */
  readonly readOnly?: boolean;
  /**
   * Added to actual requests that have no header of that name, never to preflights, and only to requests of a check that
   * was added: whatever else reaches the proxy gets nothing of the operator's. The value stands as `***` in what
   * is recorded; in recorded bodies too, should the target echo it.
   */
  readonly addHeaders?: readonly RawHeader[];
  /** Take an invalid certificate of the upstream as it is. */
  readonly insecure?: boolean;
}

/** The head of a request that corspec answers itself. */
export interface ServedHead {
  /** The origin that the browser addressed, serialised as browsers do. */
  readonly origin: string;
  readonly method: string;
  /** With query, as it stood on the wire. */
  readonly path: string;
  readonly headers: readonly RawHeader[];
}

/** A request that corspec answers itself. */
export interface ServedRequest extends ServedHead {
  /** As UTF-8 text. */
  readonly body: string;
}

/** `Content-Length` is added; everything else is the server's own. */
export interface ServedResponse {
  /** 200 when absent. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface RecordingProxyOptions {
  /** Answers what corspec serves itself: everything on page origins, and `pagePrefix` paths on targets' origins. */
  readonly serve: (request: ServedRequest) => ServedResponse | Promise<ServedResponse>;
  /** How long the body of such a request may be: bytes. A longer one is answered with 413. 16 MiB when absent. */
  readonly longestBody?: (request: ServedHead) => number;
  /** A target exchange ended, or a destination was refused. What it throws is dropped. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** How long a target may take to be reached, to answer, and between two parts of a body. 10 000 ms when absent. */
  readonly responseTimeoutMs?: number;
  /** A longer response body is cut off with the connection (`too-large`). 8 MiB when absent. */
  readonly maxResponseBytes?: number;
  /** How much of each body is recorded. 4096 bytes when absent. */
  readonly recordedBodyBytes?: number;
}

/** A running proxy. Browsers use it as HTTP proxy for `http` and `https` at `127.0.0.1:port`. */
export interface RecordingProxy {
  readonly port: number;
  /** For Chromium's `--ignore-certificate-errors-spki-list`: base64 of the SHA-256 of the public key. */
  readonly certificateFingerprint: string;
  /**
   * From now on, `serve` answers every request to this origin. Throws when it is not an http(s) origin. Where an origin
   * is a target as well, the target gets what is not under `pagePrefix`.
   */
  addPages(origin: string): void;
  /** From now on, requests to this origin go to the upstream. Throws when either is not an http(s) origin. */
  addTarget(origin: string, upstream: Upstream): void;
  /**
   * From now on, requests with one of these in corspec's query parameter belong to that check, and those to `upstream` get
   * what the operator adds. Any other value counts as none: checks are secrets of corspec, its pages and their target.
   */
  addChecks(checks: Iterable<string>, upstream: Upstream): void;
  /**
   * All exchanges of a check that ended so far, and those under way once they end, at most `graceMs` (1000) later;
   * sorted by sequence. They are forgotten here. One whose response has begun by then ends there, as `aborted`; one without
   * a response is kept for the next call.
   */
  take(check: string, graceMs?: number): Promise<readonly Exchange[]>;
  /** Whether requests to this origin, serialised, go to a target: one that was added, or its own host by https. */
  isTarget(origin: string): boolean;
  /** What was refused so far: destination → count. */
  refused(): ReadonlyMap<string, number>;
  /** Ends every connection at once. Exchanges under way end as `aborted`. */
  close(): Promise<void>;
}
