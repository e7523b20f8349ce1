import type { PageCheck, PageProblem, PageReport } from './work.ts';

/** The checks of one document. */
export interface DocumentJob {
  /** The page's origin: only this origin gets the work. */
  readonly origin: string;
  readonly checks: readonly PageCheck[];
  /** Whether the document runs code of a target. */
  readonly runsTargetCode: boolean;
}

/** `runsTargetCode` with frames: documents of one origin must not run at once, because their code could reach one another. */
export interface PageJob extends DocumentJob {
  /** Of requests; of frames, each with one request at a time, when the page holds others in frames. */
  readonly concurrency: number;
  /** The pages that play the checks in frames of this page; absent when this page plays them. */
  readonly frames?: readonly DocumentJob[];
  readonly onReport: (report: PageReport) => void;
  /** Called for a check without an outcome, or with an invalid one. */
  readonly onProblem: (problem: PageProblem) => void;
}
