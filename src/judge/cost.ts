import type { Exchange } from '../results/exchange.ts';
import { type Finding, pass, type StepFacts } from './facts.ts';

/** Below this a difference says nothing: milliseconds. Acknowledgements that TCP delays make responses 40 ms late. */
const noiseMs = 2;

/**
 * Whether a step costs the target out of all proportion to the first, and grows faster than its length. The fastest of
 * several is compared with what the quickest quarter of the first takes, so that a machine with other things to do is
 * neither held against the target nor hides what it does. On a very busy machine a long request may lose its turn of the
 * processor each time where a short one does not: then the request of half the length is as slow.
 */
export function checkCost(steps: readonly StepFacts[]): Finding {
  const [first, ...others] = steps;
  if (first === undefined) return pass;
  const usual = Math.max(noiseMs, lowerQuartile(first.exchanges.map(({ durationMs }) => durationMs)));
  for (const [index, { expect, exchanges }] of others.entries()) {
    if (expect.timesFirst === undefined || exchanges.length === 0) continue;
    const took = fastest(exchanges);
    const half =
      expect.timesHalf === undefined ? 0 : fastest(others[index - 1]?.exchanges ?? []) * expect.timesHalf;
    if (took > usual * expect.timesFirst && took > half) return tooSlow(expect.timesFirst, exchanges);
  }
  return pass;
}

function fastest(exchanges: readonly Exchange[]): number {
  return Math.min(...exchanges.map(({ durationMs }) => durationMs));
}

function tooSlow(times: number, [exchange]: readonly Exchange[]): Finding {
  const bytes =
    exchange?.request.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) ?? 0;
  return {
    kind: 'fault',
    fault: {
      message:
        `A request with headers of ${Math.round(bytes / 1000)} kB is answered more than ${times} times slower than a short one, ` +
        'each time; wanted: a cost that grows with the length, no more. Anybody can send such requests. ' +
        'Bound the length of Origin and Access-Control-Request-Headers that are looked at, and match them without backtracking.',
    },
  };
}

function lowerQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}
