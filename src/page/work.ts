import type { Outcome } from '../results/outcome.ts';
import type { PageStep } from '../scenarios/page-request.ts';

/** A check as the page gets it: steps in order, beside the other checks. */
export interface PageCheck {
  readonly id: string;
  readonly steps: readonly PageStep[];
  /** For each request, waiting not counted: milliseconds. */
  readonly timeoutMs: number;
}

/**
 * What a page finds in its own document (`GET /.corspec/page?page=TICKET`), which is served once: nothing else at the
 * page's origin can read it.
 */
export interface PageWork {
  readonly checks: readonly PageCheck[];
  /** How many requests the page has under way at once. */
  readonly concurrency: number;
  /** What its messages carry in the header {@link keyHeader}. Only the page's own document has it. */
  readonly key: string;
}

/** A header, because other documents of an origin may get to know the URLs of a page, but not what it sends. */
export const keyHeader = 'Corspec-Key';

/** The id of the element in the page's document that holds its {@link PageWork} as JSON. */
export const workElement = 'corspec-work';

/** What a page observed of a check. */
export interface PageReport {
  readonly check: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** Why a page has no outcome for a check. */
export interface PageProblem {
  readonly check: string;
  readonly problem: string;
}

/** `POST /.corspec/outcomes`, a list of these: as they come, a few at a time. The first one of a check counts. */
export type PageMessage = PageReport | PageProblem;

/** `POST /.corspec/end` when all is done, or with a message when the page itself broke. */
export interface PageEnd {
  readonly problem?: string;
}
