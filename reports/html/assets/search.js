// @ts-check
import { familyOf } from './model.js';

/**
 * The checks that match the filters. Each word of the search has to occur in the scenario, the target, the cause or the
 * console messages of the check.
 * @param {import('./model.js').Model} model
 * @param {import('./state.js').State} state
 */
export function filterChecks(model, state) {
  const { data } = model;
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const conditions = [
    byColumn(
      data.checks.scenario,
      data.scenarios.map(
        ({ id, level }) =>
          (!state.family || familyOf(id) === state.family) &&
          (state.level.length === 0 || state.level.includes(level)),
      ),
    ),
    ...dimensions
      .filter((dimension) => state[dimension])
      .map((dimension) =>
        byColumn(
          data.checks[dimension],
          model.names[dimension].map((id) => id === state[dimension]),
        ),
      ),
    ...(state.cause
      ? [
          byColumn(
            data.checks.cause,
            data.causes.map(({ code }) => code === state.cause),
          ),
        ]
      : []),
    ...(words.length > 0 ? [wordSearch(model, words)] : []),
  ];
  const all = [];
  for (let check = 0; check < model.size; check += 1)
    if (conditions.every((fits) => fits(check))) all.push(check);
  return all;
}

const dimensions = /** @type {const} */ (['target', 'policy', 'browser']);

/** A condition that depends on the value in a column. @param {readonly number[]} column @param {readonly boolean[]} fits */
function byColumn(column, fits) {
  return (/** @type {number} */ check) => fits[column[check] ?? -1] ?? false;
}

/**
 * Looks each word up once in each different text, because checks share them.
 * @param {import('./model.js').Model} model @param {string[]} words in lower case
 */
function wordSearch({ data }, words) {
  const { checks } = data;
  const messages = data.values.map((value) => consoleOf(value).join('\n'));
  const searches = /** @type {const} */ ([
    [checks.scenario, data.scenarios.map(({ id, title = '' }) => `${id} ${title}`)],
    [checks.target, data.targets.map(({ id, title, url = '' }) => `${id} ${title} ${url}`)],
    [checks.cause, data.causes.map(({ code, title }) => `${code} ${title}`)],
    [checks.outcome, messages],
  ]).map(([column, texts]) => {
    const lower = texts.map((text) => text.toLowerCase());
    return { column, has: words.map((word) => lower.map((text) => text.includes(word))) };
  });
  return (/** @type {number} */ check) =>
    words.every((_, word) => searches.some(({ column, has }) => has[word]?.[column[check] ?? -1]));
}

/** The console messages, if a value is an outcome. @param {unknown} value @returns {readonly string[]} */
function consoleOf(value) {
  const { console: messages, steps } = /** @type {any} */ (value ?? {});
  return Array.isArray(steps) && Array.isArray(messages) ? messages : [];
}
