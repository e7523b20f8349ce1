import { createContext, getHeader, replay } from '../fetch-standard/index.ts';
import type { FetchContext, FetchRequest, RecordedExchange, Replay } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import { stepsOf } from '../scenarios/steps.ts';
import { withoutRefused } from './elsewhere.ts';
import type { CheckFacts, StepFacts } from './facts.ts';
import { storedFor, withStoredRedirects } from './http-cache.ts';
import type { Played, ReplayedStep } from './facts.ts';
import { toFetchRequest, withoutCheck } from './to-fetch-request.ts';
import { isPreloaded, preloadedFor, unexpected } from './preloads.ts';
import { replayRawRequest } from './raw-request.ts';

/**
 * Gives each request of a check its exchanges, and what the standard says of them. The steps of a check run one after
 * the other and share one preflight cache, so each takes as many exchanges as the standard's algorithm accounts for.
 */
export function replayRequests({
  origin,
  waitsInRealTime,
  steps,
  outcome,
  exchanges,
}: Played): ReplayedStep[] {
  let rest = exchanges;
  const context = createContext({ now: () => 0 });
  const replayedSteps: ReplayedStep[] = [];
  let aheadMs = 0;
  for (const [index, { request, waitMs }] of steps.entries()) {
    // Exchanges have the real time, and a replay has that of the page.
    if (!waitsInRealTime) aheadMs += waitMs;
    const told = outcome?.steps[index];
    if (told === undefined) break;
    const moreFollows = index < steps.length - 1;
    if (request.client === 'raw') {
      const own = ownOfRaw(request, rest, steps);
      rest = rest.filter((exchange) => !own.includes(exchange));
      replayedSteps.push({ request, exchanges: own, outcome: told, ...replayRawRequest(request, own) });
      continue;
    }
    const preloaded = preloadedFor(request, replayedSteps);
    if (preloaded !== null) {
      // Whatever else is there for the last request, the browser should not have sent.
      const own = moreFollows ? [] : rest;
      replayedSteps.push({
        ...preloaded,
        request,
        exchanges: own,
        outcome: told,
        mismatches: own.map(unexpected),
      });
      rest = rest.slice(own.length);
      continue;
    }
    const hasPreload = isPreloaded(request, replayedSteps);
    const stored = storedFor(request, rest, exchanges, hasPreload);
    if (stored !== null) {
      const recorded = fromCache(stored, aheadMs);
      const replayed = replay(toFetchRequest(request, origin), [recorded], context);
      replayedSteps.push({ request, exchanges: [stored], outcome: told, fromCache: true, ...replayed });
      continue;
    }
    const { replayed, own } = replayOnWay(toFetchRequest(request, origin), rest, context, {
      way: withStoredRedirects(request, rest, exchanges),
      aheadMs,
      moreFollows,
    });
    const preload = hasPreload ? ({ isPreloaded: true } as const) : {};
    replayedSteps.push({ request, exchanges: own, outcome: told, ...preload, ...replayed });
    rest = rest.filter((exchange) => !own.includes(exchange));
  }
  return replayedSteps;
}

/**
 * The exchanges of a request that corspec sent itself. Those of several at once are in any order; what of two equal requests
 * each of them gets makes no difference.
 */
function ownOfRaw(
  request: PageRequest,
  rest: readonly Exchange[],
  steps: Played['steps'],
): readonly Exchange[] {
  const isInOrder = steps.every(({ background }) => background !== true);
  if (isInOrder) return rest.slice(0, request.raw?.times ?? 1);
  const found = rest.find(
    (exchange) =>
      exchange.request.method === request.method &&
      exchange.request.url === withoutCheck(request.url) &&
      getHeader(exchange.request.headers, 'origin') === (request.raw?.origin ?? null),
  );
  return found === undefined ? [] : [found];
}

interface Way {
  /** What no earlier step accounts for, with the stored responses that may have been used again. */
  readonly way: readonly Exchange[];
  readonly aheadMs: number;
  readonly moreFollows: boolean;
}

/** A replay over a recording into which stored responses were put, and the exchanges that it accounts for. */
function replayOnWay(
  request: FetchRequest,
  rest: readonly Exchange[],
  context: FetchContext,
  { way, aheadMs, moreFollows }: Way,
): { readonly replayed: Omit<Replay, 'consumed'>; readonly own: readonly Exchange[] } {
  const sent = new Set(rest);
  const recording = way.map((exchange) =>
    sent.has(exchange) ? toRecorded(exchange, aheadMs) : fromCache(exchange, aheadMs, rest[0]?.startedAt),
  );
  const { consumed, ...replayed } = replay(request, recording, context, { moreFollows });
  // A stored response that the algorithm did not come to was not used, and nothing was sent for it.
  const isUsed = (index: number) => {
    const exchange = way[index];
    return exchange === undefined || sent.has(exchange) || replayed.answeredBy.includes(index);
  };
  const own = way.filter((_, index) => isUsed(index) && (!moreFollows || index < consumed));
  const mismatches = replayed.mismatches.filter(({ exchange }) => exchange === undefined || isUsed(exchange));
  return { replayed: { ...replayed, mismatches }, own };
}

/** A stored response that is used again: without its request's headers, as they are not those of this one. */
function fromCache(stored: Exchange, aheadMs: number, usedAt: number = stored.startedAt): RecordedExchange {
  const { headers: _, ...recorded } = toRecorded({ ...stored, startedAt: usedAt }, aheadMs);
  return recorded;
}

/** The steps of a scenario's check, each with what was expected of it. */
export function replaySteps({
  planned,
  outcome,
  exchanges,
  undeclared = [],
}: CheckFacts): readonly StepFacts[] {
  const { origin, waitsInRealTime, steps, scenario, followsContract } = planned;
  const specs = stepsOf(scenario);
  return replayRequests({ origin, waitsInRealTime, steps, outcome, exchanges }).flatMap((step, index) => {
    const spec = specs[index];
    if (spec === undefined) return [];
    const { expect, request } = spec;
    const facts = {
      ...step,
      expect,
      route: request.route,
      followsContract: followsContract[index] ?? false,
    };
    return [withoutRefused(facts, undeclared)];
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
  return [name, name.toLowerCase() === 'location' ? withoutCheck(value) : value];
}
