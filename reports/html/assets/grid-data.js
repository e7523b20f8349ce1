// @ts-check
import { familyOf, filterChecks, kindTexts } from './model.js';
import { columnsOf } from './state.js';

/**
 * @typedef {{ scenario: number, checks: Map<number, number[]> }} Row
 * @typedef {{ key: number, title: string, group?: string }} Column
 * @typedef {ReturnType<typeof gridData>} GridData
 */

/**
 * The data of the matrix: its rows, the columns that are not empty, and the families of its rows.
 * @param {import('./model.js').Model} model
 * @param {import('./state.js').State} state
 */
export function gridData(model, state) {
  const columns = columnList(model, state);
  const rows = rowList(model, state, filterChecks(model, state), columns.keyOf);
  const shown = new Set(rows.flatMap((row) => [...row.checks.keys()]));
  return {
    model,
    state,
    rows,
    noun: columns.noun,
    columns: columns.all.filter(({ key }) => shown.has(key)),
    families: families(model, rows),
  };
}

/** @param {import('./model.js').Model} model @param {number} check */
export function statusOf(model, check) {
  return kindTexts[model.kindOf[check] ?? 'none'].status;
}

/** @param {import('./model.js').Model} model @param {import('./state.js').State} state */
function columnList({ data }, state) {
  const { targets, policyNames, browsers, checks: columns } = data;
  const kind = columnsOf(state, {
    names: {
      target: targets.map(({ id }) => id),
      policy: policyNames,
      browser: browsers.map(({ id }) => id),
    },
  });
  if (kind === 'pair') {
    const all = targets.flatMap((target, row) =>
      policyNames.map((policy, at) => ({
        key: row * policyNames.length + at,
        title: policy,
        group: target.title || target.id,
      })),
    );
    return {
      noun: 'implementation and policy',
      all,
      keyOf: (/** @type {number} */ check) =>
        (columns.target[check] ?? 0) * policyNames.length + (columns.policy[check] ?? 0),
    };
  }
  const titles = {
    target: targets.map(({ id, title }) => title || id),
    policy: policyNames,
    browser: browsers.map(({ name }) => name),
  }[kind];
  const noun = { target: 'implementation', policy: 'policy', browser: 'browser' }[kind];
  return {
    noun,
    all: titles.map((title, key) => ({ key, title })),
    keyOf: (/** @type {number} */ check) => columns[kind][check] ?? 0,
  };
}

/**
 * The scenarios to show, without those that are not applicable anywhere, unless the filter selects that status.
 * @param {import('./model.js').Model} model @param {import('./state.js').State} state
 * @param {number[]} checks @param {(check: number) => number} keyOf
 */
function rowList(model, state, checks, keyOf) {
  /** @type {Map<number, Row>} */
  const rows = new Map();
  const wanted = new Set();
  for (const check of checks) {
    const scenario = model.data.checks.scenario[check] ?? 0;
    const row = rows.get(scenario) ?? { scenario, checks: new Map() };
    rows.set(scenario, row);
    const own = row.checks.get(keyOf(check));
    if (own) own.push(check);
    else row.checks.set(keyOf(check), [check]);
    const status = statusOf(model, check);
    if (state.status.length > 0 ? state.status.includes(status) : status !== 'not-applicable')
      wanted.add(scenario);
  }
  const order = model.names.scenario;
  return [...rows.values()]
    .filter(({ scenario }) => wanted.has(scenario))
    .sort(
      (a, b) =>
        order.findIndex((id) => familyOf(id) === familyOf(order[a.scenario] ?? '')) -
          order.findIndex((id) => familyOf(id) === familyOf(order[b.scenario] ?? '')) ||
        a.scenario - b.scenario,
    );
}

/** @param {import('./model.js').Model} model @param {Row[]} rows */
function families(model, rows) {
  /** @type {{ family: string, from: number, to: number }[]} */
  const found = [];
  rows.forEach(({ scenario }, index) => {
    const family = familyOf(model.names.scenario[scenario] ?? '');
    const last = found.at(-1);
    if (last?.family === family) last.to = index + 1;
    else found.push({ family, from: index, to: index + 1 });
  });
  return found;
}
