import type { Advice, Chapter, Ending, SharedParagraph } from '../results/story.ts';

/** An exchange, by its place among those of the cell. */
export interface Recorded {
  readonly kind: 'recorded';
  readonly exchange: number;
}

export type CellChapter = Chapter<SharedParagraph | Recorded>;

/** The story of one request of a cell. */
export interface ToldRequest {
  readonly chapters: readonly CellChapter[];
  readonly ending: Omit<Ending, 'observed'>;
  readonly advice: readonly Advice[];
}
