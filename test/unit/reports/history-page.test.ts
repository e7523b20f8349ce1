import { describe, expect, it } from 'vitest';
import { chart } from '../../../reports/html/history/chart.ts';
import { historyPage } from '../../../reports/html/history/index.ts';
import { problemRows } from '../../../reports/html/history/problem-rows.ts';
import { countsText, failuresByTarget, lastCounts } from '../../../reports/html/history/target-failures.ts';
import { runNames, timeAxis } from '../../../reports/html/history/time-axis.ts';
import { hostileHistory, longHistory, sampleHistory, variedHistory } from '../../fixtures/sample-history.ts';

/** The text of the elements that a pattern finds, without markup. */
function texts(page: string, pattern: RegExp): readonly string[] {
  return [...page.matchAll(pattern)].map(([, markup = '']) => textOf(markup));
}

function textOf(markup: string): string {
  return markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ').trim();
} // prettier-ignore

function rowsOf(page: string): readonly string[] {
  return texts(page, /<tr role="row" class="\w+">(.*?)<\/tr>/g);
}

const at = (...days: readonly string[]) =>
  days.map((startedAt, index) => ({ file: `${index}`, startedAt, version: '1', checks: { pass: 0, fail: 0, error: 0 } })); // prettier-ignore

describe('the page of a history', () => {
  it('lists open problems first, the most serious first, then flapping and fixed ones, with their times', () => {
    expect(rowsOf(historyPage(variedHistory()))).toEqual([
      '✗ open Title of reflected security reflected 2026-01-01 seen 2026-01-06 api, policy web since 2026-01-03 shop, policy web since 2026-01-01',
      '✗ open new Title of missing required missing 2026-01-06 seen 2026-01-06 shop, policy web since 2026-01-06',
      '~ flapping Title of vary recommended vary 2026-01-02 seen 2026-01-06 5 changes shop, policy web fails now',
      '✓ fixed Title of vary recommended vary 2026-01-01 fixed 2026-01-05 seen 2026-01-03 blog, policy web fixed 2026-01-05',
      '✓ fixed Title of status informative status 2026-01-01 fixed 2026-01-03 seen 2026-01-02 blog, policy web fixed 2026-01-03',
    ]);
  });

  it('counts problems by state, and targets', () => {
    const page = historyPage(variedHistory());
    expect(texts(page, /<h1>(.*?)<\/h1>/g)).toEqual(['2 of 5 targets have open problems']);
    expect(texts(page, /<li class="\w+">(<b>.*?)<\/li>/g)).toEqual([
      '✗ 2 open problems',
      '✗ 1 open at level security',
      '~ 1 flapping',
      '✓ 2 fixed',
      '✓ 2 of 5 targets never failed',
    ]);
    expect(texts(page, /(<label.*?<\/label>)/g)).toEqual(['All 5', '✗ open 2', '~ flapping 1', '✓ fixed 2']);
  });

  it('has a chart for each target that failed, with its changes as text', () => {
    const page = historyPage(variedHistory());
    expect(texts(page, /<h3>(.*?)<\/h3>/g)).toEqual([
      'shop policy web',
      'api policy web',
      'blog policy web',
    ]);
    expect(texts(page, /<summary>Changes<\/summary>(.*?)<\/details>/g)[1]).toBe(
      '2026-01-01: no failures 2026-01-03: 1 security',
    );
    expect(page).toContain('aria-label="Failures over time: at most 3 in a run; now 1 security, 1 required, 1 recommended.');
  }); // prettier-ignore

  it('is text only: no markup of results files, and no script', () => {
    const page = historyPage(hostileHistory());
    expect(page).not.toMatch(/<script|<img/i);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    // eslint-disable-next-line no-control-regex -- the control character is what is looked for
    expect(page).not.toMatch(/[\u001b\u202e]/);
    expect(page).toContain('&lt;script&gt;pwned');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);
  }); // prettier-ignore

  it('says so when nothing failed, and when there are no runs', () => {
    const passing = historyPage(sampleHistory([], 3));
    expect(passing).toContain('<h1>No open problems</h1>');
    expect(passing).toContain('No check failed in any run.');
    expect(passing).toContain('No run found a problem.');
    expect(historyPage(sampleHistory([]))).toContain('<h1>There are no runs</h1>');
    const flapping = historyPage(sampleHistory([{ id: 'x', runs: 'fpfp' }]));
    expect(flapping).toContain('<h1>No open problems, but some are flapping</h1>');
  });

  it('draws a limited number of charts, runs and rows, and says what is left out', () => {
    const page = historyPage(longHistory(501, 420));
    expect(page.length).toBeLessThan(1_500_000);
    expect(page.match(/<svg/g)).toHaveLength(60);
    expect(page).toContain('The charts show 60 of 501 targets that failed');
    expect(page).toContain('The charts show the last 400 of 420 runs.');
    expect(rowsOf(page)).toHaveLength(201);
    expect(page).toContain('301 further problems, the least urgent of their state, are not in the table: <code>corspec history --json</code>');
    expect(texts(page, /(<label.*?<\/label>)/g)).toEqual(['All 502', '✗ open 501', '~ flapping 1', '✓ fixed 0']);
    expect(page).toContain('<summary>501 targets</summary>');
    expect(page).toContain('<li>and 451 more</li>');
    expect(page).toMatch(/\d+ earlier changes not listed/);
  }); // prettier-ignore
});

