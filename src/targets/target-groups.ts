import type { TargetRequest } from './target-request.ts';

/** The most implementations that run at a time: each has a server for every policy, and some take hundreds of megabytes. */
export const implementationsAtOnce = 4;

/**
 * Targets in groups that run one after the other, in the order of the request, each with at most so many implementations.
 * Servers at URLs run anyway.
 */
export function targetGroups<Target extends Pick<TargetRequest, 'kind'>>(
  targets: readonly Target[],
  atOnce = implementationsAtOnce,
): readonly (readonly Target[])[] {
  const groups: Target[][] = [[]];
  let running = 0;
  for (const target of targets) {
    if (target.kind === 'implementation' && ++running > atOnce) {
      groups.push([]);
      running = 1;
    }
    groups.at(-1)?.push(target);
  }
  return groups;
}
