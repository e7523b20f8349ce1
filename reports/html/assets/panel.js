// @ts-check
import { cellContent, scenarioOf } from './cell.js';
import { el } from './dom.js';
import { kindTexts, worstKind } from './model.js';

/** @typedef {import('./model.js').Dimension} Dimension */

/** The dimensions in which the cells behind one place of the matrix can differ: a row of tabs each. */
const tabDimensions = /** @type {const} */ (['target', 'policy', 'browser']);

/**
 * The dialog that shows a cell. `show` opens it on the cells of one place of the matrix.
 * @param {import('./model.js').Model} model
 * @param {(cell: number | null) => void} changed told which cell is shown; null when it closes
 */
export function panel(model, changed) {
  const dialog = /** @type {HTMLDialogElement} */ (
    el('dialog', { 'aria-labelledby': 'panel-title', close: () => changed(null) })
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  /** @param {readonly number[]} cells @param {number} cell */
  const draw = (cells, cell) => {
    const focused = document.activeElement?.getAttribute('data-tab');
    const close = el(
      'button.close',
      { type: 'button', 'aria-label': 'Close', click: () => dialog.close() },
      '✕',
    );
    dialog.replaceChildren(
      el(
        'div.panel',
        {},
        heading(model, cell, close),
        ...tabs(model, cells, cell, (next) => draw(cells, next)),
        cellContent(model, cell),
      ),
    );
    const tab = focused
      ? [...dialog.querySelectorAll('[data-tab]')].find(
          (node) =>
            node.getAttribute('data-tab')?.startsWith(`${focused.split(':')[0]}:`) &&
            node.getAttribute('aria-selected') === 'true',
        )
      : null;
    if (tab instanceof HTMLElement) tab.focus();
    changed(cell);
  };
  /** @param {readonly number[]} cells @param {number} [chosen] */
  const show = (cells, chosen) => {
    const worst = worstKind(model, cells);
    draw(cells, chosen ?? cells.find((cell) => model.kindOf[cell] === worst) ?? 0);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };
  return { dialog, show };
}

/** @param {import('./model.js').Model} model @param {number} cell @param {HTMLElement} close */
function heading(model, cell, close) {
  const { id, title, level } = scenarioOf(model, cell);
  const target = model.data.targets[model.data.cells.target[cell] ?? -1];
  const browser = model.data.browsers[model.data.cells.browser[cell] ?? -1];
  const kind = model.kindOf[cell] ?? 'none';
  return el(
    'header',
    {},
    el(
      'div.top',
      {},
      el('span', { class: `badge ${kind}` }, `${kindTexts[kind].symbol} ${kindTexts[kind].name}`),
      el('span', { class: `level ${level}` }, level),
      close,
    ),
    el('h2', { id: 'panel-title' }, title ?? id),
    el(
      'p.muted',
      {},
      el('code', {}, id),
      ` · ${target?.title || target?.id} · policy ${model.name('policy', cell)} · ${browser?.name ?? ''} ${browser?.version ?? ''}`,
    ),
  );
}

/**
 * A tab list for each dimension in which the cells differ. Choosing one keeps the others where it can.
 * @param {import('./model.js').Model} model @param {readonly number[]} cells @param {number} cell @param {(cell: number) => void} choose
 */
function tabs(model, cells, cell, choose) {
  return tabDimensions.flatMap((dimension) => {
    const names = [...new Set(cells.map((one) => model.name(dimension, one)))];
    if (names.length < 2) return [];
    /** @param {string} name */
    const closest = (name) => {
      const there = cells.filter((one) => model.name(dimension, one) === name);
      const alike = (/** @type {number} */ one) =>
        tabDimensions.filter((other) => model.name(other, one) === model.name(other, cell)).length;
      return there.reduce((best, one) => (alike(one) > alike(best) ? one : best), there[0] ?? cell);
    };
    const current = names.indexOf(model.name(dimension, cell));
    const buttons = names.map((name, index) => {
      const kind = worstKind(
        model,
        cells.filter((one) => model.name(dimension, one) === name),
      );
      return el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${dimension}-${index}`,
          'data-tab': `${dimension}:${name}`,
          'aria-selected': String(index === current),
          'aria-controls': 'panel-body',
          'aria-label': `${name}: ${kindTexts[kind].name}`,
          tabindex: index === current ? 0 : -1,
          click: () => choose(closest(name)),
        },
        el('span', { class: `mark small ${kind}`, 'aria-hidden': 'true' }, kindTexts[kind].symbol),
        name,
      );
    });
    /** @param {KeyboardEvent} event */
    const keydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (current + step + names.length) % names.length;
      buttons[next]?.focus();
      choose(closest(names[next] ?? ''));
    };
    const label = { target: 'Implementation', policy: 'Policy', browser: 'Browser' }[dimension];
    return [
      el(
        'div.tabs',
        {},
        el('span', { 'aria-hidden': 'true' }, label),
        el('div', { role: 'tablist', 'aria-label': label, keydown }, ...buttons),
      ),
    ];
  });
}
