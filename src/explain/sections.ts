import type { Advice, Section, Ending, SharedParagraph } from '../results/explanation.ts';

/** An exchange, by its place among those of the check. */
export interface Recorded {
  readonly kind: 'recorded';
  readonly exchange: number;
}

export type CheckSection = Section<SharedParagraph | Recorded>;

/** The story of one request of a check. */
export interface RequestSections {
  readonly chapters: readonly CheckSection[];
  readonly ending: Omit<Ending, 'observed'>;
  readonly advice: readonly Advice[];
}
