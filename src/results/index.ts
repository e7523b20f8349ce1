import type { Results } from './results.ts';
import { type Conclusion, conclude, type Gate } from './gate.ts';
import { sentenceOf } from './sentence.ts';

export { isGating, type Gate } from './gate.ts';
export { plural } from './sentence.ts';

/** What a run amounts to: for the exit status, and for the last line of every report. */
export interface Verdict {
  /** `unknown`: too much broke, or too little applied, for a verdict. `survey`: failures do not decide. */
  readonly kind: Conclusion['kind'];
  /** The exit status of the command. */
  readonly status: Conclusion['status'];
  /** Holds titles of targets: untrusted text, to be escaped where it is shown. */
  readonly sentence: string;
  /** Whether everything that decides had a result. */
  readonly isComplete: boolean;
}

/** The verdict of results: exit status and sentence come from the same conclusion, so they cannot contradict each other. */
export function verdictOf(results: Results, gate: Gate): Verdict {
  const conclusion = conclude(results, gate);
  return {
    kind: conclusion.kind,
    status: conclusion.status,
    sentence: sentenceOf(conclusion),
    isComplete:
      conclusion.kind === 'conforms' || (conclusion.kind !== 'unknown' && conclusion.gaps.length === 0),
  };
}
