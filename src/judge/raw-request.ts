import {
  anchors,
  checkPreflight,
  corsCheck,
  type Finding,
  type TraceEntry,
  unsafeRequestHeaderNames,
  type Verdict,
} from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { ReplayedStep } from './facts.ts';
import { toFetchRequest } from './to-fetch-request.ts';

type Replayed = Pick<ReplayedStep, 'verdict' | 'calls' | 'answeredBy' | 'mismatches'>;

/**
 * What a browser would make of the responses to requests that corspec sent itself: of a preflight, whether the request
 * that it announces would be sent; of anything else, whether a script could read it. A request without Origin is no CORS
 * request, and everybody reads the response to it.
 */
export function replayRawRequest(request: PageRequest, exchanges: readonly Exchange[]): Replayed {
  const index = exchanges.length - 1;
  const last = exchanges[index];
  const verdict = last?.response === undefined ? null : verdictOf(request, last, index);
  return { verdict, calls: [], answeredBy: [], mismatches: [] };
}

function verdictOf(request: PageRequest, exchange: Exchange, index: number): Verdict {
  const trace = findingsOf(request, exchange).map((finding): TraceEntry => ({
    ...finding,
    anchor: anchors[finding.step],
    exchange: index,
  }));
  const decidedBy = trace.find(({ ok }) => !ok);
  return {
    outcome: decidedBy === undefined ? 'readable' : 'blocked',
    visibleHeaders: [],
    trace,
    calls: [],
    ...(decidedBy === undefined ? {} : { decidedBy }),
  };
}

function findingsOf(request: PageRequest, { response }: Exchange): readonly Finding[] {
  const origin = request.raw?.origin ?? null;
  if (response === undefined || origin === null) return [];
  const { headers, status } = response;
  const { credentials } = request;
  if (announcedMethod(request) === null) return corsCheck({ origin, credentials }, headers);
  const announced = toFetchRequest(request, origin);
  const unsafeHeaders = unsafeRequestHeaderNames(announced.headers);
  const question = { origin, credentials, method: announced.method, unsafeHeaders, useCorsPreflight: false };
  return checkPreflight(question, { kind: 'response', status, headers }).findings;
}

/** The method that a preflight of corspec's own asks for; null when the request is no preflight. */
export function announcedMethod({ method, headers }: PageRequest): string | null {
  if (method !== 'OPTIONS') return null;
  const asked = headers.find(([name]) => name.toLowerCase() === 'access-control-request-method');
  return asked?.[1] ?? null;
}
