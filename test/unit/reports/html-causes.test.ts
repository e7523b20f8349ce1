import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { causeGroups } from '../../../reports/html/assets/cause-data.js';
import { entriesOf, gridData, statusOf } from '../../../reports/html/assets/grid-data.js';
import { readLink } from '../../../reports/html/assets/link.js';
import { policyTexts } from '../../../reports/html/assets/masthead.js';
import { readModel } from '../../../reports/html/assets/model.js';
import { predictedLines } from '../../../reports/html/assets/predicted.js';
import { filterChecks } from '../../../reports/html/assets/search.js';
import { keyOf, readState } from '../../../reports/html/assets/state.js';
import type { ReportInput } from '../../../reports/reporter.ts';
import {
  hostileCauses,
  inputWithCauses,
  manyTargets,
  urlInput,
} from '../../fixtures/sample-cause-results.ts';
import { sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';

type Model = ReturnType<typeof readModel>;

function read(input: ReportInput): Model {
  const data = /id="data">([^<]*)</.exec(printed('html', input))?.[1] ?? '';
  return readModel(JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString()));
}

const state = (hash: string): ReturnType<typeof readState> => readState(hash);

describe('html, causes', () => {
  it('are in the data, worst first, and each failed check has its own', () => {
    const input = urlInput();
    const causes = [...(input.results.causes ?? [])].reverse();
    const model = read({ ...input, results: { ...input.results, causes } });
    expect(model.data.causes.map(({ level }) => level)).toEqual(['security', 'required']);
    expect(model.data.causes[0]?.page).toMatch(/\/docs\/causes\/origin-reflected\.md$/);
    for (const [check, { cause }] of input.results.results.entries())
      expect(model.causeOf(check)?.code).toBe(cause);
  });

  it('have no cookie of their exchange', () => {
    const model = read(urlInput());
    const cause = model.data.causes[0];
    expect(JSON.stringify(model.data.values[cause?.exchange ?? -1])).toContain('https://evil.test');
    expect(JSON.stringify(model.data.values[cause?.exchange ?? -1])).not.toContain('session=secret');
  });

  it('have their notes', () => {
    const input = urlInput();
    const notes = [{ code: 'cookie-partitioned', text: 'The cookie a is partitioned.' }];
    const causes = (input.results.causes ?? []).map((cause) => ({ ...cause, notes }));
    const { data } = read({ ...input, results: { ...input.results, causes } });
    expect(data.values[data.causes[0]?.notes ?? -1]).toEqual(['The cookie a is partitioned.']);
  });

  it('of a comparison are grouped by code, with the policies of each implementation', () => {
    const model = read(inputWithCauses({ implementations: 2 }));
    const groups = causeGroups(model.data);
    expect(groups.map(({ first }) => first.code)).toEqual(['origin-reflected', 'vary-missing']);
    expect(groups[0]?.scopes.map(({ target }) => target)).toEqual(['express', 'fastify']);
    expect(groups[0]?.scopes[0]?.policies.length).toBeGreaterThan(1);
    const failed = [...Array(model.size).keys()].filter((check) => statusOf(model, check) === 'fail');
    expect(groups.reduce((sum, { checks }) => sum + checks, 0)).toBe(failed.length);
  });

  it('of a run are not grouped', () => {
    const model = read({ ...inputWithCauses({ implementations: 2 }), mode: 'run' });
    expect(causeGroups(model.data)).toHaveLength(model.data.causes.length);
  });

  it('of a run of many targets are grouped', () => {
    const [first, ...others] = causeGroups(read(manyTargets(30, 10)).data);
    expect(first?.first.code).toBe('origin-reflected');
    expect([first, ...others].map((group) => group?.scopes.length)).toEqual([20, 20]);
  });

  it('are absent from results of older versions', () => {
    const model = read(sampleInput({ implementations: 1, failing: 50 }));
    expect(model.data.causes).toEqual([]);
    expect(model.causeOf(0)).toBeUndefined();
    expect(causeGroups(model.data)).toEqual([]);
  });

  it('cannot be markup, controls or the address of a script, whatever a file of results has', () => {
    const page = printed('html', hostileCauses());
    expect(page).not.toMatch(/<[^>]*pwned/);
    const { data } = read(hostileCauses());
    expect(JSON.stringify(data)).not.toMatch(/\\u001b|\\u0000|[\u202e\u2028]/);
    for (const { page: address } of data.causes)
      expect(address).toMatch(/^https:\/\/github\.com\/[^<>"\s]*$/);
  });

  it('add little to the size of a large comparison', () => {
    const shape = { implementations: 9, scenarios: 60, failing: 20 };
    const without = printed('html', sampleInput(shape)).length;
    const withCauses = printed('html', inputWithCauses(shape)).length;
    expect(withCauses / without).toBeLessThan(1.05);
  });
});

describe('html, coverage', () => {
  it('is that of a run, by family, with what unlocks the others', () => {
    const model = read(urlInput());
    const [coverage] = model.data.coverage;
    expect(coverage?.ran).toBe(model.kindOf.filter((kind) => kind !== 'na' && kind !== 'unsupported').length);
    expect(coverage?.unlocks.join()).toContain('--expose');
    expect(coverage?.suites.length).toBeGreaterThan(2);
  });

  it('names the keys of a configuration', () => {
    const settings = { kind: 'configuration', file: 'corspec.config.ts', entries: {} } as const;
    const unlocks = read({ ...urlInput(), settings }).data.coverage[0]?.unlocks.join();
    expect(unlocks).toContain('exposedHeaders: ');
    expect(unlocks).toContain('In corspec.config.ts: ');
  });

  it('is not that of a comparison', () => {
    expect(read(inputWithCauses({ implementations: 2 })).data.coverage).toEqual([]);
  });
});

describe('html, the search', () => {
  const model = read(urlInput());
  const failed = [...Array(model.size).keys()].filter((check) => statusOf(model, check) === 'fail').length;
  const found = (q: string): number => filterChecks(model, state(`#${new URLSearchParams({ q })}`)).length;

  it('finds targets, titles and codes of causes, and console messages', () => {
    const severe = filterChecks(model, state('#cause=origin-reflected')).length;
    expect(severe).toBeGreaterThan(0);
    expect(found('localhost:3000')).toBe(model.size);
    expect(found('origin-reflected')).toBe(severe);
    expect(found('reflects every')).toBe(severe);
    expect(found('Wildcard')).toBe(failed);
    expect(found('wildcard origin-reflected')).toBe(severe);
    expect(found('wildcard no-such-word')).toBe(0);
  });
});

describe('html, the order of scenarios and the list of the panel', () => {
  const model = read(urlInput(['chromium', 'firefox']));

  it('has failures first, security first among them', () => {
    const kinds = gridData(model, state('#order=worst')).families.map(({ family }) => family);
    expect(kinds.slice(0, 2)).toEqual(['security failure', 'failure']);
    expect(kinds.at(-1)).toBe('pass');
  });

  it('steps through what the filters select, cell by cell, or row by row', () => {
    const data = gridData(model, state('#status=fail&columns=browser'));
    const cells = entriesOf(data, 'cell');
    expect(cells.length).toBeGreaterThan(data.rows.length);
    expect(cells.every(({ first }) => !['pass', 'na'].includes(model.kindOf[first] ?? ''))).toBe(true);
    expect(entriesOf(data, 'row')).toHaveLength(data.rows.length);
  });
});

describe('html, links', () => {
  const model = read(urlInput());

  it('say nothing of a link that fits', () => {
    const check = keyOf(model, 3);
    const hash = `#${new URLSearchParams({ status: 'fail', cause: 'vary-missing', check })}`;
    const { state: view, problems } = readLink(model, hash);
    expect(problems).toEqual([]);
    expect(view).toMatchObject({ status: ['fail'], cause: 'vary-missing', check });
  });

  it.each([
    ['#check=["koa","allowlist","chromium","a/b"]', 'no check koa / allowlist / chromium / a/b'],
    ['#check=nonsense', 'no check "nonsense"'],
    ['#target=koa', 'no implementation or server "koa"'],
    ['#cause=no-such', 'no cause "no-such"'],
    ['#status=broken', 'no status "broken"'],
    ['#order=best', 'no order "best"'],
    ['#somewhere', 'nothing named "somewhere"'],
  ])('say what %s does not name, and do not apply it', (hash, text) => {
    const { state: view, problems } = readLink(model, hash);
    expect(problems).toEqual([expect.stringContaining(text)]);
    expect(view).toEqual(readState(''));
  });
});

describe('html, texts', () => {
  it('says what a policy states', () => {
    expect(
      policyTexts({ origins: ['https://a.test', 'https://b.test'], credentials: false, maxAge: 5 }),
    ).toEqual(['origins https://a.test, https://b.test', 'credentials not allowed', 'max age 5 s']);
    expect(policyTexts(undefined)).toEqual([]);
  });

  it('predicts what a page sees of a network error, by client', () => {
    const error = { kind: 'error', name: 'TypeError', message: 'The reason.' } as const;
    expect(predictedLines(error, undefined)[0]).toContain('`TypeError: Failed to fetch`');
    expect(predictedLines(error, 'xhr')[0]).toContain('`error` event');
    expect(predictedLines(error, 'fetch')[1]).toContain('The reason.');
    expect(predictedLines({ kind: 'timeout', afterMs: 5 }, 'fetch')).toEqual([
      'The script timed out after 5 ms.',
    ]);
  });
});
