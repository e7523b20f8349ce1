import type { StepFacts } from './facts.ts';
import { isHeldBack } from './step-rules.ts';
import { symptomsOf, wireSymptoms } from './deviations.ts';
import type { Symptom } from './known.ts';
import { withSymbols } from './symbols.ts';
import type { Policy } from '../policy/policy.ts';

/** The clients that show status and headers of a response. */
const showing: readonly string[] = ['fetch', 'keepalive', 'xhr', 'axios-xhr', 'axios-fetch'];

/**
 * How the browser deviates from the standard in one request of a check: in what it sent, in the outcome, and in whatever
 * else the scenario expects. corspec's own requests have no browser; of one that was held back, only what was sent counts.
 */
export function judgedSymptoms(step: StepFacts, policy: Policy): readonly Symptom[] {
  if (step.request.client === 'raw') return [];
  if (isHeldBack(step)) return wireSymptoms(step);
  const symptoms = [...symptomsOf(step), ...statusSymptoms(step), ...headerSymptoms(step, policy)];
  return isUnusable(step) ? symptoms.filter(({ kind }) => kind !== 'stricter') : symptoms;
}

/** Whether a page makes a request by embedding something. */
export function isEmbedded({ client }: StepFacts['request']): boolean {
  return !showing.includes(client) && client !== 'raw';
}

/**
 * An element shows nothing of an error response, whatever CORS has to do with it. Where that is one of the answers that a
 * scenario reports, it is no deviation. https://html.spec.whatwg.org/#fetch-a-classic-script
 */
function isUnusable({ request, expect, exchanges }: StepFacts): boolean {
  if (!isEmbedded(request) || expect.facts?.outcome?.blocked === undefined) return false;
  const status = exchanges.at(-1)?.response?.status;
  return status !== undefined && (status < 200 || status > 299);
}

function statusSymptoms({
  expect,
  followsContract: promised,
  request,
  verdict,
  outcome,
}: StepFacts): readonly Symptom[] {
  if (expect.status === undefined || !promised || !showing.includes(request.client)) return [];
  if (verdict?.outcome !== 'readable' || outcome.kind !== 'response') return [];
  const sent = verdict.status;
  if (sent === undefined || isRevalidation(sent) || sent === outcome.status) return [];
  const says = `The script reads status ${outcome.status}; by the standard it is ${sent}.`;
  return [{ kind: 'different-status', says }];
}

/** With it a browser confirms what it has stored, and the script sees the status of that. */
function isRevalidation(status: number): boolean {
  return status === 304;
}

/** Of the headers that the scenario expects to be visible or hidden. */
function headerSymptoms(
  { expect, request, verdict, outcome }: StepFacts,
  policy: Policy,
): readonly Symptom[] {
  if (verdict?.outcome !== 'readable' || !showing.includes(request.client)) return [];
  if (outcome.kind !== 'response' || outcome.headers === undefined) return [];
  const visible = lowerNames(verdict.visibleHeaders);
  const seen = lowerNames(outcome.headers);
  return withSymbols([...(expect.visible ?? []), ...(expect.hidden ?? [])], policy)
    .map((name) => name.toLowerCase())
    .filter((header) => visible.has(header) !== seen.has(header))
    .map((header) => ({
      kind: 'different-visible-headers',
      header,
      says: seen.has(header)
        ? `The script reads ${header}, which by the standard is hidden.`
        : `The script cannot read ${header}, which by the standard is visible.`,
    }));
}

function lowerNames(headers: readonly (readonly [string, string])[]): ReadonlySet<string> {
  return new Set(headers.map(([name]) => name.toLowerCase()));
}
