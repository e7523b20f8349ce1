// @ts-check
import { familyOf, firstToRead, kindTexts, readingOrder } from './model.js';
import { filterChecks } from './search.js';
import { columnsOf } from './state.js';

/**
 * @typedef {{ scenario: number, checks: Map<number, number[]> }} Row
 * @typedef {{ key: number, title: string, group?: string }} Column
 * @typedef {ReturnType<typeof entriesOf>[number]} Entry one step of the panel: `first` is shown, `checks` have tabs
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
    families: families(model, state, rows),
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
    if (isWanted(state, statusOf(model, check))) wanted.add(scenario);
  }
  const order = model.names.scenario;
  const shown = [...rows.values()].filter(({ scenario }) => wanted.has(scenario));
  const rank = (/** @type {Row} */ row) =>
    state.order === 'worst' ? readingOrder.indexOf(kindOfRow(model, row)) : 0;
  return shown.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      order.findIndex((id) => familyOf(id) === familyOf(order[a.scenario] ?? '')) -
        order.findIndex((id) => familyOf(id) === familyOf(order[b.scenario] ?? '')) ||
      a.scenario - b.scenario,
  );
}

/** The kind of the first check to read. @param {import('./model.js').Model} model @param {Row} row */
function kindOfRow(model, row) {
  return model.kindOf[firstToRead(model, [...row.checks.values()].flat())] ?? 'none';
}

/**
 * What the panel steps through: the cells in the order of reading, or the rows. Only what matches the status filter.
 * @param {GridData} data @param {'cell' | 'row'} by
 */
export function entriesOf({ model, state, rows, columns }, by) {
  return rows.flatMap((row, index) => {
    const cells = columns.map(({ key }, column) => ({ column, checks: row.checks.get(key) ?? [] }));
    const parts = by === 'cell' ? cells : [{ column: -1, checks: cells.flatMap(({ checks }) => checks) }];
    return parts.flatMap(({ column, checks }) => {
      const wanted = checks.filter((check) => isWanted(state, statusOf(model, check)));
      return wanted.length === 0 ? [] : [{ row: index, column, checks, first: firstToRead(model, wanted) }];
    });
  });
}

/** @param {import('./state.js').State} state @param {string} status */
function isWanted(state, status) {
  return state.status.length > 0 ? state.status.includes(status) : status !== 'not-applicable';
}

/** The sections of the matrix: families, or kinds if the worst are first. @param {import('./model.js').Model} model @param {import('./state.js').State} state @param {Row[]} rows */
function families(model, state, rows) {
  /** @type {{ family: string, from: number, to: number }[]} */
  const found = [];
  rows.forEach((row, index) => {
    const family =
      state.order === 'worst'
        ? kindTexts[kindOfRow(model, row)].name
        : familyOf(model.names.scenario[row.scenario] ?? '');
    const last = found.at(-1);
    if (last?.family === family) last.to = index + 1;
    else found.push({ family, from: index, to: index + 1 });
  });
  return found;
}
