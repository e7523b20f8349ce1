// @ts-check
import { el, plural } from './dom.js';
import { entriesOf, gridData } from './grid-data.js';
import { rowElement } from './grid-row.js';
import { scrollFrame } from './scroll.js';

/**
 * @typedef {{ body: HTMLElement, from: number, to: number, build: () => void }} LazyBody
 * @typedef {import('./grid-data.js').GridData} GridData
 */

/** The height of a row in pixels, until it is built. */
const rowHeight = 46;

/**
 * Scenarios by columns, as an ARIA grid: one cell is in the tab order, arrow keys move, Enter opens. The name of a scenario
 * opens all checks of its row. Families are built when they become visible, so that the page stays fast with fifty implementations.
 * @param {import('./model.js').Model} model
 * @param {import('./state.js').State} state
 * @param {(entries: import('./grid-data.js').Entry[], index: number) => void} open called with what the panel steps through
 */
export function grid(model, state, open) {
  const data = gridData(model, state);
  const { rows, columns, noun } = data;
  if (rows.length === 0) return el('p.empty', { role: 'status' }, 'No check matches these filters.');
  const bodies = data.families.map((family) => lazyBody(data, family));
  const attributes = {
    role: 'grid',
    'aria-label': `Scenarios by ${noun}`,
    'aria-rowcount': rows.length + 1,
    'aria-colcount': columns.length + 1,
  };
  const corner = el('td', { class: 'corner', role: 'columnheader' }, plural(rows.length, 'scenario'));
  const head = el('tr', { role: 'row', 'aria-rowindex': 1 }, corner, ...columns.map(columnHeader));
  const table = el('table.grid', attributes, el('thead', {}, head), ...bodies.map(({ body }) => body));
  const scroller = el('div.scroll.matrix', {}, table);
  navigate(table, data, bodies, open);
  buildForPrint(bodies);
  if (columns.length > manyColumns) whenNear(scroller, () => buildInSight(scroller, bodies));
  else buildInSight(scroller, bodies);
  return scrollFrame(scroller);
}

/** @param {GridData} data @param {GridData['families'][number]} family @returns {LazyBody} */
function lazyBody(data, { family, from, to }) {
  const colspan = data.columns.length + 1;
  const head = el('tr.family', {}, el('th', { colspan, scope: 'rowgroup' }, el('span', {}, family)));
  const space = el('tr', { 'aria-hidden': 'true' }, el('td', { colspan }));
  space.style.height = `${(to - from) * rowHeight}px`;
  const build = () => {
    if (!space.parentNode) return;
    space.replaceWith(...data.rows.slice(from, to).map((row, index) => rowElement(data, row, from + index)));
  };
  return { body: el('tbody', { role: 'rowgroup' }, head, space), from, to, build };
}

/** A grid of more columns is not built before the page is scrolled near it: each of its rows takes some milliseconds. */
const manyColumns = 100;

/** @param {HTMLElement} element @param {() => void} then called once */
function whenNear(element, then) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      then();
    },
    { rootMargin: '800px' },
  );
  observer.observe(element);
}

/** Builds the first family immediately, the others when they are near the viewport. @param {HTMLElement} scroller @param {LazyBody[]} bodies */
function buildInSight(scroller, bodies) {
  const inSight = (/** @type {IntersectionObserverEntry[]} */ entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) bodies.find(({ body }) => body === target)?.build();
  };
  const observer = new IntersectionObserver(inSight, { root: scroller, rootMargin: '800px' });
  for (const { body } of bodies) observer.observe(body);
  bodies[0]?.build();
}

/** @param {LazyBody[]} bodies */
function buildForPrint(bodies) {
  const buildAll = () => {
    for (const { build } of bodies) build();
  };
  addEventListener('beforeprint', buildAll, { once: true });
}

/**
 * Roving focus: https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 * @param {HTMLElement} table @param {GridData} data @param {LazyBody[]} bodies @param {Parameters<typeof grid>[2]} open
 */
function navigate(table, data, bodies, open) {
  const { rows, columns } = data;
  let active = { row: 0, column: 0 };
  /** @returns {HTMLElement | null} */
  const activeCheck = () => table.querySelector(`[data-row="${active.row}"][data-column="${active.column}"]`);
  /** @param {number} row @param {number} column */
  const focus = (row, column) => {
    activeCheck()?.setAttribute('tabindex', '-1');
    active = { row: clamp(row, rows.length), column: Math.max(-1, Math.min(columns.length - 1, column)) };
    bodies.find(({ from, to }) => active.row >= from && active.row < to)?.build();
    activeCheck()?.setAttribute('tabindex', '0');
    activeCheck()?.focus();
  };
  const openActive = () => {
    const cells = entriesOf(data, 'cell');
    const cell = cells.findIndex(({ row, column }) => row === active.row && column === active.column);
    if (cell >= 0) return open(cells, cell);
    // Not applicable cells are not in the list of steps, but they can be read.
    const checks = rows[active.row]?.checks.get(columns[active.column]?.key ?? -1);
    if (checks?.[0] !== undefined) return open([{ ...active, checks, first: checks[0] }], 0);
    const all = entriesOf(data, 'row');
    open(
      all,
      all.findIndex(({ row }) => row === active.row),
    );
  };
  table.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return;
    const opens = event.key === 'Enter' || event.key === ' ';
    const to = opens
      ? null
      : destination(event, active, { row: rows.length - 1, column: columns.length - 1 });
    if (!opens && !to) return;
    event.preventDefault();
    if (to) focus(to.row, to.column);
    else openActive();
  });
  table.addEventListener('click', (event) => {
    const check = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    if (!(check instanceof HTMLElement)) return;
    focus(Number(check.dataset['row']), Number(check.dataset['column']));
    openActive();
  });
}

/**
 * The position after a key press, or null for other keys.
 * @typedef {{ row: number, column: number }} Place
 * @param {KeyboardEvent} event @param {Place} from @param {Place} last @returns {Place | null}
 */
function destination({ key, ctrlKey }, { row, column }, last) {
  /** @type {Record<string, Place>} */
  const places = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row: ctrlKey ? 0 : row, column: -1 },
    End: { row: ctrlKey ? last.row : row, column: last.column },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
  };
  return places[key] ?? null;
}

/** @param {number} index @param {number} length */
function clamp(index, length) {
  return Math.max(0, Math.min(length - 1, index));
}

/** @param {import('./grid-data.js').Column} column */
function columnHeader({ title, group }) {
  const owner = group ? el('span.muted', {}, `${group} `) : null;
  return el(
    'th',
    { scope: 'col', role: 'columnheader', title: group ? `${group} ${title}` : title },
    el('span', {}, owner, title),
  );
}
