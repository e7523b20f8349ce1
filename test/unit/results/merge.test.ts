import { describe, expect, it } from 'vitest';
import { mergeResults } from '../../../src/results/merge.ts';
import { type Results, resultsSchema } from '../../../src/results/results.ts';
import { type CheckRow, causeOf, resultsOf } from '../config/results-of.ts';

const firefox = { browser: 'firefox' };

function merged(...all: readonly [Results, ...Results[]]) {
  const [first, ...others] = all.map((results, index) => ({ file: `${index}.json`, results }));
  return mergeResults([first as { file: string; results: Results }, ...others]);
}

describe('several runs as one', () => {
  it('have the checks, browsers and targets of all', () => {
    const rows: readonly CheckRow[] = [['a/one', 'pass', { target: 'other' }]];
    const result = merged(
      resultsOf([['a/one', 'pass']]),
      resultsOf([['a/one', 'fail', firefox]]),
      resultsOf(rows),
    );
    if (!result.ok) throw new Error(result.reason.join());
    expect(result.value.results).toHaveLength(3);
    expect(result.value.browsers.map(({ id }) => id)).toEqual(['model', 'firefox']);
    expect(result.value.targets.map(({ id }) => id)).toEqual(['api', 'other']);
    expect(resultsSchema.safeParse(result.value)).toMatchObject({ success: true });
  });

  it('join the parts of a cause', () => {
    const cause = causeOf('vary-missing', ['a/one'], 'required');
    const other = {
      ...cause,
      level: 'security' as const,
      browsers: ['firefox'],
      checks: [{ scenario: 'a/one', browser: 'firefox' }],
      excused: 1,
    };
    const result = merged(
      resultsOf([['a/one', 'fail']], [cause]),
      resultsOf([['a/one', 'fail', firefox]], [other]),
    );
    expect(result).toMatchObject({
      value: {
        causes: [
          {
            level: 'security',
            browsers: ['model', 'firefox'],
            checks: [
              { scenario: 'a/one', browser: 'model' },
              { scenario: 'a/one', browser: 'firefox' },
            ],
            excused: 1,
          },
        ],
      },
    });
  });

  it('know that a response was readable if one of them shows it', () => {
    const withReadable = (results: Results, readable: boolean): Results => ({
      ...results,
      targets: results.targets.map((target) => ({
        ...target,
        policies: { web: { status: 'ready', readable } },
      })),
    });
    const one = withReadable(resultsOf([['a/one', 'pass']]), false);
    const two = withReadable(resultsOf([['a/two', 'pass']]), true);
    const readable = { value: { targets: [{ policies: { web: { readable: true } } }] } };
    expect(merged(one, two)).toMatchObject(readable);
    expect(merged(two, one)).toMatchObject(readable);
  });

  it('keep an interruption, and what failed to start', () => {
    const one = resultsOf([['a/one', 'pass']]);
    const two = resultsOf([['a/two', 'error']]);
    const broken = { ...two, interrupted: true, targets: [{ ...two.targets[0]!, policies: { web: { status: 'error' as const } } }] }; // prettier-ignore
    const expected = { value: { interrupted: true, targets: [{ policies: { web: { status: 'error' } } }] } };
    expect(merged(one, broken)).toMatchObject(expected);
    expect(merged(broken, one)).toMatchObject(expected);
  });
});

describe('what does not fit together', () => {
  it('is the same check twice', () => {
    const one = resultsOf([['a/one', 'pass']]);
    expect(merged(one, one)).toEqual({
      ok: false,
      reason: [
        '1 check of 1.json is in 0.json as well, such as a/one, api, policy web, model. Name each run once; to compare two runs: corspec diff 0.json 1.json',
      ],
    });
  });

  it('is another version of a browser or of a target', () => {
    const one = resultsOf([['a/one', 'pass']]);
    const two = resultsOf([['a/two', 'pass']]);
    const browsers = two.browsers.map((browser) => ({ ...browser, version: '2' }));
    const targets = two.targets.map((target) => ({ ...target, versions: { cors: '3' } }));
    expect(merged(one, { ...two, browsers, targets })).toEqual({
      ok: false,
      reason: [
        expect.stringMatching(/^model is model 1 in 0.json, but model is model 2 in 1.json\./),
        expect.stringMatching(/^api is of no known version in 0.json, but api is cors 3 in 1.json\./),
      ],
    });
  });
});
