import { type Decision, faulty, inconclusive, pass, type StepFacts, type StepInput } from './facts.ts';
import { headerFaults } from './header-conditions.ts';
import type { ResponsePart } from './reasons.ts';
import { notExposed, withSymbols } from './symbols.ts';
import { toFetchRequest } from './to-fetch-request.ts';
import { isPreflight, wasHeldBack } from './wire-shape.ts';
import type { Exchange } from '../results/exchange.ts';

/** Headers that the script must be able to read. Those that the response does not have say nothing, unless it has none. */
export function checkVisible({ step, policy, origin }: StepInput): Decision {
  if (step.verdict?.outcome !== 'readable' || wasHeldBack(step.exchanges)) return pass;
  const names = withSymbols(step.expect.visible ?? [], policy);
  const seen = new Set(step.verdict.visibleHeaders.map(([name]) => name.toLowerCase()));
  const missing = names.filter((name) => !seen.has(name.toLowerCase()));
  const headers = missing.filter((name) => isOnWire(step.exchanges, name));
  if (headers.length > 0) {
    return faulty({
      code: 'header-not-exposed',
      request: toFetchRequest(step.request, origin),
      headers,
      entry: exposeEntry(step),
    });
  }
  const isEachAbsent = names.length > 0 && missing.length === names.length;
  return isEachAbsent ? inconclusive({ code: 'headers-absent', headers: missing }) : pass;
}

/** Headers that the script must not be able to read, unless the policy exposes them. */
export function checkHidden({ step, policy, origin }: StepInput): Decision {
  if (step.verdict?.outcome !== 'readable' || wasHeldBack(step.exchanges)) return pass;
  const seen = new Set(step.verdict.visibleHeaders.map(([name]) => name.toLowerCase()));
  const hidden = notExposed(step.expect.hidden ?? [], policy);
  const headers = hidden.filter((name) => seen.has(name.toLowerCase()));
  if (hidden.length > 0 && !hidden.some((name) => isOnWire(step.exchanges, name)))
    return inconclusive({ code: 'headers-absent', headers: hidden });
  if (headers.length === 0) return pass;
  return faulty({
    code: 'header-exposed',
    request: toFetchRequest(step.request, origin),
    headers,
    entry: exposeEntry(step),
  });
}

function exposeEntry({ verdict }: StepFacts) {
  return verdict?.trace.find(({ step }) => step === 'expose-headers');
}

function isOnWire(exchanges: readonly Exchange[], name: string): boolean {
  return exchanges.some(
    (exchange) =>
      !isPreflight(exchange) &&
      exchange.response?.headers.some(([header]) => header.toLowerCase() === name.toLowerCase()) === true,
  );
}

export function checkPreflightHeaders(input: StepInput): Decision {
  const preflight = input.step.exchanges.find(isPreflight);
  return checkHeaders(input, preflight, input.step.expect.preflight, 'preflight');
}

export function checkResponseHeaders(input: StepInput): Decision {
  const actual = input.step.exchanges.find((exchange) => !isPreflight(exchange));
  return checkHeaders(input, actual, input.step.expect.response, 'response');
}

function checkHeaders(
  { step, policy, origin }: StepInput,
  exchange: Exchange | undefined,
  wanted: StepFacts['expect']['response'],
  part: ResponsePart,
): Decision {
  if (wanted === undefined) return pass;
  if (exchange?.response === undefined) return inconclusive({ code: 'not-sent', part });
  const { request, response } = exchange;
  const [found] = headerFaults({ request, response }, wanted, policy);
  if (found === undefined) return pass;
  return faulty({
    code: 'wrong-header',
    request: toFetchRequest(step.request, origin),
    part,
    found,
  });
}
