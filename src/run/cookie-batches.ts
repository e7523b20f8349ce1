import { cookiesOf, type PlayableCheck } from './check-runner.ts';

/**
 * The most cookies of a batch. All implementations share a registrable domain, for which Chromium and Firefox keep 180
 * cookies and silently drop the others.
 */
export const cookiesAtOnce = 120;

/**
 * Groups checks so that the cookies of a group fit into a browser's cookie store, counting the target's cookie and one for
 * each separate host name of a check. Checks without cookies are all in the first group, so that their documents are opened
 * once. Checks of one target that use cookies stay together; the order is kept.
 */
export function cookieBatches<Check extends PlayableCheck>(
  checks: readonly Check[],
  limit = cookiesAtOnce,
): readonly (readonly Check[])[] {
  const without = checks.filter((check) => !usesCookies(check));
  const batches: Check[][] = without.length === 0 ? [] : [without];
  let capacity = limit;
  for (const own of byTarget(checks.filter(usesCookies))) {
    const needs = cookiesOf(own).length + own.filter(({ alias }) => alias !== undefined).length;
    const last = batches.at(-1);
    if (last !== undefined && needs <= capacity) {
      last.push(...own);
      capacity -= needs;
    } else {
      batches.push([...own]);
      capacity = limit - needs;
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
