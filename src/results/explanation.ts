import type { RawHeader } from './exchange.ts';
import type { StepOutcome } from './outcome.ts';
import type { BrowserSummary, DecidedAt } from './results.ts';

/**
 * What a browser does with one request, step by step, in the words of a person who tells it. Texts hold values from the
 * wire as they are: whoever shows them escapes them. Values in texts stand in backticks.
 */
export interface Explanation {
  readonly schema: 'corspec/story@1';
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly origin: string;
    readonly credentials: boolean;
    readonly headers: readonly RawHeader[];
  };
  readonly browser: BrowserSummary;
  readonly chapters: readonly Section[];
  readonly ending: Ending;
  /** What to change on the server, the most pressing first. */
  readonly advice: readonly Advice[];
}

/** One step of the way: a question or an exchange, and how it went. */
export interface Section<Told = Paragraph> {
  readonly title: string;
  readonly answer: string;
  /** `stop`: the request ends here, as a network error. `unknown`: nothing more was seen. */
  readonly turn: 'on' | 'stop' | 'unknown';
  readonly paragraphs: readonly Told[];
}

export type Paragraph = SharedParagraph | { readonly kind: 'exchange'; readonly exchange: ShownExchange };

/** What stories of every kind are told with. */
export type SharedParagraph =
  | { readonly kind: 'text'; readonly text: string }
  /** The page's origin beside the server's. */
  | { readonly kind: 'origins'; readonly rows: readonly OriginRow[] }
  /** The checks of the Fetch standard, in order. */
  | { readonly kind: 'checks'; readonly checks: readonly ShownCheck[] };

export interface OriginRow {
  readonly part: 'scheme' | 'host' | 'port';
  readonly page: string;
  readonly server: string;
  readonly same: boolean;
}

/** A request and its response, with the headers that matter. Secrets stand as `***`. */
export interface ShownExchange {
  readonly method: string;
  /** Path and query; the whole URL where it is not the one that was asked for. */
  readonly target: string;
  readonly requestHeaders: readonly RawHeader[];
  readonly response?: {
    readonly status: number;
    readonly reason: string;
    readonly headers: readonly RawHeader[];
    /** Other headers, which matter to no check. */
    readonly others: number;
    /** The beginning of an error's body. */
    readonly body?: string;
  };
  /** Why there is no whole response. */
  readonly failure?: string;
}

export interface ShownCheck {
  readonly ok: boolean;
  /** Of the reason, such as `allow-origin-missing`. */
  readonly code?: string;
  readonly says: string;
  /** In the Fetch standard. */
  readonly anchor: string;
  /** In lower case. */
  readonly header?: string;
}

/** What comes of it all. */
export interface Ending {
  /**
   * `unknown`: what was seen does not tell, because the server, or the way to it, broke or was not tried. `opaque`: what
   * a request without CORS gets.
   */
  readonly outcome: 'readable' | 'blocked' | 'opaque' | 'unknown';
  readonly says: string;
  readonly rows: readonly { readonly label: string; readonly text: string }[];
  readonly decidedBy?: DecidedAt;
  /** What a real browser did; absent for the model, which does what the standard says. */
  readonly observed?: {
    readonly outcome: StepOutcome;
    readonly console: readonly string[];
    readonly deviations: readonly { readonly id: string | null; readonly says: string }[];
  };
}

export interface Advice {
  readonly says: string;
  /** What the server has to send for this request. */
  readonly send: readonly RawHeader[];
  /** Which response is to carry it. */
  readonly on: 'preflight' | 'response';
}
