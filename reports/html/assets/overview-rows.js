// @ts-check
import { el } from './dom.js';

/** With fewer rows than this, nothing is to be chosen. */
const leastRows = 9;

/**
 * A row of the overview, with what it can be chosen and ordered by.
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {string | undefined} language
 * @property {string | undefined} kind
 * @property {number} badness failures, the worst level counting most
 */

/**
 * Selects for language, kind and order of many rows; null for few.
 * @param {readonly Row[]} rows
 * @param {HTMLElement} body of the table
 */
export function rowSelects(rows, body) {
  if (rows.length < leastRows) return null;
  /** @type {{ language: string, kind: string, order: string }} */
  const chosen = { language: '', kind: '', order: '' };
  const update = () => {
    const wanted = rows.filter(
      ({ language, kind }) => isWanted(chosen.language, language) && isWanted(chosen.kind, kind),
    );
    if (chosen.order === 'worst') wanted.sort((a, b) => b.badness - a.badness);
    if (chosen.order === 'best') wanted.sort((a, b) => a.badness - b.badness);
    body.replaceChildren(...wanted.map(({ element }) => element));
  };
  /** @param {keyof typeof chosen} key @param {string} name @param {string} none @param {readonly string[]} options */
  const select = (key, name, none, options) => {
    const input = /** @type {HTMLSelectElement} */ (
      el(
        'select',
        {
          'aria-label': name,
          change: () => {
            chosen[key] = input.value;
            update();
          },
        },
        el('option', { value: '' }, none),
        ...options.map((value) => el('option', { value }, value)),
      )
    );
    return el('label', { hidden: options.length < 2 }, el('span', {}, name), input);
  };
  return el(
    'div.filters.of-rows',
    { role: 'group', 'aria-label': 'Implementations shown' },
    el(
      'div.row',
      {},
      select('language', 'Language', 'all', valuesOf(rows.map(({ language }) => language))),
      select('kind', 'Kind', 'all', valuesOf(rows.map(({ kind }) => kind))),
      select('order', 'Order', 'as run', ['worst', 'best']),
    ),
  );
}

/** @param {string} chosen @param {string | undefined} value */
function isWanted(chosen, value) {
  return chosen === '' || chosen === value;
}

/** @param {readonly (string | undefined)[]} values @returns {string[]} */
function valuesOf(values) {
  return [...new Set(values.flatMap((value) => value ?? []))].sort();
}
