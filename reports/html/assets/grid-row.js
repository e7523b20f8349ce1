// @ts-check
import { el } from './dom.js';
import { statusOf } from './grid-data.js';
import { familyOf, kindTexts, tally, worstKind } from './model.js';

/** @typedef {import('./grid-data.js').GridData} GridData */

/**
 * The row of a scenario.
 * @param {GridData} data @param {import('./grid-data.js').Row} row @param {number} index
 */
export function rowElement(data, row, index) {
  const { id, title, level } = /** @type {import('../compact.ts').CompactScenario} */ (
    data.model.data.scenarios[row.scenario]
  );
  const family = familyOf(id);
  const name = el('span.name', {}, el('span.muted', {}, `${family}/`), id.slice(family.length + 1));
  const tag = level === 'required' ? null : el('span', { class: `level ${level}` }, level);
  return el(
    'tr',
    { role: 'row', 'aria-rowindex': index + 2 },
    el(
      'th',
      {
        scope: 'row',
        role: 'rowheader',
        title: title ?? false,
        tabindex: -1,
        'data-row': index,
        'data-column': -1,
      },
      el('div', {}, name, tag),
      el('small', {}, title ?? ''),
    ),
    ...data.columns.map((column, at) =>
      checkElement(cellSummary(data, row.checks.get(column.key) ?? []), { id, column, index, at }),
    ),
  );
}

/** A summary of the checks in one cell. @param {GridData} data @param {number[]} checks */
function cellSummary({ model, state }, checks) {
  const kind = worstKind(model, checks);
  const counts = tally(model, checks);
  return {
    kind,
    many: kindTexts[kind].status === 'fail' ? counts.fail : kind === 'error' ? counts.error : 0,
    dim: state.status.length > 0 && !checks.some((check) => state.status.includes(statusOf(model, check))),
    deviates: checks.some((check) => model.value('deviations', check)),
  };
}

/**
 * @param {ReturnType<typeof cellSummary>} summary
 * @param {{ id: string, column: import('./grid-data.js').Column, index: number, at: number }} where
 */
function checkElement({ kind, many, dim, deviates }, { id, column, index, at }) {
  const { symbol, name } = kindTexts[kind];
  const owner = column.group ? `${column.group}, ${column.title}` : column.title;
  const label = `${owner}, ${id}: ${many > 1 ? `${many} times ` : ''}${name}${deviates ? ', the browser deviates' : ''}`;
  return el(
    'td',
    {
      role: 'gridcell',
      'aria-label': label,
      title: label,
      tabindex: index === 0 && at === 0 ? 0 : -1,
      'data-row': index,
      'data-column': at,
      class: dim ? 'dim' : false,
    },
    el(
      'span',
      { class: `mark ${kind}${deviates ? ' deviates' : ''}`, 'aria-hidden': 'true' },
      symbol,
      many > 1 ? el('sub', {}, many) : null,
    ),
  );
}
