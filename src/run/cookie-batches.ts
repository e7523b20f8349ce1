import { cookiesOf, type PlayableCheck } from './check-runner.ts';

/**
 * Cookies that a batch may have: Chromium and Firefox keep 180 for one registrable domain, under which all
 * implementations are, and throw the others away without a word.
 */
export const cookiesAtOnce = 120;

/**
 * Checks in groups whose cookies fit into a browser's jar together: first all that have no use for one, then the others,
 * with a target's own cookie, and one for every name of its own that a check may set one under. Of a target, all that
 * have use for cookies stay together; the order is kept.
 */
export function cookieBatches<Check extends PlayableCheck>(
  checks: readonly Check[],
  limit = cookiesAtOnce,
): readonly (readonly Check[])[] {
  const without = checks.filter((check) => !usesCookies(check));
  const batches: Check[][] = without.length === 0 ? [] : [without];
  let room = 0;
  for (const own of byTarget(checks.filter(usesCookies))) {
    const needs = cookiesOf(own).length + own.filter(({ alias }) => alias !== undefined).length;
    const last = batches.at(-1);
    if (last !== undefined && needs <= room) {
      last.push(...own);
      room -= needs;
    } else {
      batches.push([...own]);
      room = limit - needs;
    }
  }
  return batches;
}

function usesCookies(check: PlayableCheck): boolean {
  return check.alias !== undefined || cookiesOf([check]).length > 0;
}

function byTarget<Check extends PlayableCheck>(checks: readonly Check[]): readonly (readonly Check[])[] {
  const targets = new Map<string, Check[]>();
  for (const check of checks) {
    const own = targets.get(check.target.origin);
    if (own === undefined) targets.set(check.target.origin, [check]);
    else own.push(check);
  }
  return [...targets.values()];
}
