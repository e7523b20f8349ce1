import type { CheckParagraph, CheckSection } from '../results/check-explanation.ts';
import type { Advice, Ending } from '../results/explanation.ts';

export type { CheckSection };

/** An exchange, by its place among those of the check. */
export type Recorded = Extract<CheckParagraph, { readonly kind: 'recorded' }>;

/** The explanation of one request of a check. */
export interface RequestSections {
  readonly chapters: readonly CheckSection[];
  readonly ending: Omit<Ending, 'observed'>;
  readonly advice: readonly Advice[];
}
