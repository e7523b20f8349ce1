import { getHeader, type NetworkCall } from '../fetch-standard/index.ts';
import type { Exchange, RawHeader } from '../results/exchange.ts';
import { cookiesOf } from '../run/check-runner.ts';
import { outcomeOf, symptomsOf } from '../judge/deviations.ts';
import type { Symptom } from '../judge/known.ts';
import type { ReplayedStep } from '../judge/facts.ts';
import type { CalibrationCheck } from './checks.ts';

/** All deviations of the browser from the standard: in the outcome, and on the wire. */
export function allSymptoms(check: CalibrationCheck, step: ReplayedStep, index: number): readonly Symptom[] {
  return [
    ...symptomsOf(step),
    ...silence(step),
    ...scriptSymptoms(step),
    ...sentSymptoms(step),
    ...cookieSymptoms(check, step),
    ...namedCookies(check, step, index),
  ];
}

function silence({ outcome }: ReplayedStep): readonly Symptom[] {
  return outcome.kind === 'timeout'
    ? [{ kind: 'no-answer', says: `The script timed out after ${outcome.afterMs} ms.` }]
    : [];
}

/** What the script observes of a response, if the oracle and the browser both have one. */
function scriptSymptoms({ verdict, outcome }: ReplayedStep): readonly Symptom[] {
  if (verdict === null || outcome.kind !== 'response' || outcomeOf(outcome) !== verdict.outcome) return [];
  const symptoms: Symptom[] = [];
  if (outcome.type !== null && outcome.type !== verdict.type)
    symptoms.push({
      kind: 'different-type',
      says: `The response's type is ${outcome.type}; by the standard it is ${verdict.type ?? 'none'}.`,
    });
  if (outcome.status !== verdict.status)
    symptoms.push({
      kind: 'different-status',
      says: `The script reads status ${outcome.status}; by the standard ${verdict.status ?? 'none'}.`,
    });
  return [...symptoms, ...headerSymptoms(outcome.headers ?? [], verdict.visibleHeaders)];
}

function headerSymptoms(seen: readonly RawHeader[], visible: readonly RawHeader[]): readonly Symptom[] {
  const names = new Set([...seen, ...visible].map(([name]) => name.toLowerCase()));
  return [...names].flatMap((header): readonly Symptom[] => {
    const [is, wanted] = [getHeader(seen, header), getHeader(visible, header)];
    if (is === wanted) return [];
    const says = `The script reads ${shown(is)} as ${header}; by the standard ${shown(wanted)}.`;
    return [{ kind: 'different-visible-headers', header, says }];
  });
}

/** The author's headers, and the body's type, on the actual requests. */
function sentSymptoms({ request, calls, answeredBy, exchanges }: ReplayedStep): readonly Symptom[] {
  const names = new Set([...request.headers.map(([name]) => name.toLowerCase()), 'content-type']);
  return eachActual(calls, answeredBy, exchanges).flatMap(([call, { request: sent }]) =>
    [...names].flatMap((header): readonly Symptom[] => {
      if (ownHeaders.includes(header) || header.startsWith('sec-')) return [];
      const [is, wanted] = [getHeader(sent.headers, header), getHeader(call.headers, header)];
      if (is === wanted || (is !== null && wanted?.startsWith('multipart/form-data') === true)) return [];
      const says = `The browser sent ${shown(is)} as ${header} in ${call.method} ${call.url}; by the standard ${shown(wanted)}.`;
      return [{ kind: 'different-header', header, says }];
    }),
  );
}

/** The browser's own, whatever a script wants there; Origin is compared by the replay. */
const ownHeaders: readonly string[] = [
  'accept-encoding', 'connection', 'content-length', 'cookie', 'host', 'keep-alive', 'origin', 'referer',
]; // prettier-ignore

/** The cookie that the first server has in the jar. */
function cookieSymptoms(
  check: CalibrationCheck,
  { request, calls, answeredBy, exchanges }: ReplayedStep,
): readonly Symptom[] {
  // In a sandboxed frame, the browser decides which cookies exist.
  if (request.frame !== undefined || cookiesOf([check]).length === 0) return [];
  return eachActual(calls, answeredBy, exchanges).flatMap(([call, exchange]): readonly Symptom[] => {
    if (new URL(call.url).origin !== check.target.origin) return [];
    const sent = cookieNames(exchange.request.headers).includes(check.target.cookieName);
    if (sent === call.sendCredentials) return [];
    const says = `The browser ${sent ? 'sent' : 'sent no'} cookie with ${call.method} ${call.url}; by the standard it ${sent ? 'does not' : 'does'}.`;
    return [{ kind: 'different-cookie', says }];
  });
}

/** Cookies that a case names. */
function namedCookies(
  { case: { steps } }: CalibrationCheck,
  { exchanges }: ReplayedStep,
  index: number,
): readonly Symptom[] {
  const names = cookieNames(exchanges.at(-1)?.request.headers ?? []);
  const { sent = [], withheld = [] } = steps[index]?.cookies ?? {};
  return [
    ...sent
      .filter((name) => !names.includes(name))
      .map((name) => cookieSymptom(`did not send the cookie ${name}`)),
    ...withheld
      .filter((name) => names.includes(name))
      .map((name) => cookieSymptom(`sent the cookie ${name}`)),
  ];
}

function cookieSymptom(did: string): Symptom {
  return { kind: 'different-cookie', says: `The browser ${did}, unlike the case expects.` };
}

function cookieNames(headers: readonly RawHeader[]): readonly string[] {
  const cookies = headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'));
  return cookies.map((cookie) => cookie.trim().replace(/=.*$/s, ''));
}

function eachActual(
  calls: readonly NetworkCall[],
  answeredBy: readonly (number | null)[],
  exchanges: readonly Exchange[],
): readonly (readonly [NetworkCall, Exchange])[] {
  return calls.flatMap((call, index): readonly (readonly [NetworkCall, Exchange])[] => {
    const exchange = exchanges[answeredBy[index] ?? -1];
    return call.kind === 'actual' && exchange !== undefined ? [[call, exchange]] : [];
  });
}

function shown(value: string | null): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}
