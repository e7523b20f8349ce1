import { tooManyRequests } from '../http1/status.ts';
import { printable } from '../text/printable.ts';
import type { Exchange, WireFailureKind } from '../results/exchange.ts';
import type { CheckFacts } from './facts.ts';

/** Failures on the wire that say nothing about CORS: the target, or the way to it, is broken. */
const broken: readonly WireFailureKind[] = ['unreachable', 'reset', 'timeout', 'malformed', 'too-large'];

/** Why nothing can be said of a check; null when there is a case to judge. */
export function harnessError(facts: CheckFacts): string | null {
  return (
    targetTrouble(facts.exchanges) ??
    limitTrouble(facts.exchanges) ??
    facts.problem ??
    pageTrouble(facts) ??
    lostExchange(facts.exchanges) ??
    countTrouble(facts)
  );
}

/** A count that is missing is not taken for the right one. */
function countTrouble({ writes }: CheckFacts): string | null {
  return writes === null
    ? 'The target did not answer, or not in time, when it was asked for the writes of this check. This is no verdict about CORS.'
    : null;
}

/** A request that a rate limit refused was not answered: whether its response has CORS headers is another question. */
function limitTrouble(exchanges: readonly Exchange[]): string | null {
  return exchanges.some(({ response }) => response?.status === tooManyRequests)
    ? `The target limits the rate of requests (status ${tooManyRequests}). This is no verdict about CORS.`
    : null;
}

function targetTrouble(exchanges: readonly Exchange[]): string | null {
  for (const { request, failure } of exchanges) {
    if (failure !== undefined && broken.includes(failure.kind))
      return `The target broke on ${request.method} ${printable(request.url)}: ${printable(failure.detail)} This is no verdict about CORS.`;
  }
  return null;
}

/** A browser that refuses a response by its headers need not read the rest: only without a head is nothing known. */
function lostExchange(exchanges: readonly Exchange[]): string | null {
  const lost = exchanges.find(
    ({ response, failure }) => failure?.kind === 'aborted' && response === undefined,
  );
  if (lost === undefined) return null;
  const { method, url } = lost.request;
  return `The browser closed its connection before the response to ${method} ${printable(url)} arrived, so this check has no verdict.`;
}

function pageTrouble({ planned, outcome, exchanges }: CheckFacts): string | null {
  if (outcome === null) return 'The page told nothing about this check.';
  const timeout = outcome.steps.find((step) => step.kind === 'timeout');
  if (timeout !== undefined)
    return `The page waited ${timeout.afterMs} ms in vain (--timeout); on the wire: ${exchanges.length === 0 ? 'nothing' : 'see the exchanges'}.`;
  if (outcome.steps.length < planned.steps.length) return 'The page ended before all its requests were made.';
  return null;
}
