// @ts-check
import { fewTargets, kinds } from './model.js';

/**
 * @typedef {import('../compact-causes.ts').CompactCause} CompactCause
 * @typedef {{ target: string, policies: string[] }} CauseScope
 * @typedef {object} CauseGroup one problem, with the implementations and policies that have it
 * @property {CompactCause} first its worst cause, which the report shows in full
 * @property {number} checks without those that are known
 * @property {number} known
 * @property {readonly CauseScope[]} scopes
 */

/** A run of many targets does as a comparison does. @param {Pick<import('../compact.ts').Compact, 'mode' | 'targets'>} data */
export function showsProblemsOnce({ mode, targets }) {
  return mode === 'compare' || targets.length > fewTargets;
}

/**
 * What a report leads with. Of a run: each cause separately; of a comparison, and of many targets: a group for each code, which is the
 * same problem in several implementations and under several policies. The worst first, then the most checks.
 * @param {Pick<import('../compact.ts').Compact, 'mode' | 'causes' | 'targets'>} data @returns {CauseGroup[]}
 */
export function causeGroups(data) {
  const isOnce = showsProblemsOnce(data);
  /** @type {Map<unknown, CompactCause[]>} */
  const groups = new Map();
  for (const cause of data.causes) {
    const key = isOnce ? cause.code : cause;
    groups.set(key, [...(groups.get(key) ?? []), cause]);
  }
  const rank = (/** @type {CauseGroup} */ { first }) => kinds.indexOf(first.level);
  const isKnown = (/** @type {CauseGroup} */ { checks }) => (checks === 0 ? 1 : 0);
  const all = [...groups.values()].map(groupOf);
  // The order of the causes of a run is that of the results, in which causes of one level are already sorted.
  return isOnce
    ? all.sort((a, b) => isKnown(a) - isKnown(b) || rank(a) - rank(b) || b.checks - a.checks)
    : all;
}

/** @param {CompactCause[]} causes not empty, the worst first @returns {CauseGroup} */
function groupOf(causes) {
  /** @type {Map<string, string[]>} */
  const policies = new Map();
  for (const { target, policy } of causes) policies.set(target, [...(policies.get(target) ?? []), policy]);
  return {
    first: /** @type {CompactCause} */ (causes[0]),
    checks: causes.reduce((sum, cause) => sum + cause.checks, 0),
    known: causes.reduce((sum, cause) => sum + cause.known, 0),
    scopes: [...policies].map(([target, names]) => ({ target, policies: [...new Set(names)] })),
  };
}
