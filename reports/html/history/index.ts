import { readBundle } from '../../../src/bundles.ts';
import type { History } from '../../../src/results/history.ts';
import { plural } from '../../../src/results/index.ts';
import { worstFirst } from '../../../src/results/problems.ts';
import { escapeMarkup } from '../../shared/escape.ts';
import { documentText } from '../document.ts';
import { chart } from './chart.ts';
import { type ProblemRow, problemRows, stateOf } from './problem-rows.ts';
import { problemTable } from './problem-table.ts';
import {
  countsText,
  failuresByTarget,
  lastCounts,
  mostFailures,
  type TargetFailures,
} from './target-failures.ts';
import { runNames, type TimeAxis, timeAxis } from './time-axis.ts'; // prettier-ignore

/** The most charts, runs in a chart, and changes that a chart lists. */
const mostCharts = 60;
const mostRuns = 400;
const mostChanges = 12;

/** What the runs of many days found: a chart for each target that failed, and the problems with their times. */
export function historyPage(history: History): string {
  const { runs, problems, targets } = history;
  const rows = problemRows(history);
  const failing = failuresByTarget(history);
  const names = runNames(runs);
  const sentence = sentenceOf(history);
  const open = rows.filter(({ state }) => state === 'open');
  const figures: readonly (readonly [kind: string, symbol: string, count: number, text: string])[] = [
    ['required', '✗', open.length, open.length === 1 ? 'open problem' : 'open problems'],
    ['security', '✗', open.filter(({ level }) => level === 'security').length, 'open at level security'],
    ['known', '~', countOf(rows, 'flapping'), 'flapping'],
    ['pass', '✓', countOf(rows, 'fixed'), 'fixed'],
    ['pass', '✓', targets - failing.length, `of ${plural(targets, 'target')} never failed`],
  ];
  return documentText({
    title: `corspec history: ${sentence}`,
    style: readBundle('history.css'),
    body: `<a class="skip" href="#problems">Skip to the problems</a>
<header class="masthead">
<div class="brand"><span class="logo" aria-hidden="true"></span><b>corspec</b><span class="muted">CORS conformance over time</span></div>
<h1>${escapeMarkup(sentence)}</h1>
<p class="muted">${plural(runs.length, 'run')}${runs.length === 0 ? '' : `, from ${escapeMarkup(names[0] ?? '')} to ${escapeMarkup(names.at(-1) ?? '')} (UTC)`} · a target is a server under one policy</p>
<ul class="figures">${figures.map(([kind, symbol, count, text]) => `<li class="${count === 0 ? 'zero' : kind}"><b>${symbol} ${count.toLocaleString('en')}</b><span>${text}</span></li>`).join('')}</ul>
</header>
<main>
<section class="overview" aria-labelledby="charts-title">
<h2 id="charts-title">Failures over time</h2>
${charts(failing, names, history)}
</section>
<section id="problems" class="overview" tabindex="-1" aria-labelledby="problems-title">
<h2 id="problems-title">Problems</h2>
${problems.length > 0 && problems.length > rows.length ? '<p class="lede">A problem that several targets have is one row for each state.</p>' : ''}
${problemTable(rows, names)}
</section>
</main>
<footer>corspec ${escapeMarkup(runs.at(-1)?.version ?? '')}</footer>`,
  });
}

function sentenceOf({ problems, runs, targets }: History): string {
  if (runs.length === 0) return 'There are no runs';
  const open = problems.filter((problem) => stateOf(problem) === 'open');
  const affected = new Set(open.map(({ target, policy }) => JSON.stringify([target, policy]))).size;
  if (affected > 0) return `${affected} of ${plural(targets, 'target')} ${affected === 1 ? 'has' : 'have'} open problems`; // prettier-ignore
  return problems.some(({ trend }) => trend === 'flapping')
    ? 'No open problems, but some are flapping'
    : 'No open problems';
}

function countOf(rows: readonly ProblemRow[], state: ProblemRow['state']): number {
  return rows.filter((row) => row.state === state).length;
}

function charts(failing: readonly TargetFailures[], names: readonly string[], { runs }: History): string {
  if (failing.length === 0) return '<p class="empty">No check failed in any run.</p>';
  const from = Math.max(0, runs.length - mostRuns);
  const axis = timeAxis(runs.slice(from));
  const shown = failing.slice(0, mostCharts);
  const left = [
    ...(from > 0 ? [`The charts show the last ${mostRuns} of ${runs.length} runs.`] : []),
    ...(shown.length < failing.length ? [`The charts show ${shown.length} of ${failing.length} targets that failed, the most serious last results first. The table has the problems of all.`] : []),
  ]; // prettier-ignore
  const legend = [...worstFirst.map((level) => `<li><i class="key ${level}"></i>failures, ${level}</li>`), '<li><i class="key pass"></i>no failures</li>', '<li><i class="key none"></i>no verdict</li>']; // prettier-ignore
  const items = shown.map(({ target, policy, runs: all }) =>
    chartItem({ target, policy, runs: all.slice(from) }, axis, names.slice(from)),
  );
  return `<p class="lede">All charts have the same time axis; a result lasts until the next run. The height is relative to the highest count of the chart.${left.map((text) => ` ${text}`).join('')}</p>
<ul class="legend">${legend.join('')}</ul>
<ul class="charts">
${items.join('\n')}
</ul>`;
}

function chartItem(failures: TargetFailures, axis: TimeAxis, names: readonly string[]): string {
  const title = `${escapeMarkup(failures.target)} <small>policy ${escapeMarkup(failures.policy)}</small>`;
  const now = countsText(lastCounts(failures));
  const most = mostFailures(failures);
  const days = [...new Set([names[0] ?? '', names.at(-1) ?? ''])];
  return `<li class="target"><h3>${title}</h3>
<p class="now"><b>${now}</b> <span class="muted">now, at most ${most}</span></p>
${chart(failures, axis, `Failures over time: at most ${most} in a run; now ${now}. The changes are listed below.`)}
<p class="days">${days.map((day) => `<span>${escapeMarkup(day)}</span>`).join('')}</p>
${changes(failures, names)}</li>`;
}

/** The chart as text: each run whose counts differ from those of the run before. */
function changes({ runs }: TargetFailures, names: readonly string[]): string {
  const all = runs.flatMap((counts, index) => {
    const text = countsText(counts);
    const before = index === 0 ? undefined : countsText(runs[index - 1] ?? null);
    return text === before ? [] : [`<li>${escapeMarkup(names[index] ?? '')}: ${text}</li>`];
  });
  const shown = all.slice(-mostChanges);
  const earlier = all.length - shown.length;
  const note = earlier === 0 ? '' : `<li class="muted">${plural(earlier, 'earlier change')} not listed</li>`;
  return `<details><summary>Changes</summary><ul>${note}${shown.join('')}</ul></details>`;
}
