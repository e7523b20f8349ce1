import type { Outcome } from '../results/outcome.ts';
import type { PageStep } from '../scenarios/page-request.ts';

/** A check for the page: its steps run in order, concurrently with other checks. */
export interface PageCheck {
  readonly id: string;
  readonly steps: readonly PageStep[];
  /** For each request, without waits: milliseconds. */
  readonly timeoutMs: number;
}

/**
 * The work in a page's document (`GET /.corspec/page?page=TICKET`), which is served once, so that no other document of the
 * page's origin can read it.
 */
export type PageWork = {
  readonly checks: readonly PageCheck[];
  /** The maximum number of concurrent requests of the page. */
  readonly concurrency: number;
} & (Keyed | Framed);

interface Keyed {
  /** The value of the header {@link keyHeader} in the page's messages. Only the page's document contains it. */
  readonly key: string;
}

interface Framed {
  /** The origin of the page that holds this one in a frame, and gets its messages. */
  readonly parent: string;
}

/** The work of a page that holds others in frames (`GET /.corspec/frame-set?page=TICKET`). */
export interface FrameSetWork extends Keyed {
  readonly pages: readonly FramedPage[];
  /** Whether a frame is opened only when no other frame has its origin, because code of a target could reach that one. */
  readonly oneOfAnOrigin: boolean;
  /** The maximum number of frames at once. */
  readonly concurrency: number;
}

/** A page in a frame, with the ids of its checks. */
export interface FramedPage {
  readonly url: string;
  readonly checks: readonly string[];
}

/** A header, because other documents of an origin may learn the URLs of a page, but not its headers. */
export const keyHeader = 'Corspec-Key';

/** The id of the element in a page's document with its {@link PageWork} or {@link FrameSetWork} as JSON. */
export const workElement = 'corspec-work';

/** The outcome of a check. */
export interface PageReport {
  readonly check: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** Why a check has no outcome. */
export interface PageProblem {
  readonly check: string;
  readonly problem: string;
}

/** `PUT /.corspec/outcomes` has a list of these, a few at a time. The first one of a check counts. */
export type PageMessage = PageReport | PageProblem;

/** `PUT /.corspec/end` when the page has finished, with a message when it failed. */
export interface PageEnd {
  readonly problem?: string;
}

/** What a page in a frame sends to the page that holds it. */
export type FrameMessage = { readonly reports: readonly PageMessage[] } | { readonly end: PageEnd };
