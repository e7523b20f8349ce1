// @ts-check
import { familiesOf, kindTexts } from './model.js';
import { keyOf, readState, stateKeys } from './state.js';

/**
 * Reads the view from the hash of the URL. Parts that name nothing in this report are not applied, and are said.
 * @param {import('./model.js').Model} model @param {string} hash
 * @returns {{ state: import('./state.js').State, problems: string[] }}
 */
export function readLink(model, hash) {
  const state = readState(hash);
  /** @type {string[]} */
  const problems = [];
  for (const key of new URLSearchParams(hash.replace(/^#/, '')).keys())
    if (!stateKeys.includes(key)) problems.push(`This report has nothing named "${key}".`);
  for (const [key, known] of Object.entries(knownValues(model))) {
    const name = /** @type {'target'} */ (key);
    if (!state[name] || known.includes(state[name])) continue;
    problems.push(`This report has no ${nouns[name]} "${state[name]}". The filter is not applied.`);
    state[name] = '';
  }
  for (const [key, known] of /** @type {const} */ ([
    ['status', statuses],
    ['level', levels],
  ]))
    // prettier-ignore
    for (const value of state[key].filter((one) => !known.includes(one))) {
      problems.push(`This report has no ${key} "${value}". The filter is not applied.`);
      state[key] = state[key].filter((one) => one !== value);
    }
  if (state.check && findCheck(model, state.check) === undefined) {
    problems.push(
      `This report has no check ${checkText(state.check)}. The link may be from the report of another run.`,
    );
    state.check = '';
  }
  return { state, problems };
}

const nouns = {
  target: 'implementation or server',
  policy: 'policy',
  browser: 'browser',
  family: 'family',
  cause: 'cause',
  columns: 'columns',
  order: 'order',
};
const statuses = Object.values(kindTexts).map(({ status }) => status);
const levels = ['security', 'required', 'recommended', 'informative'];

/** @param {import('./model.js').Model} model @returns {Record<keyof typeof nouns, readonly string[]>} */
function knownValues(model) {
  const { target, policy, browser } = model.names;
  return {
    target,
    policy,
    browser,
    family: familiesOf(model),
    cause: model.data.causes.map(({ code }) => code),
    columns: ['target', 'policy', 'pair', 'browser'],
    order: ['worst'],
  };
}

/** @param {import('./model.js').Model} model @param {string} key @returns {number | undefined} */
export function findCheck(model, key) {
  for (let check = 0; check < model.size; check += 1) if (keyOf(model, check) === key) return check;
  return undefined;
}

/** @param {string} key */
function checkText(key) {
  try {
    return [JSON.parse(key)].flat().join(' / ');
  } catch {
    return `"${key}"`;
  }
}
