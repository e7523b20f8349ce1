import { knownDeviations, type DeviationFacts } from '../../../fixtures/known-deviations.ts';
import type { Result } from '../../vocabulary/results.ts';
import type { StepOutcome } from '../../vocabulary/outcome.ts';
import type { StepFacts } from './facts.ts';

type Deviation = Result['deviations'][number];

/**
 * Where the browser did other than the standard prescribes for what was on the wire, with the name of the deviation
 * where it is a known one. Never held against the server.
 */
export function deviationsOf(browser: string, step: StepFacts): readonly Deviation[] {
  const all = [...outcomeDeviations(step), ...wireDeviations(step)];
  const names = all.map((facts) => nameOf(browser, facts, step));
  const cause = names.find((name) => name !== null) ?? null;
  return all.map(({ kind, says }, index) => ({
    id: names[index] ?? (consequences.includes(kind) ? cause : null),
    says,
  }));
}

/** What may follow from another deviation of the same request, and then goes by its name. */
const consequences: readonly string[] = ['laxer', 'stricter', 'unexpected-request', 'missing-request'];

function outcomeDeviations({ verdict, outcome }: StepFacts): readonly DeviationFacts[] {
  if (verdict === null) return [];
  const did = outcomeOf(outcome);
  if (did === null || did === verdict.outcome) return [];
  const by = verdict.decidedBy === undefined ? '' : ` (${verdict.decidedBy.says})`;
  return [
    {
      kind: did === 'blocked' ? 'stricter' : 'laxer',
      says: `By the standard the request is ${verdict.outcome}${by}; in the browser it was ${did}.`,
    },
  ];
}

function wireDeviations({ mismatches }: StepFacts): readonly DeviationFacts[] {
  return mismatches.map(({ kind, says }) => ({ kind, says }));
}

/** What the page saw, in the oracle's words; null when it saw nothing. */
export function outcomeOf(outcome: StepOutcome): 'readable' | 'blocked' | 'opaque' | null {
  switch (outcome.kind) {
    case 'timeout':
      return null;
    case 'error':
      return 'blocked';
    case 'response':
      return outcome.type === 'opaque' || outcome.type === 'opaqueredirect' ? 'opaque' : 'readable';
  }
}

function nameOf(browser: string, facts: DeviationFacts, { request, verdict }: StepFacts): string | null {
  const names = request.headers.map(([name]) => name.toLowerCase());
  const known = knownDeviations.find(
    (deviation) =>
      deviation.browsers.includes(browser) &&
      deviation.kind === facts.kind &&
      (deviation.decidedBy === undefined || deviation.decidedBy === verdict?.decidedBy?.step) &&
      (deviation.client === undefined || deviation.client === request.client) &&
      (deviation.requestHeader === undefined || names.includes(deviation.requestHeader)),
  );
  return known?.id ?? null;
}
