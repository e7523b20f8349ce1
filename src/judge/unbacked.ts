import type { Exchange } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { ReplayedStep } from './facts.ts';
import type { HarnessError } from './reasons.ts';
import { isPreflight } from './wire-shape.ts';

/**
 * Why a response that a page claims to have is not believed: the proxy, through which everything goes, carried none for
 * it. Null when there is one, or the browser had it in its HTTP cache.
 */
export function unbacked(steps: readonly ReplayedStep[]): HarnessError | null {
  const step = steps.find(
    ({ outcome, exchanges, fromCache, fromPreload, request }) =>
      outcome.kind === 'response' &&
      fromCache !== true &&
      fromPreload !== true &&
      !exchanges.some((exchange) => isAnswered(exchange, request)),
  );
  if (step === undefined) return null;
  const { method, url } = step.request;
  return { code: 'unbacked-response', method, path: new URL(url).pathname };
}

/** A page never reads the response to a preflight. What corspec held back was answered by the proxy itself. */
function isAnswered(exchange: Exchange, { client }: PageRequest): boolean {
  if (client !== 'raw' && isPreflight(exchange)) return false;
  return exchange.response !== undefined || exchange.failure?.kind === 'held-back';
}
