// @ts-check
import { checkContent, scenarioOf } from './check.js';
import { el } from './dom.js';
import { kindTexts, worstKind } from './model.js';

/** @typedef {import('./model.js').Dimension} Dimension */

/** The dimensions in which the checks of one cell can differ, each with a row of tabs. */
const tabDimensions = /** @type {const} */ (['target', 'policy', 'browser']);

/**
 * The dialog that shows a check. `show` opens it for an entry of the matrix; the others are next and previous.
 * @param {import('./model.js').Model} model
 * @param {(check: number | null) => void} changed called with the check that is shown; null when the dialog closes
 */
export function panel(model, changed) {
  const dialog = /** @type {HTMLDialogElement} */ (
    el('dialog', { tabindex: -1, 'aria-labelledby': 'panel-title', close: () => changed(null) })
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  /** @type {readonly Entry[]} */
  let entries = [];
  let index = 0;
  /** @param {number} check */
  const draw = (check) => {
    const focused = document.activeElement?.getAttribute('data-focus');
    const checks = entries[index]?.checks ?? [];
    const close = el(
      'button.close',
      { type: 'button', 'aria-label': 'Close', click: () => dialog.close() },
      '✕',
    );
    dialog.replaceChildren(
      el(
        'div.panel',
        {},
        heading(model, check, moves({ index, count: entries.length, move }), close),
        ...tabs(model, checks, check, draw),
        checkContent(model, check),
      ),
    );
    restoreFocus(dialog, focused);
    changed(check);
  };
  /** @param {number} by */
  const move = (by) => {
    const entry = entries[index + by];
    if (!entry) return;
    index += by;
    draw(entry.first);
    dialog.scrollTop = 0;
  };
  dialog.addEventListener('keydown', (event) => {
    const by = moveOf(event);
    if (by === 0) return;
    event.preventDefault();
    move(by);
  });
  /** @param {readonly Entry[]} list @param {number} at @param {number} [chosen] */
  const show = (list, at, chosen) => {
    entries = list;
    index = at;
    draw(chosen ?? list[at]?.first ?? 0);
    if (!dialog.open) {
      dialog.showModal();
      dialog.focus();
    }
    dialog.scrollTop = 0;
  };
  return { dialog, show };
}

/** @typedef {import('./grid-data.js').Entry} Entry */

/** Focuses the control that had the focus before the dialog was drawn again. @param {HTMLElement} dialog @param {string | null | undefined} focused */
function restoreFocus(dialog, focused) {
  const name = focused?.split(':')[0];
  const candidates = [...dialog.querySelectorAll('[data-focus]')];
  const same = candidates.find(
    (node) =>
      node.getAttribute('data-focus')?.split(':')[0] === name &&
      node.getAttribute('aria-selected') !== 'false',
  );
  // Without a focus inside the dialog, its keys would not work.
  (same instanceof HTMLElement ? same : dialog).focus();
}

/** Where a key press leads: 1 next, -1 previous, 0 nowhere. @param {KeyboardEvent} event @returns {-1 | 0 | 1} */
function moveOf({ key, altKey, ctrlKey, metaKey, target }) {
  if (altKey || ctrlKey || metaKey) return 0;
  if (key === 'n' || key === 'j') return 1;
  if (key === 'p' || key === 'k') return -1;
  // Tabs and code that scrolls use the arrow keys themselves.
  if (target instanceof Element && target.closest('[role="tablist"], .code')) return 0;
  return key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
}

/**
 * The buttons for the previous and the next entry. A disabled button would lose the focus, so it is only marked.
 * @param {{ index: number, count: number, move: (by: number) => void }} place
 */
function moves({ index, count, move }) {
  if (count < 2) return null;
  const button = (/** @type {string} */ name, /** @type {number} */ by, /** @type {string} */ key) =>
    el(
      'button',
      {
        type: 'button',
        'data-focus': name,
        'aria-disabled': String(index + by < 0 || index + by >= count),
        'aria-keyshortcuts': key,
        title: `${name} (key ${key})`,
        click: () => move(by),
      },
      name,
    );
  return el(
    'div.moves',
    { role: 'group', 'aria-label': 'Checks of the list' },
    button('Previous', -1, 'p'),
    el('span', { role: 'status' }, `${index + 1} of ${count}`),
    button('Next', 1, 'n'),
  );
}

/** @param {import('./model.js').Model} model @param {number} check @param {...(HTMLElement | null)} controls */
function heading(model, check, ...controls) {
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
      ...controls,
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
          'data-focus': `${dimension}:${name}`,
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
