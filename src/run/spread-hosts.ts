import type { ReadyTarget } from '../targets/ready-target.ts';

/**
 * Targets in an order in which those of one host are far apart: of each host its first one, then of each its second one, and so on.
 * Checks are played in this order, so that requests under way at the same time are for many hosts. Results keep the order of the request.
 * The policies of a target stay together.
 */
export function spreadHosts<Target extends Pick<ReadyTarget, 'id' | 'upstream'>>(
  targets: readonly Target[],
): readonly Target[] {
  const rounds: Target[][] = [];
  /** By host, the round of each of its targets. */
  const hosts = new Map<string, Map<string, number>>();
  for (const target of targets) {
    const { host } = new URL(target.upstream.url);
    const ofHost = hosts.get(host) ?? new Map<string, number>();
    hosts.set(host, ofHost);
    const round = ofHost.get(target.id) ?? ofHost.size;
    ofHost.set(target.id, round);
    (rounds[round] ??= []).push(target);
  }
  return rounds.flat();
}

/** The first one of each key, then the second one of each, and so on. */
export function inTurns<One>(all: readonly One[], keyOf: (one: One) => string): readonly One[] {
  const rounds: One[][] = [];
  const counts = new Map<string, number>();
  for (const one of all) {
    const key = keyOf(one);
    const round = counts.get(key) ?? 0;
    counts.set(key, round + 1);
    (rounds[round] ??= []).push(one);
  }
  return rounds.flat();
}
