import { switchingProtocols } from '../http1/status.ts';
import { outcomeOf } from './deviations.ts';
import type { StepFacts } from './facts.ts';
import type { ReportedFacts } from './reasons.ts';
import { isEmbedded } from './judged-symptoms.ts';

/** The answers that a scenario reports; null when it reports none. */
export function reportedFacts(
  steps: readonly StepFacts[],
  writes: number | null | undefined,
): ReportedFacts | null {
  const facts = steps
    .flatMap((step) => [outcomeFact(step), writesFact(step, writes), upgradeFact(step)])
    .filter((fact) => fact !== undefined);
  return facts.length === 0 ? null : { code: 'reported-facts', facts };
}

/** What loads in an element depends on more than CORS: there, the browser's outcome is the fact. */
function outcomeFact(step: StepFacts): string | undefined {
  const { expect, verdict, outcome, request } = step;
  const answer = isEmbedded(request) ? outcomeOf(outcome) : verdict?.outcome;
  return answer === undefined || answer === null ? undefined : expect.facts?.outcome?.[answer];
}

function writesFact({ expect }: StepFacts, writes: number | null | undefined): string | undefined {
  if (writes === undefined || writes === null) return undefined;
  return expect.facts?.writes?.[writes === 0 ? 'none' : 'some'];
}

function upgradeFact({ expect, exchanges }: StepFacts): string | undefined {
  const status = exchanges.at(-1)?.response?.status;
  if (status === undefined) return undefined;
  return expect.facts?.upgrade?.[status === switchingProtocols ? 'accepted' : 'rejected'];
}
