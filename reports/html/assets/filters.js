// @ts-check
import { el } from './dom.js';
import { familiesOf } from './model.js';

const statusChips = /** @type {const} */ ([
  ['fail', '✗ failed'],
  ['error', '! error'],
  ['pass', '✓ passed'],
  ['unsupported', '? unsupported'],
  ['not-applicable', '– not applicable'],
]);
const levelChips = /** @type {const} */ (['security', 'required', 'recommended', 'informative']);

/**
 * The filters. Created once; `update` shows a state.
 * @param {import('./model.js').Model} model
 * @param {(change: Partial<import('./state.js').State>) => void} change
 */
export function filters(model, change) {
  const search = /** @type {HTMLInputElement} */ (
    el('input', {
      type: 'search',
      id: 'q',
      placeholder: 'Search scenarios, targets, causes, console',
      'aria-label': 'Search scenarios, targets, causes and console messages',
      autocomplete: 'off',
      input: () => change({ q: search.value }),
    })
  );
  const targets = model.data.targets.map(({ id, title }) => /** @type {const} */ ([id, title || id]));
  const browsers = model.data.browsers.map(({ id, name }) => /** @type {const} */ ([id, name]));
  const selects = {
    target: select('Implementation', targets, (target) => change({ target })),
    policy: select('Policy', model.data.policyNames.map(same), (policy) => change({ policy })),
    browser: select('Browser', browsers, (browser) => change({ browser })),
    family: select('Family', familiesOf(model).map(same), (family) => change({ family })),
    cause: select('Cause', causeOptions(model), (cause) => change({ cause }), 'all', 1),
    order: select('Order', [['worst', 'failures first']], (order) => change({ order: /** @type {any} */ (order) }), 'family', 1),
    columns: select('Columns', [['target', 'implementations'], ['policy', 'policies'], ['pair', 'implementation × policy'], ['browser', 'browsers']], (columns) => change({ columns: /** @type {any} */ (columns) }), 'auto'),
  }; // prettier-ignore
  const status = chips('Status', statusChips, (values) => change({ status: values }));
  const level = chips('Level', levelChips.map(same), (values) => change({ level: values }));
  const clear = el(
    'button.plain.clear',
    {
      type: 'button',
      click: () =>
        change({
          status: [],
          level: [],
          family: '',
          target: '',
          policy: '',
          browser: '',
          cause: '',
          order: '',
          q: '',
          columns: '',
        }),
    },
    'Clear filters',
  );
  const element = el(
    'form.filters',
    { 'aria-label': 'Filters', submit: (/** @type {Event} */ event) => event.preventDefault() },
    el('div.row', {}, search, ...Object.values(selects).map(({ label }) => label)),
    el('div.row', {}, status.element, level.element, clear),
  );
  /** @param {import('./state.js').State} state */
  const update = (state) => {
    if (search.value !== state.q) search.value = state.q;
    for (const [key, { input }] of Object.entries(selects))
      input.value = state[/** @type {keyof typeof selects} */ (key)];
    status.update(state.status);
    level.update(state.level);
    clear.hidden = [
      state.q,
      ...state.status,
      ...state.level,
      ...Object.keys(selects).map((key) => state[/** @type {keyof typeof selects} */ (key)]),
    ].every((value) => !value);
  };
  return { element, update };
}

/** @param {string} id @returns {readonly [string, string]} */
function same(id) {
  return [id, id];
}

/** The causes by code, worst first. @param {import('./model.js').Model} model */
function causeOptions({ data }) {
  return [...new Set(data.causes.map(({ code }) => code))].map(same);
}

/** Hidden with fewer options than `least`. @param {string} name @param {readonly (readonly [string, string])[]} options @param {(value: string) => void} choose @param {string} [none] @param {number} [least] */
function select(name, options, choose, none = 'all', least = 2) {
  const input = /** @type {HTMLSelectElement} */ (
    el(
      'select',
      { 'aria-label': name, change: () => choose(input.value) },
      el('option', { value: '' }, none),
      ...options.map(([value, text]) => el('option', { value }, text)),
    )
  );
  const label = el('label', { hidden: options.length < least }, el('span', {}, name), input);
  return { label, input };
}

/** @param {string} name @param {readonly (readonly [string, string])[]} options @param {(values: string[]) => void} choose */
function chips(name, options, choose) {
  const buttons = options.map(([value, text]) =>
    el(
      'button.chip',
      {
        type: 'button',
        'aria-pressed': 'false',
        'data-value': value,
        click: (/** @type {any} */ event) => toggle(event.currentTarget),
      },
      text,
    ),
  );
  /** @param {HTMLElement} button */
  const toggle = (button) => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    choose(
      buttons.filter((b) => b.getAttribute('aria-pressed') === 'true').map((b) => b.dataset['value'] ?? ''),
    );
  };
  /** @param {string[]} values */
  const update = (values) => {
    for (const button of buttons)
      button.setAttribute('aria-pressed', String(values.includes(button.dataset['value'] ?? '')));
  };
  return {
    element: el('div.chips', { role: 'group', 'aria-label': name }, el('span', {}, name), ...buttons),
    update,
  };
}
