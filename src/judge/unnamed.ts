import type { Result } from '../results/results.ts';
import type { CheckFacts, StepFacts } from './facts.ts';

type Deviations = readonly Result['deviations'][number][];

/**
 * Why a check has no verdict although no fault was found: the browser deviates from the standard, and the deviation has
 * no name, so neither the browser nor the response is understood. Null when every deviation has a name.
 * @param deviating the deviations of each step
 */
export function unnamedDeviation(
  { outcome }: CheckFacts,
  steps: readonly StepFacts[],
  deviating: readonly Deviations[],
): string | null {
  const says = deviating.flat().flatMap((deviation) => (deviation.id === null ? [deviation.says] : []));
  if (says.length === 0) return null;
  const reported = reportsOf(steps, deviating, outcome?.console ?? []);
  const shown = reported.length === 0 ? '' : ` The browser reported: ${reported.join('; ')}`;
  return `The browser deviates from the standard in a way that has no known name, so this check has no verdict. ${says.join(' ')}${shown}`;
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
export function lostRequest(steps: readonly StepFacts[]): string | null {
  for (const { request, outcome } of steps)
    if (request.client === 'raw' && outcome.kind === 'error')
      return `corspec sent ${request.method} ${request.url} itself and could not read a response: ${outcome.message}.`;
  return null;
}
