import { knownDeviations } from '../../fixtures/known-deviations.ts';
import { describeMismatch, describeReason } from '../fetch-standard/index.ts';
import type { Result } from '../results/results.ts';
import type { StepOutcome } from '../results/outcome.ts';
import { nameSymptoms, type Symptom } from './known.ts';
import type { ReplayedStep } from './facts.ts';

type Deviation = Result['deviations'][number];

/**
 * Where the browser did other than the standard prescribes for what was on the wire, with the name of the deviation
 * where it is a known one. Never held against the server.
 * @param isLater whether the check made requests before this one
 */
export function deviationsOf(
  browser: string,
  step: ReplayedStep,
  isLater: boolean,
  symptoms: readonly Symptom[] = symptomsOf(step),
): Deviation[] {
  const named = nameSymptoms(knownDeviations, symptoms, { browser, isLater, ...step });
  return named.map(({ symptom, known }) => ({ id: known?.id ?? null, says: symptom.says }));
}

/** What came of a request and what was sent, where that differs from the standard. */
export function symptomsOf(step: ReplayedStep): readonly Symptom[] {
  return [...outcomeSymptoms(step), ...wireSymptoms(step)];
}

/** Where what was sent differs from the standard. */
export function wireSymptoms({ mismatches }: Pick<ReplayedStep, 'mismatches'>): readonly Symptom[] {
  return mismatches.map((mismatch) => {
    const { kind, header } = mismatch;
    return { kind, says: describeMismatch(mismatch), ...(header === undefined ? {} : { header }) };
  });
}

function outcomeSymptoms({ verdict, outcome }: ReplayedStep): readonly Symptom[] {
  if (verdict === null) return [];
  const did = outcomeOf(outcome);
  if (did === null || did === verdict.outcome) return [];
  const by = verdict.decidedBy === undefined ? '' : ` (${describeReason(verdict.decidedBy)})`;
  return [
    {
      kind: did === 'blocked' ? 'stricter' : 'laxer',
      says: `By the standard the request is ${verdict.outcome}${by}; in the browser it was ${did}.`,
    },
  ];
}

/** What the page saw, in the oracle's words; null when it saw nothing. */
export function outcomeOf(outcome: StepOutcome): 'readable' | 'blocked' | 'opaque' | null {
  switch (outcome.kind) {
    case 'timeout':
    case 'sent':
      return null;
    case 'error':
      return 'blocked';
    case 'response':
      return outcome.type === 'opaque' || outcome.type === 'opaqueredirect' ? 'opaque' : 'readable';
  }
}