describe('the charts of a history', () => {
  it('have areas for levels on top of each other, a line for passes, and a gap without a verdict', () => {
    const history = sampleHistory([
      { id: 'a', level: 'security', runs: 'f-pp' },
      { id: 'b', runs: 'f-fp' },
    ]);
    const [failures] = failuresByTarget(history);
    if (failures === undefined) throw new Error('The history has no failures.');
    const paths = [...chart(failures, timeAxis(history.runs), '').matchAll(/class="(\w+)" d="(.*?)"/g)];
    expect(paths.map(([, name, path]) => [name, path])).toEqual([
      ['required', 'M0 60V0H250V60ZM500 60V30H750V60Z'],
      ['security', 'M0 60V30H250V60Z'],
      ['pass', 'M750 60V57H1000V60Z'],
    ]);
  });

  it('count the last verdicts, also of a target that the last run did not test', () => {
    const [failures] = failuresByTarget(sampleHistory([{ id: 'a', runs: 'pf-' }]));
    expect(failures && countsText(lastCounts(failures))).toBe('1 required');
    expect(failures?.runs.map(countsText)).toEqual(['no failures', '1 required', 'no verdict']);
  });

  it('share an axis of time', () => {
    const axis = timeAxis(at('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-05T00:00:00Z'));
    expect(axis.edges).toEqual([0, 167, 667, 1000]);
    expect(timeAxis(at('2026-01-01T00:00:00Z')).edges).toEqual([0, 1000]);
    const same = at('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
    expect(timeAxis(same).edges).toEqual([0, 500, 1000]);
  });

  it('name runs by day, with the time where a day has several', () => {
    const [first, second] = ['2026-01-01T10:00:00.000Z', '2026-01-01T11:30:00.000Z'];
    expect(runNames(at(first))).toEqual(['2026-01-01']);
    expect(runNames(at(first, second))).toEqual(['2026-01-01 10:00', '2026-01-01 11:30']);
  });

  it('put problems of one cause into a row for each state', () => {
    const rows = problemRows(
      sampleHistory([
        { target: 'a', id: 'x', runs: 'ff' },
        { target: 'b', id: 'x', runs: 'fp' },
        { target: 'c', id: 'x', runs: 'pf' },
      ]),
    );
    expect(rows.map(({ state, isNew, targets }) => [state, isNew, targets.length])).toEqual([
      ['open', false, 2],
      ['fixed', false, 1],
    ]);
  });
});
