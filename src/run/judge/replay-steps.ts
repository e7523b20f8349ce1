import { createContext, replay, type RecordedExchange } from '../../fetch-standard/index.ts';
import type { Exchange } from '../../vocabulary/exchange.ts';
import { stepsOf } from '../plan.ts';
import type { CellFacts, StepFacts } from './facts.ts';
import { storedFor } from './http-cache.ts';
import type { Played, ReplayedStep } from './replayed-step.ts';
import { toFetchRequest, withoutCell } from './to-fetch-request.ts';
import { replayWire } from './wire-verdict.ts';

/**
 * Gives each request of a cell its exchanges, and what the standard says of them. The steps of a cell run one after
 * the other and share one preflight cache, so each takes as many exchanges as the standard's algorithm accounts for.
 */
export function replayRequests({ origin, browser, steps, outcome, exchanges }: Played): ReplayedStep[] {
  let rest = exchanges;
  const context = createContext({ now: () => 0 });
  const replayedSteps: ReplayedStep[] = [];
  let aheadMs = 0;
  for (const [index, { request, waitMs }] of steps.entries()) {
    // The model waits for nothing: it puts its clock forward, and so does the one who looks over its shoulder.
    if (browser === 'model') aheadMs += waitMs;
    const told = outcome?.steps[index];
    if (told === undefined) break;
    const moreFollows = index < steps.length - 1;
    if (request.client === 'wire') {
      const own = rest.slice(0, request.wire?.times ?? 1);
      rest = rest.slice(own.length);
      replayedSteps.push({ request, exchanges: own, outcome: told, ...replayWire(request, own) });
      continue;
    }
    const stored = storedFor(request, rest, exchanges);
    if (stored !== null) {
      // Without its request's headers, as they are not those of this one.
      const { headers: _, ...recorded } = toRecorded(stored, aheadMs);
      const replayed = replay(toFetchRequest(request, origin), [recorded], context);
      replayedSteps.push({ request, exchanges: [stored], outcome: told, fromCache: true, ...replayed });
      continue;
    }
    const recording = rest.map((exchange) => toRecorded(exchange, aheadMs));
    const { consumed, ...replayed } = replay(toFetchRequest(request, origin), recording, context, {
      moreFollows,
    });
    const count = moreFollows ? consumed : rest.length;
    replayedSteps.push({ request, exchanges: rest.slice(0, count), outcome: told, ...replayed });
    rest = rest.slice(count);
  }
  return replayedSteps;
}

/** The steps of a scenario's cell, each with what was expected of it. */
export function replaySteps({ planned, outcome, exchanges }: CellFacts): readonly StepFacts[] {
  const { origin, browser, steps, scenario, promised } = planned;
  const specs = stepsOf(scenario);
  return replayRequests({ origin, browser, steps, outcome, exchanges }).flatMap((step, index) => {
    const spec = specs[index];
    return spec === undefined ? [] : [{ ...step, expect: spec.expect, promised: promised[index] ?? false }];
  });
}

/** An exchange as the oracle takes it. `aheadMs`: how far the page's clock is ahead of the world's, in ms. */
export function toRecorded(
  { request, response, failure, startedAt }: Exchange,
  aheadMs = 0,
): RecordedExchange {
  return {
    method: request.method,
    url: request.url,
    headers: request.headers,
    at: startedAt + aheadMs,
    answer:
      response === undefined
        ? { kind: 'network-error', detail: failure?.detail ?? 'no response' }
        : { kind: 'response', status: response.status, headers: response.headers.map(asTargetsHaveIt) },
  };
}

/** A redirect may have corspec's own parameter, which the request that follows lacks in the recording. */
function asTargetsHaveIt([name, value]: readonly [string, string]): readonly [string, string] {
  return [name, name.toLowerCase() === 'location' ? withoutCell(value) : value];
}
