import type { Outcome } from './outcome.ts';
import type { Body, Client, OpaqueFrame, RequestSpec } from './scenario.ts';

/** What corspec keeps for itself on every origin that it serves, a target's own included. */
export const pagePrefix = '/.corspec/';

/** A page that does nothing, on every origin: where a tab waits for its next page, and a cookie is set. */
export const blankPath = `${pagePrefix}blank`;

/** A request with its symbols resolved, as the page makes it. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Body;
  readonly client: Client;
  readonly mode: NonNullable<RequestSpec['mode']>;
  readonly credentials: NonNullable<RequestSpec['credentials']>;
  readonly redirect: NonNullable<RequestSpec['redirect']>;
  readonly cache: NonNullable<RequestSpec['cache']>;
  readonly uploadListener: boolean;
  /** `strict-origin-when-cross-origin`, the default of browsers, when absent. fetch only. */
  readonly referrerPolicy?: 'no-referrer' | 'origin' | 'same-origin' | 'unsafe-url';
  /** Made from a frame of its own. */
  readonly frame?: PageFrame;
  /** For the client `wire`: the Origin header, null for none, and how many times to send. */
  readonly wire?: { readonly origin: string | null; readonly times: number };
}

/** A frame within the page: one whose origin is opaque (`null`), or one of another origin. */
export type PageFrame = OpaqueFrame | { readonly origin: string };

export interface PageStep {
  readonly waitMs: number;
  readonly request: PageRequest;
}

/** A cell as the page gets it: steps in order, beside the other cells. */
export interface PageCell {
  readonly cell: string;
  readonly steps: readonly PageStep[];
  /** For each request, waiting not counted: milliseconds. */
  readonly timeoutMs: number;
}

/**
 * What a page finds in its own document (`GET /.corspec/page?page=TICKET`), which is served once: nothing else at the
 * page's origin can read it.
 */
export interface PageWork {
  readonly cells: readonly PageCell[];
  /** How many requests the page has under way at once. */
  readonly concurrency: number;
  /** What its messages carry in the header {@link keyHeader}. Only the page's own document has it. */
  readonly key: string;
}

/** A header, because other documents of an origin may get to know the URLs of a page, but not what it sends. */
export const keyHeader = 'Corspec-Key';

/** The id of the element in the page's document that holds its {@link PageWork} as JSON. */
export const workElement = 'corspec-work';

/** What a page observed of a cell. */
export interface PageReport {
  readonly cell: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** Why a page has no outcome for a cell. */
export interface PageProblem {
  readonly cell: string;
  readonly problem: string;
}

/** `POST /.corspec/outcomes`, a list of these: as they come, a few at a time. The first one of a cell counts. */
export type PageMessage = PageReport | PageProblem;

/** `POST /.corspec/end` when all is done, or with a message when the page itself broke. */
export interface PageEnd {
  readonly problem?: string;
}
