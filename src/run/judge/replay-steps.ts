import { createContext, replay, type RecordedExchange } from '../../fetch-standard/index.ts';
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
    const moreFollows = index < planned.steps.length - 1;
    const recording = rest.map((exchange) => toRecorded(exchange, aheadMs));
    const replayed = replay(toFetchRequest(request, planned.origin), recording, context, { moreFollows });
    const count = moreFollows ? replayed.consumed : rest.length;
    steps.push({
      request,
      expect: spec.expect,
      promised: planned.promised[index] ?? false,
      exchanges: rest.slice(0, count),
      outcome: told,
      verdict: replayed.verdict,
      mismatches: replayed.mismatches,
    });
    rest = rest.slice(count);
  }
  return steps;
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
