// @ts-check
/**
 * @typedef {import('../compact.ts').Compact} Compact
 * @typedef {import('../compact.ts').CompactColumn} CompactColumn
 * @typedef {import('../compact.ts').CompactExchange} CompactExchange
 * @typedef {import('../../../src/results/results.ts').Result} Result
 * @typedef {'target' | 'policy' | 'browser' | 'scenario'} Dimension
 * @typedef {'security' | 'required' | 'error' | 'recommended' | 'informative' | 'pass' | 'unsupported' | 'na' | 'none'} Kind
 * @typedef {ReturnType<typeof readModel>} Model
 */

/** The kinds of a check, the worst first. Not-applicable and unsupported rank below a pass, because they have no verdict. */
export const kinds = /** @type {const} */ ([
  'security', 'required', 'error', 'recommended', 'informative', 'pass', 'unsupported', 'na', 'none',
]); // prettier-ignore

/** @type {Record<Kind, { symbol: string, name: string, status: string }>} */
export const kindTexts = {
  security: { symbol: '✗', name: 'security failure', status: 'fail' },
  required: { symbol: '✗', name: 'failure', status: 'fail' },
  error: { symbol: '!', name: 'harness error', status: 'error' },
  recommended: { symbol: '✗', name: 'recommendation not met', status: 'fail' },
  informative: { symbol: '✗', name: 'informative finding', status: 'fail' },
  pass: { symbol: '✓', name: 'pass', status: 'pass' },
  unsupported: { symbol: '?', name: 'unsupported', status: 'unsupported' },
  na: { symbol: '–', name: 'not applicable', status: 'not-applicable' },
  none: { symbol: '', name: 'no result', status: '' },
};

/**
 * The results with accessors. A check is its index in the columns.
 * @param {Compact} data
 */
export function readModel(data) {
  const { checks, values } = data;
  const names = {
    target: data.targets.map(({ id }) => id),
    policy: data.policyNames,
    browser: data.browsers.map(({ id }) => id),
    scenario: data.scenarios.map(({ id }) => id),
  };
  /** @param {CompactColumn} column @param {number} check @returns {any} */
  const value = (column, check) => values[checks[column][check] ?? -1];
  /** @param {Dimension} dimension @param {number} check */
  const name = (dimension, check) => names[dimension][checks[dimension][check] ?? -1] ?? '';
  /** @param {CompactColumn} column @param {number} check */
  const text = (column, check) => expand(value(column, check) ?? '', check, name);
  const kindOf = Array.from({ length: checks.status.length }, (_, check) => kindOfCheck(data, check));
  return { data, names, kindOf, value, name, text, size: checks.status.length };
}

/** @param {Compact} data @param {number} check @returns {Kind} */
function kindOfCheck({ checks, statuses, levels }, check) {
  const status = statuses[checks.status[check] ?? 0];
  if (status === 'fail') return levels[checks.level[check] ?? 0] ?? 'required';
  return status === 'not-applicable' ? 'na' : (status ?? 'none');
}

/**
 * Restores the names of the check: see `placeholders` in compact.ts.
 * @param {string} text @param {number} check @param {(dimension: Dimension, check: number) => string} name
 */
function expand(text, check, name) {
  /** @type {Dimension[]} */
  const dimensions = ['target', 'policy', 'browser', 'scenario'];
  return text.replace(/\ue000(.)/g, (_, which) =>
    which === 'x' ? '\ue000' : name(dimensions[+which] ?? 'target', check),
  );
}

/** @param {Model} model @param {readonly number[]} checks @returns {Kind} */
export function worstKind(model, checks) {
  let worst = kinds.length - 1;
  for (const check of checks) worst = Math.min(worst, kinds.indexOf(model.kindOf[check] ?? 'none'));
  return kinds[worst] ?? 'none';
}

/** How many checks there are of each kind. @param {Model} model @param {Iterable<number>} checks */
export function tally(model, checks) {
  const counts = /** @type {Record<Kind, number>} */ (Object.fromEntries(kinds.map((kind) => [kind, 0])));
  for (const check of checks) counts[model.kindOf[check] ?? 'none'] += 1;
  return { ...counts, fail: counts.security + counts.required + counts.recommended + counts.informative };
}

/** @param {string} scenario */
export function familyOf(scenario) {
  return scenario.split('/')[0] ?? scenario;
}

/** @param {Model} model */
export function familiesOf(model) {
  return [...new Set(model.names.scenario.map(familyOf))];
}

/**
 * The checks that match the filters.
 * @param {Model} model @param {import('./state.js').State} state
 */
export function filterChecks(model, state) {
  const { data, names } = model;
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const scenarioFits = data.scenarios.map(({ id, title = '', level }) => {
    const text = `${id} ${title}`.toLowerCase();
    return (
      (!state.family || familyOf(id) === state.family) &&
      (state.level.length === 0 || state.level.includes(level)) &&
      words.every((word) => text.includes(word))
    );
  });
  /** @param {'target' | 'policy' | 'browser'} dimension */
  const fits = (dimension) => names[dimension].map((id) => !state[dimension] || state[dimension] === id);
  const [target, policy, browser] = [fits('target'), fits('policy'), fits('browser')];
  const found = [];
  for (let check = 0; check < model.size; check += 1)
    if (
      scenarioFits[data.checks.scenario[check] ?? -1] &&
      target[data.checks.target[check] ?? -1] &&
      policy[data.checks.policy[check] ?? -1] &&
      browser[data.checks.browser[check] ?? -1]
    )
      found.push(check);
  return found;
}
