import { stepsOf } from '../scenarios/steps.ts';
import type { Exchange } from '../results/exchange.ts';
import {
  type CheckFacts,
  combine,
  type Decision,
  faulty,
  inconclusive,
  pass,
  type StepFacts,
} from './facts.ts';
import type { AllowOriginSent } from './reasons.ts';
import { isPreflight, wasHeldBack } from './wire-shape.ts';

type CheckRule = (facts: CheckFacts, steps: readonly StepFacts[]) => Decision;

/** The expectations of a check as a whole. */
export function checkCheck(facts: CheckFacts, steps: readonly StepFacts[]): Decision {
  return combine(checkRules.map((check) => check(facts, steps)));
}

const checkRules: readonly CheckRule[] = [
  checkVary,
  checkVaryByRequest,
  checkCost,
  checkWrites,
  checkPageCookie,
  checkConsole,
];

/**
 * Where Access-Control-Allow-Origin depends on the origin, caches have to know. That it does shows in responses of one
 * URL that differ in it; where it is the same for all, Vary is not needed. `#cors-protocol-and-http-caches`
 */
function checkVary(_: CheckFacts, steps: readonly StepFacts[]): Decision {
  const asked = steps.filter(({ expect }) => expect.varies === true).flatMap(({ exchanges }) => exchanges);
  const answered = steps
    .flatMap(({ exchanges }) => exchanges)
    .filter(({ response }) => response !== undefined);
  const first = answered[0];
  const other = answered.find((exchange) => allowOrigin(exchange) !== (first && allowOrigin(first)));
  if (first === undefined || other === undefined) return pass;
  const silent = asked.find((exchange) => exchange.response !== undefined && !variesBy(exchange, 'Origin'));
  if (silent === undefined) return pass;
  return faulty({
    code: 'vary-missing',
    part: isPreflight(silent) ? 'preflight' : 'response',
    method: silent.request.method,
    origin: originOf(silent),
    vary: valueOf(silent, 'vary'),
    allowOrigins: [allowOriginSent(first), allowOriginSent(other)],
  });
}

/** What of the response to a preflight may depend on which header of the preflight. */
const byRequest = {
  headers: { asked: 'Access-Control-Request-Headers', answered: 'Access-Control-Allow-Headers' },
  method: { asked: 'Access-Control-Request-Method', answered: 'Access-Control-Allow-Methods' },
} as const;

/**
 * The same for a cache that stores responses to preflights, as some CDNs do: what one preflight is allowed, the next may not be.
 * `#cors-protocol-and-http-caches`
 */
function checkVaryByRequest(_: CheckFacts, steps: readonly StepFacts[]): Decision {
  const answered = steps
    .flatMap(({ expect, exchanges }) => exchanges.map((exchange) => ({ expect, exchange })))
    .filter(({ exchange }) => exchange.response !== undefined);
  for (const { expect, exchange } of answered) {
    if (expect.variesByRequest === undefined) continue;
    const header = byRequest[expect.variesByRequest];
    const value = (one: Exchange) => valueOf(one, header.answered.toLowerCase());
    const other = answered.find((one) => value(one.exchange) !== value(exchange));
    if (other === undefined || variesBy(exchange, header.asked)) continue;
    return faulty({
      code: 'vary-request-missing',
      header: header.asked,
      dependent: header.answered,
      vary: valueOf(exchange, 'vary'),
      values: [value(exchange), value(other.exchange)],
    });
  }
  return pass;
}

function allowOriginSent(exchange: Exchange): AllowOriginSent {
  return { origin: originOf(exchange), value: allowOrigin(exchange) };
}

function originOf({ request }: Exchange): string | null {
  return request.headers.find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? null;
}

function allowOrigin(exchange: Exchange): string | null {
  return valueOf(exchange, 'access-control-allow-origin');
}

function variesBy(exchange: Exchange, header: string): boolean {
  const members = (valueOf(exchange, 'vary') ?? '').split(',').map((member) => member.trim().toLowerCase());
  return members.includes(header.toLowerCase()) || members.includes('*');
}

function valueOf({ response }: Exchange, name: string): string | null {
  const values = response?.headers.filter(([header]) => header.toLowerCase() === name) ?? [];
  return values.length === 0 ? null : values.map(([, value]) => value).join(', ');
}

/** Below this a difference says nothing: milliseconds. Acknowledgements that TCP delays make responses 40 ms late. */
const noiseMs = 2;

/**
 * Whether a step costs the target out of all proportion to the first, and grows faster than its length. The fastest of
 * several is compared with what the quickest quarter of the first takes, so that a busy machine neither counts against
 * the target nor hides what it does. On a very busy machine a long request may lose its turn of the processor each time
 * where a short one does not: then the request of a quarter of the length is as slow.
 */
function checkCost(_: CheckFacts, [first, ...others]: readonly StepFacts[]): Decision {
  if (first === undefined) return pass;
  const usual = Math.max(noiseMs, lowerQuartile(first.exchanges.map(({ durationMs }) => durationMs)));
  for (const [index, { expect, exchanges }] of others.entries()) {
    const { timesFirst: times, timesQuarter } = expect;
    if (times === undefined || exchanges.length === 0) continue;
    const took = fastest(exchanges);
    const bound = timesQuarter === undefined ? 0 : fastest(others[index - 1]?.exchanges ?? []) * timesQuarter;
    if (took <= usual * times || took <= bound) continue;
    const headers = exchanges[0]?.request.headers ?? [];
    const headerBytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    return faulty({ code: 'slow-request', headerBytes, times });
  }
  return pass;
}

function fastest(exchanges: readonly Exchange[]): number {
  return Math.min(...exchanges.map(({ durationMs }) => durationMs));
}

function lowerQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4)] ?? 0;
}

function checkWrites({ planned, writes }: CheckFacts, steps: readonly StepFacts[]): Decision {
  const last = steps.at(-1);
  if (last === undefined || writes === undefined || writes === null) return pass;
  // Of an answer that is reported, the most that is right.
  const expected =
    last.expect.writes ?? (last.expect.facts?.writes === undefined ? writes : Math.min(writes, 1));
  if (writes === expected || wasHeldBack(last.exchanges)) return pass;
  return faulty({
    code: 'wrong-writes',
    origin: planned.origin,
    counted: writes,
    expected,
  });
}

/** What a page can read of cookies is not decided by the server, except by HttpOnly. */
function checkPageCookie({ planned, outcome }: CheckFacts): Decision {
  const names = (outcome?.cookie ?? '').split(';').map((pair) => pair.split('=')[0]?.trim());
  for (const { expect } of stepsOf(planned.scenario)) {
    const { cookieHiddenFromPage: hidden, cookieShownToPage: shown } = expect;
    if (hidden !== undefined && names.includes(hidden))
      return inconclusive({ code: 'page-cookie', name: hidden, isShown: true });
    if (shown !== undefined && !names.includes(shown))
      return inconclusive({ code: 'page-cookie', name: shown, isShown: false });
  }
  return pass;
}

/** What a browser does not write to its console is not the server's fault. */
function checkConsole({ planned, outcome }: CheckFacts): Decision {
  const isAsked = stepsOf(planned.scenario).some(({ expect }) => expect.console === 'names-cors');
  const isNamed = (outcome?.console ?? []).some((line) => /\bCORS\b|cross-origin/i.test(line));
  return !isAsked || isNamed ? pass : inconclusive({ code: 'console-silent' });
}
