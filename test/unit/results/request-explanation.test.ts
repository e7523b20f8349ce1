import { describe, expect, it } from 'vitest';
import { requestExplanation, toExplanation } from '../../../src/results/request-explanation.ts';
import { resultsSchema } from '../../../src/results/results.ts';
import { sampleStory } from '../../fixtures/sample-explanations.ts';
import { sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from '../reports/printed.ts';

const story = sampleStory('PUT', true);

describe('the explanation of a request', () => {
  it('has sections and messages in place of chapters and says', () => {
    const { sections, ending, advice } = toExplanation(story);
    expect(sections.map(({ title }) => title)).toEqual(story.chapters.map(({ title }) => title));
    expect(sections.at(-1)?.paragraphs.at(-1)).toMatchObject({
      kind: 'checks',
      checks: [
        { ok: false, code: 'allow-origin-wildcard-with-credentials', message: story.ending.decidedBy?.says },
      ],
    });
    expect(ending.message).toBe(story.ending.says);
    expect(advice.map(({ message }) => message)).toEqual(story.advice.map(({ says }) => says));
  });

  it('is as the schema has it, which has no place for the names of before', () => {
    expect(requestExplanation.safeParse(toExplanation(story))).toMatchObject({ success: true });
    expect(requestExplanation.safeParse(story)).toMatchObject({ success: false });
  });

  it('stands in results beside stories, and makes no HTML report longer', () => {
    const input = sampleInput({ implementations: 1, failing: 100 });
    const results = {
      ...input.results,
      results: input.results.results.map((result) =>
        result.stories === undefined ? result : { ...result, explanation: result.stories.map(toExplanation) },
      ),
    };
    expect(resultsSchema.safeParse(results)).toMatchObject({ success: true });
    expect(results.results[0]).toHaveProperty('explanation');
    expect(printed('html', { ...input, results })).toBe(printed('html', input));
  });
});
