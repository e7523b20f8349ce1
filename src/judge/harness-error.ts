import { limitsRate } from '../http1/retry-after.ts';
import { expectsRateLimit } from '../scenarios/expects-rate-limit.ts';
import type { Exchange, WireFailureKind } from '../results/exchange.ts';
import type { CheckFacts } from './facts.ts';
import type { HarnessError } from './reasons.ts';

/** Failures on the wire that say nothing about CORS: the target, or the way to it, is broken. */
const broken: readonly WireFailureKind[] = ['unreachable', 'reset', 'timeout', 'malformed', 'too-large'];

/** What broke, so that a check cannot be judged; null when it can. */
export function harnessError(facts: CheckFacts): HarnessError | null {
  return (
    targetError(facts.exchanges) ??
    rateLimit(facts) ??
    facts.problem ??
    pageError(facts) ??
    lostExchange(facts.exchanges) ??
    // A count that is missing is not taken for the right one.
    (facts.writes === null ? { code: 'writes-unknown' } : null)
  );
}

/**
 * A request that a rate limit refused was not answered: whether its response has CORS headers is another question, unless
 * it is the one that the scenario asks.
 */
function rateLimit({ planned, exchanges }: CheckFacts): HarnessError | null {
  if (expectsRateLimit(planned.scenario)) return null;
  for (const { response, failure } of exchanges) {
    if (failure?.kind === 'asked-to-wait') return { code: 'rate-limited', detail: failure.detail };
    if (response !== undefined && limitsRate(response))
      return { code: 'rate-limited', status: response.status };
  }
  return null;
}

function targetError(exchanges: readonly Exchange[]): HarnessError | null {
  for (const { request, failure } of exchanges) {
    if (failure === undefined || !broken.includes(failure.kind)) continue;
    const { method, url } = request;
    return { code: 'target-broke', method, url, kind: failure.kind, detail: failure.detail };
  }
  return null;
}

/** A browser that refuses a response by its headers need not read the rest: only without a head is nothing known. */
function lostExchange(exchanges: readonly Exchange[]): HarnessError | null {
  const lost = exchanges.find(
    ({ response, failure }) => failure?.kind === 'aborted' && response === undefined,
  );
  if (lost === undefined) return null;
  const { method, url } = lost.request;
  return { code: 'connection-closed', method, url };
}

function pageError({ planned, outcome, exchanges }: CheckFacts): HarnessError | null {
  if (outcome === null) return { code: 'no-report' };
  const timeout = outcome.steps.find((step) => step.kind === 'timeout');
  if (timeout !== undefined)
    return { code: 'page-timeout', afterMs: timeout.afterMs, exchanges: exchanges.length };
  return outcome.steps.length < planned.steps.length ? { code: 'page-ended' } : null;
}
