import type { ProblemHistory } from '../../../src/results/history.ts';
import { plural } from '../../../src/results/index.ts';
import { escapeMarkup } from '../../shared/escape.ts';
import { lastFound, type ProblemRow, type ProblemState, problemStates } from './problem-rows.ts';

/** The most problems of a state in the table, and the most targets of a problem. */
const mostRows = 200;
const mostTargets = 50;

/** Up to this number, targets are listed without a click. */
const fewTargets = 3;

const stateTexts: Readonly<Record<ProblemState, string>> = {
  open: '✗ open',
  flapping: '~ flapping',
  fixed: '✓ fixed',
};

/** The problems with a filter by state, which works by style alone: the page has no script. */
export function problemTable(rows: readonly ProblemRow[], names: readonly string[]): string {
  if (rows.length === 0) return '<p class="empty">No run found a problem.</p>';
  const shown = problemStates.flatMap((state) =>
    rows.filter((row) => row.state === state).slice(0, mostRows),
  );
  const rest = rows.length - shown.length;
  const left = rest === 0 ? '' : `<p class="lede">${plural(rest, 'further problem')}, the least urgent of their state, ${rest === 1 ? 'is' : 'are'} not in the table: \`corspec history --json\` has all.</p>`; // prettier-ignore
  return `${filter(rows)}
${left.replaceAll(/`([^`]+)`/g, '<code>$1</code>')}
<table class="problems" role="table" aria-labelledby="problems-title">
<thead role="rowgroup"><tr role="row">${['State', 'Problem', 'First seen', 'Last seen or fixed', 'Targets'].map((text) => `<th role="columnheader" scope="col">${text}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">
${shown.map((row) => rowText(row, names)).join('\n')}
</tbody>
</table>`;
}

function filter(rows: readonly ProblemRow[]): string {
  const choice = (id: string, text: string, count: number, isChecked = false) =>
    `<input class="sr" type="radio" name="state" id="show-${id}"${isChecked ? ' checked' : ''}${count === 0 ? ' disabled' : ''}><label class="chip" for="show-${id}">${text} <b>${count}</b></label>`;
  const states = problemStates.map((state) =>
    choice(state, stateTexts[state], rows.filter((row) => row.state === state).length),
  );
  return `<fieldset class="states"><legend class="sr">Problems to show</legend>${choice('all', 'All', rows.length, true)}${states.join('')}</fieldset>`;
}

function rowText(row: ProblemRow, names: readonly string[]): string {
  const { state, level, title, id, isNew, first, targets } = row;
  const cells: readonly (readonly [label: string, markup: string])[] = [
    ['State', `<span class="state ${state}">${stateTexts[state]}</span>${isNew ? ' <small>new</small>' : ''}`],
    ['Problem', `${escapeMarkup(title)} <span class="level ${level}">${level}</span><small>${escapeMarkup(id)}</small>`],
    ['First seen', escapeMarkup(names[first] ?? '')],
    ['Last seen or fixed', lastText(row, names)],
    ['Targets', targetsText(targets, state, names)],
  ]; // prettier-ignore
  const markup = cells.map(([label, content]) => `<td role="cell" data-label="${label}"><div>${content}</div></td>`); // prettier-ignore
  return `<tr role="row" class="${state}">${markup.join('')}</tr>`;
}

function lastText({ state, last, targets }: ProblemRow, names: readonly string[]): string {
  const seen = `seen ${escapeMarkup(names[last] ?? '')}`;
  if (state === 'open') return seen;
  if (state === 'fixed') {
    const fixed = Math.max(...targets.map((target) => target.fixed ?? 0));
    return `fixed ${escapeMarkup(names[fixed] ?? '')}<small>${seen}</small>`;
  }
  const changes = Math.max(...targets.map((target) => target.changes));
  return `${seen}<small>${changes} changes</small>`;
}

function targetsText(targets: readonly ProblemHistory[], state: ProblemState, names: readonly string[]): string {
  const items = targets.slice(0, mostTargets).map((one) => `<li>${targetText(one, state, names)}</li>`);
  if (targets.length > items.length) items.push(`<li>and ${targets.length - items.length} more</li>`);
  const list = `<ul>${items.join('')}</ul>`;
  if (targets.length <= fewTargets) return list;
  return `<details><summary>${plural(targets.length, 'target')}</summary>${list}</details>`;
} // prettier-ignore

function targetText(problem: ProblemHistory, state: ProblemState, names: readonly string[]): string {
  const { target, policy, since, fixed, first } = problem;
  const name = (run: number) => escapeMarkup(names[run] ?? '');
  const times: Readonly<Record<ProblemState, string>> = {
    open: `since ${name(since ?? first)}`,
    flapping: since === undefined ? `passes now, last seen ${name(lastFound(problem))}` : 'fails now',
    fixed: `fixed ${name(fixed ?? first)}`,
  };
  return `${escapeMarkup(target)}, policy ${escapeMarkup(policy)} <small>${times[state]}</small>`;
}
