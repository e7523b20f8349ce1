import type { CauseFix } from './cause.ts';
import type { Advice, CheckEnding, CheckParagraph, CheckSection } from './check-explanation.ts';
import type { RawHeader } from './exchange.ts';
import type { StepOutcome } from './outcome.ts';
import type { BrowserSummary } from './results.ts';

/**
 * What a browser does with one request, step by step, in the words of a person who tells it. Texts hold values from the
 * wire as they are: reporters escape them. Values in texts stand in backticks.
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
  /** Why the browser blocks it, in the order of the responses, as in results of runs. */
  readonly causes: readonly ExplainedCause[];
  /** What does not decide about this request, and surprises with the next one. */
  readonly notes: readonly { readonly code: string; readonly text: string }[];
}

export interface ExplainedCause {
  /** Such as `preflight-needs-authentication`. */
  readonly code: string;
  /** In one line. */
  readonly title: string;
  /** What an attacker gains, or what users lose. */
  readonly impact: string;
  readonly fix: CauseFix;
}

/** One step of the way: a question or an exchange, and how it went. */
export type Section<Shown = Paragraph> = Omit<CheckSection, 'paragraphs'> & {
  readonly paragraphs: readonly Shown[];
};

export type Paragraph = SharedParagraph | { readonly kind: 'exchange'; readonly exchange: ShownExchange };

/** What explanations of every kind consist of. */
export type SharedParagraph = Exclude<CheckParagraph, { readonly kind: 'recorded' }>;

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

/**
 * What comes of it all. `unknown`: what was observed does not tell, because the server, or the connection to it, failed
 * or was not tried. `opaque`: what a request without CORS gets.
 */
export type Ending = CheckEnding & {
  /** What a real browser did; absent for the model, which does what the standard says. */
  readonly observed?: {
    readonly outcome: StepOutcome;
    readonly console: readonly string[];
    readonly deviations: readonly { readonly id: string | null; readonly says: string }[];
  };
};

export type { Advice, OriginRow, ShownCheck } from './check-explanation.ts';
