import { describe, expect, it } from 'vitest';
import { reporters } from '../../../reports/index.ts';
import { resultsSchema } from '../../../src/results/results.ts';
import { hostileInput, sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const active = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2028]/;

describe('the sample results', () => {
  it('are results as the schema has them', () => {
    for (const { results } of [sampleInput({ implementations: 2 }), hostileInput()])
      expect(resultsSchema.safeParse(results)).toMatchObject({ success: true });
  });

  it('are the same each time', () => {
    expect(sampleInput({ implementations: 2 })).toEqual(sampleInput({ implementations: 2 }));
  });
});

describe('the list of reporters', () => {
  it('has the ids that the command line promises', () => {
    const ids = ['terminal', 'json', 'html', 'junit', 'markdown', 'github', 'sarif'];
    expect(reporters.map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});

describe.each(reporters.map(({ id }) => id))('%s', (id) => {
  it('ends with a line break', () => {
    expect(printed(id, sampleInput({ implementations: 1 })).endsWith('\n')).toBe(true);
  });

  it('lets no control or direction character of a target through', () => {
    // JSON keeps what was on the wire; its own escapes make it harmless up to C1 and direction, which are data there.
    if (id !== 'json') expect(printed(id, hostileInput())).not.toMatch(active);
    else expect(printed(id, hostileInput())).not.toMatch(/[\u001b\u0000]/); // eslint-disable-line no-control-regex -- as above
  });

  it('names no scenario where there are no results', () => {
    const text = printed(id, { ...sampleInput({ implementations: 0 }), scenarios: [] });
    expect(text).not.toContain('preflight/patch-not-listed');
  });
});

/** The HTML report draws its tables in the page: test/browser/html-report.test.ts. */
const textual = reporters.map(({ id }) => id).filter((id) => id !== 'html');

describe.each(textual)('%s', (id) => {
  it('names scenarios that are not in the catalogue', () => {
    const input = { ...sampleInput({ implementations: 1, failing: 100 }), scenarios: [], policies: {} };
    expect(printed(id, input)).toContain('preflight/patch-not-listed');
  });
});
