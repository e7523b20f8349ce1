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

/** What a cell can be, the worst first. Not-applicable and unsupported are quieter than a pass: they say nothing. */
export const kinds = /** @type {const} */ ([
  'security', 'required', 'error', 'recommended', 'informative', 'pass', 'unsupported', 'na', 'none',
]); // prettier-ignore

/** @type {Record<Kind, { symbol: string, name: string, status: string }>} */
export const kindTexts = {
  security: { symbol: '✗', name: 'security failure', status: 'fail' },
  required: { symbol: '✗', name: 'failure', status: 'fail' },
  error: { symbol: '!', name: 'error of the harness', status: 'error' },
  recommended: { symbol: '✗', name: 'recommendation missed', status: 'fail' },
  informative: { symbol: '✗', name: 'noted', status: 'fail' },
  pass: { symbol: '✓', name: 'pass', status: 'pass' },
  unsupported: { symbol: '?', name: 'unsupported', status: 'unsupported' },
  na: { symbol: '–', name: 'not applicable', status: 'not-applicable' },
  none: { symbol: '', name: 'no result', status: '' },
};

/**
 * The results with names for questions. A cell is its index in the columns.
 * @param {Compact} data
 */
export function readModel(data) {
  const { cells, values } = data;
  const names = {
    target: data.targets.map(({ id }) => id),
    policy: data.policyNames,
    browser: data.browsers.map(({ id }) => id),
    scenario: data.scenarios.map(({ id }) => id),
  };
  /** @param {CompactColumn} column @param {number} cell @returns {any} */
  const value = (column, cell) => values[cells[column][cell] ?? -1];
  /** @param {Dimension} dimension @param {number} cell */
  const name = (dimension, cell) => names[dimension][cells[dimension][cell] ?? -1] ?? '';
  /** @param {CompactColumn} column @param {number} cell */
  const text = (column, cell) => expand(value(column, cell) ?? '', cell, name);
  const kindOf = Array.from({ length: cells.status.length }, (_, cell) => kindOfCell(data, cell));
  return { data, names, kindOf, value, name, text, size: cells.status.length };
}

/** @param {Compact} data @param {number} cell @returns {Kind} */
function kindOfCell({ cells, statuses, levels }, cell) {
  const status = statuses[cells.status[cell] ?? 0];
  if (status === 'fail') return levels[cells.level[cell] ?? 0] ?? 'required';
  return status === 'not-applicable' ? 'na' : (status ?? 'none');
}

/**
 * Puts the names of the cell back in: see `placeholders` in compact.ts.
 * @param {string} text @param {number} cell @param {(dimension: Dimension, cell: number) => string} name
 */
function expand(text, cell, name) {
  /** @type {Dimension[]} */
  const dimensions = ['target', 'policy', 'browser', 'scenario'];
  return text.replace(/\ue000(.)/g, (_, which) =>
    which === 'x' ? '\ue000' : name(dimensions[+which] ?? 'target', cell),
  );
}

/** @param {Model} model @param {readonly number[]} cells @returns {Kind} */
export function worstKind(model, cells) {
  let worst = kinds.length - 1;
  for (const cell of cells) worst = Math.min(worst, kinds.indexOf(model.kindOf[cell] ?? 'none'));
  return kinds[worst] ?? 'none';
}

/** How many cells there are of each kind. @param {Model} model @param {Iterable<number>} cells */
export function tally(model, cells) {
  const counts = /** @type {Record<Kind, number>} */ (Object.fromEntries(kinds.map((kind) => [kind, 0])));
  for (const cell of cells) counts[model.kindOf[cell] ?? 'none'] += 1;
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
 * The cells that the filters leave.
 * @param {Model} model @param {import('./state.js').State} state
 */
export function filterCells(model, state) {
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
  for (let cell = 0; cell < model.size; cell += 1)
    if (
      scenarioFits[data.cells.scenario[cell] ?? -1] &&
      target[data.cells.target[cell] ?? -1] &&
      policy[data.cells.policy[cell] ?? -1] &&
      browser[data.cells.browser[cell] ?? -1]
    )
      found.push(cell);
  return found;
}
