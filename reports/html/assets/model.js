// @ts-check
/**
 * @typedef {import('../compact.ts').Compact} Compact
 * @typedef {import('../compact-checks.ts').CompactColumn} CompactColumn
 * @typedef {import('../compact-checks.ts').CompactExchange} CompactExchange
 * @typedef {import('../../../src/results/results.ts').Result} Result
 * @typedef {'target' | 'policy' | 'browser' | 'scenario'} Dimension
 * @typedef {'security' | 'required' | 'error' | 'recommended' | 'informative' | 'known' | 'pass' | 'unsupported' | 'na' | 'none'} Kind
 * @typedef {ReturnType<typeof readModel>} Model
 */

/** A report of more targets folds what it has of each, and shows each problem once. */
export const fewTargets = 8;

/** In the order of reading: failures first, security first among them. @type {readonly Kind[]} */
export const readingOrder = [
  'security', 'required', 'recommended', 'informative', 'error', 'known', 'pass', 'unsupported', 'na', 'none',
]; // prettier-ignore

/** The kinds of a check, the worst first. Not-applicable and unsupported rank below a pass, because they have no verdict. */
export const kinds = /** @type {const} */ ([
  'security', 'required', 'error', 'recommended', 'informative', 'known', 'pass', 'unsupported', 'na', 'none',
]); // prettier-ignore

/** @type {Record<Kind, { symbol: string, name: string, status: string }>} */
export const kindTexts = {
  security: { symbol: '✗', name: 'security failure', status: 'fail' },
  required: { symbol: '✗', name: 'failure', status: 'fail' },
  error: { symbol: '!', name: 'harness error', status: 'error' },
  recommended: { symbol: '✗', name: 'recommendation not met', status: 'fail' },
  informative: { symbol: '✗', name: 'informative finding', status: 'fail' },
  known: { symbol: '~', name: 'known failure', status: 'fail' },
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
  /** @param {number} check @returns {import('../compact-causes.ts').CompactCause | undefined} */
  const causeOf = (check) => data.causes[checks.cause[check] ?? -1];
  return { data, names, kindOf, value, name, text, causeOf, size: checks.status.length };
}

/** @param {Compact} data @param {number} check @returns {Kind} */
function kindOfCheck({ checks, statuses, levels }, check) {
  const status = statuses[checks.status[check] ?? 0];
  if (status === 'fail' && (checks.excused[check] ?? -1) >= 0) return 'known';
  if (status === 'fail') return levels[checks.level[check] ?? 0] ?? 'required';
  return status === 'not-applicable' ? 'na' : (status ?? 'none');
}

/**
 * Restores the names of the check: see `placeholders` in compact-checks.ts.
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

/** The first check in the order of reading. @param {Model} model @param {readonly number[]} checks */
export function firstToRead({ kindOf }, checks) {
  const rank = (/** @type {number} */ check) => readingOrder.indexOf(kindOf[check] ?? 'none');
  return checks.reduce((best, check) => (rank(check) < rank(best) ? check : best), checks[0] ?? 0);
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
