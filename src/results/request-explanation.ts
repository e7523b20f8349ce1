import * as z from 'zod';
import { type CheckExplanation, checkExplanation } from './check-explanation.ts';

const { chapters, ending, advice } = checkExplanation.shape;
const chapter = chapters.element;
const [text, origins, recorded, checks] = chapter.shape.paragraphs.element.options;
const message = z.string().describe('Values stand in backticks.');

/**
 * The explanation of one request of a check under the names that stay: sections and messages. `stories` has the same
 * under the names of before.
 */
export const requestExplanation = z.strictObject({
  sections: z.array(
    chapter.extend({
      paragraphs: z.array(
        z.discriminatedUnion('kind', [
          text,
          origins,
          recorded,
          checks.extend({
            checks: z.array(checks.shape.checks.element.omit({ says: true }).extend({ message })),
          }),
        ]),
      ),
    }),
  ),
  ending: ending.omit({ says: true }).extend({ message }),
  advice: z.array(advice.element.omit({ says: true }).extend({ message })),
});
export type RequestExplanation = z.infer<typeof requestExplanation>;

/** A story under the names that stay. */
export function toExplanation({ chapters, ending, advice }: CheckExplanation): RequestExplanation {
  return {
    sections: chapters.map((chapter) => ({
      ...chapter,
      paragraphs: chapter.paragraphs.map((paragraph) =>
        paragraph.kind === 'checks' ? { ...paragraph, checks: paragraph.checks.map(renamed) } : paragraph,
      ),
    })),
    ending: renamed(ending),
    advice: advice.map(renamed),
  };
}

function renamed<Said extends { says: string }>({
  says,
  ...rest
}: Said): Omit<Said, 'says'> & { message: string } {
  return { ...rest, message: says };
}
