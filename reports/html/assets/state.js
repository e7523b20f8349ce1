// @ts-check
/**
 * The state of the view. It is kept in the hash of the URL, so that a view can be shared.
 * @typedef {object} State
 * @property {string[]} status statuses to show; none: all
 * @property {string[]} level
 * @property {string} family
 * @property {string} target
 * @property {string} policy
 * @property {string} browser
 * @property {string} q
 * @property {string} cause the code of a cause
 * @property {'' | 'worst'} order of the scenarios; empty: by family, `worst`: failures first
 * @property {'' | 'target' | 'policy' | 'pair' | 'browser'} columns empty: chosen by the filters
 * @property {string} check the open check: JSON of target, policy, browser, scenario
 */

const listKeys = /** @type {const} */ (['status', 'level']);
const textKeys = /** @type {const} */ ([
  'family', 'target', 'policy', 'browser', 'cause', 'q', 'order', 'columns', 'check',
]); // prettier-ignore

/** @type {readonly string[]} */
export const stateKeys = [...listKeys, ...textKeys];

/** @param {string} hash @returns {State} */
export function readState(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  /** @type {any} */
  const state = {};
  for (const key of listKeys) state[key] = (parameters.get(key) ?? '').split(',').filter(Boolean);
  for (const key of textKeys) state[key] = parameters.get(key) ?? '';
  return state;
}

/** @param {State} state */
export function writeState(state) {
  const parameters = new URLSearchParams();
  for (const key of listKeys) if (state[key].length > 0) parameters.set(key, state[key].join(','));
  for (const key of textKeys) if (state[key]) parameters.set(key, state[key]);
  const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text ? `#${text}` : '#';
}

/**
 * The columns of the matrix: the selected ones, otherwise the first dimension that the filters do not fix.
 * @param {State} state @param {{ names: Record<'target' | 'policy' | 'browser', readonly string[]> }} model
 */
export function columnsOf(state, { names }) {
  if (state.columns) return state.columns;
  if (!state.target && names.target.length > 1) return 'target';
  if (!state.policy && names.policy.length > 1) return 'policy';
  return names.browser.length > 1 && !state.browser ? 'browser' : 'policy';
}

/** The name of a check in the URL. @param {import('./model.js').Model} model @param {number} check */
export function keyOf(model, check) {
  return JSON.stringify(
    /** @type {const} */ (['target', 'policy', 'browser', 'scenario']).map((dimension) =>
      model.name(dimension, check),
    ),
  );
}
