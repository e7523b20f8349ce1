import type { Results } from './results.ts';
import { type Conclusion, conclude, type Gate } from './gate.ts';
import { sentenceOf } from './sentence.ts';

export { isGating, type Gate } from './gate.ts';
export { coverageOf, coverageText, namedOnlyTexts, unlockTexts } from './coverage.ts';
export { plural } from './sentence.ts';

/** The verdict of a run: the exit status, and the last line of every report. */
export interface Verdict {
  /** `unknown`: errors, or no applicable checks, prevent a verdict. `survey`: failures do not affect the exit status. */
  readonly kind: Conclusion['kind'];
  /** The exit status of the command. */
  readonly status: Conclusion['status'];
  /** Contains titles of targets: untrusted text, which reports must escape. */
  readonly sentence: string;
  /** Whether every gating check has a result. */
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

/** The results with notes that concern the run as a whole, before the others. */
export function withNotes(results: Results, texts: readonly string[]): Results {
  if (texts.length === 0) return results;
  const notes = texts.map((text) => ({ target: '', text }));
  return { ...results, notes: [...notes, ...(results.notes ?? [])] };
}
