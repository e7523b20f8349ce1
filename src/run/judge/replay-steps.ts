import { createContext, replay, type RecordedExchange, type Replay } from '../../fetch-standard/index.ts';
import type { Exchange } from '../../vocabulary/exchange.ts';
import { stepsOf } from '../plan.ts';
import type { CellFacts, StepFacts } from './facts.ts';
import { toFetchRequest } from './to-fetch-request.ts';

/**
 * Gives each request of a cell its exchanges, and what the standard says of them. The steps of a cell run one after
 * the other and share one preflight cache, so each takes as many exchanges as the standard's algorithm accounts for.
 */
export function replaySteps({ planned, outcome, exchanges }: CellFacts): readonly StepFacts[] {
  let rest = exchanges;
  const context = createContext({ now: () => 0 });
  const specs = stepsOf(planned.scenario);
  const steps: StepFacts[] = [];
  let aheadMs = 0;
  for (const [index, { request, waitMs }] of planned.steps.entries()) {
    // The model waits for nothing: it puts its clock forward, and so does the one who looks over its shoulder.
    if (planned.browser === 'model') aheadMs += waitMs;
    const told = outcome?.steps[index];
    const spec = specs[index];
    if (told === undefined || spec === undefined) break;
    const isLast = index === planned.steps.length - 1;
    const replayed = replay(
      toFetchRequest(request, planned.origin),
      rest.map((exchange) => toRecorded(exchange, aheadMs)),
      context,
    );
    const count = isLast ? rest.length : consumed(replayed);
    steps.push({
      request,
      expect: spec.expect,
      promised: planned.promised[index] ?? false,
      exchanges: rest.slice(0, count),
      outcome: told,
      verdict: replayed.verdict,
      // What is left over belongs to the next step.
      mismatches: replayed.mismatches.filter(({ exchange }) => exchange === undefined || exchange < count),
    });
    rest = rest.slice(count);
  }
  return steps;
}

/** How many exchanges a step accounts for. */
function consumed({ answeredBy }: Replay): number {
  return Math.max(-1, ...answeredBy.map((exchange) => exchange ?? -1)) + 1;
}

function toRecorded({ request, response, failure, startedAt }: Exchange, aheadMs: number): RecordedExchange {
  return {
    method: request.method,
    url: request.url,
    headers: request.headers,
    at: startedAt + aheadMs,
    answer:
      response === undefined
        ? { kind: 'network-error', detail: failure?.detail ?? 'no response' }
        : { kind: 'response', status: response.status, headers: response.headers },
  };
}
