import type { Result } from '../results/results.ts';
import type { CheckFacts, StepFacts } from './facts.ts';
import type { HarnessError } from './reasons.ts';

type Deviations = readonly Result['deviations'][number][];

/**
 * Why a check has no verdict although no fault was found: the browser deviates from the standard, and the deviation has
 * no name, so neither the browser nor the response is understood. Null when every deviation has a name.
 * @param deviating the deviations of each step
 */
export function unknownDeviation(
  { outcome }: CheckFacts,
  steps: readonly StepFacts[],
  deviating: readonly Deviations[],
): HarnessError | null {
  const deviations = deviating.flat().filter(({ id }) => id === null);
  if (deviations.length === 0) return null;
  const reported = reportsOf(steps, deviating, outcome?.console ?? []);
  return { code: 'unknown-deviation', deviations, reported };
}

/** The errors of the requests that deviate, and what the console shows. */
function reportsOf(
  steps: readonly StepFacts[],
  deviating: readonly Deviations[],
  console: readonly string[],
): readonly string[] {
  const errors = steps.flatMap(({ outcome }, index) =>
    outcome.kind === 'error' && deviating[index]?.some(({ id }) => id === null) === true
      ? [`${outcome.name}: ${outcome.message}`]
      : [],
  );
  return [...new Set([...errors, ...console])];
}

/** Why a check has no verdict: a request of corspec's own has no complete response. */
export function lostRequest(steps: readonly StepFacts[]): HarnessError | null {
  for (const { request, outcome } of steps)
    if (request.client === 'raw' && outcome.kind === 'error')
      return {
        code: 'raw-request-failed',
        method: request.method,
        url: request.url,
        detail: outcome.message,
      };
  return null;
}
