// @ts-check
import { checkContent, scenarioOf } from './check.js';
import { el } from './dom.js';
import { kindTexts, worstKind } from './model.js';

/** @typedef {import('./model.js').Dimension} Dimension */

/** The dimensions in which the checks of one cell can differ, each with a row of tabs. */
const tabDimensions = /** @type {const} */ (['target', 'policy', 'browser']);

/**
 * The dialog that shows a check. `show` opens it for the checks of one cell of the matrix.
 * @param {import('./model.js').Model} model
 * @param {(check: number | null) => void} changed called with the check that is shown; null when the dialog closes
 */
export function panel(model, changed) {
  const dialog = /** @type {HTMLDialogElement} */ (
    el('dialog', { 'aria-labelledby': 'panel-title', close: () => changed(null) })
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  /** @param {readonly number[]} checks @param {number} check */
  const draw = (checks, check) => {
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
        heading(model, check, close),
        ...tabs(model, checks, check, (next) => draw(checks, next)),
        checkContent(model, check),
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
    changed(check);
  };
  /** @param {readonly number[]} checks @param {number} [chosen] */
  const show = (checks, chosen) => {
    const worst = worstKind(model, checks);
    draw(checks, chosen ?? checks.find((check) => model.kindOf[check] === worst) ?? 0);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };
  return { dialog, show };
}

/** @param {import('./model.js').Model} model @param {number} check @param {HTMLElement} close */
function heading(model, check, close) {
  const { id, title, level } = scenarioOf(model, check);
  const target = model.data.targets[model.data.checks.target[check] ?? -1];
  const browser = model.data.browsers[model.data.checks.browser[check] ?? -1];
  const kind = model.kindOf[check] ?? 'none';
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
      ` · ${target?.title || target?.id} · policy ${model.name('policy', check)} · ${browser?.name ?? ''} ${browser?.version ?? ''}`,
    ),
  );
}

/**
 * A tab list for each dimension in which the checks differ. Selecting a tab keeps the other dimensions if possible.
 * @param {import('./model.js').Model} model @param {readonly number[]} checks @param {number} check @param {(check: number) => void} choose
 */
function tabs(model, checks, check, choose) {
  return tabDimensions.flatMap((dimension) => {
    const names = [...new Set(checks.map((one) => model.name(dimension, one)))];
    if (names.length < 2) return [];
    /** @param {string} name */
    const closest = (name) => {
      const there = checks.filter((one) => model.name(dimension, one) === name);
      const alike = (/** @type {number} */ one) =>
        tabDimensions.filter((other) => model.name(other, one) === model.name(other, check)).length;
      return there.reduce((best, one) => (alike(one) > alike(best) ? one : best), there[0] ?? check);
    };
    const current = names.indexOf(model.name(dimension, check));
    const buttons = names.map((name, index) => {
      const kind = worstKind(
        model,
        checks.filter((one) => model.name(dimension, one) === name),
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
