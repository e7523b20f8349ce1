import { checkBody, checkCookie } from './body-rules.ts';
import {
  combine,
  type Decision,
  faulty,
  inconclusive,
  pass,
  type StepFacts,
  type StepInput,
} from './facts.ts';
import { checkHidden, checkPreflightHeaders, checkResponseHeaders, checkVisible } from './header-rules.ts';
import { type PolicyDenial, policyDenial } from '../policy/denials.ts';
import { toFetchRequest } from './to-fetch-request.ts';
import { isPreflight, wasHeldBack } from './wire-shape.ts';
import type { FetchRequest, TraceEntry, Verdict } from '../fetch-standard/index.ts';
import type { Policy } from '../policy/policy.ts';

type StepRule = (input: StepInput) => Decision;

/**
 * The expectations of a step, one after the other. What the standard makes of the wire is compared with what the
 * scenario expects.
 */
export function checkStep(input: StepInput): Decision {
  return combine(stepRules.map((check) => check(input)));
}

const stepRules: readonly StepRule[] = [
  checkOutcome,
  checkWire,
  checkHeldBack,
  checkStatus,
  checkVisible,
  checkHidden,
  checkCookie,
  checkBody,
  checkPreflightHeaders,
  checkResponseHeaders,
];

function checkOutcome({ step, policy, origin }: StepInput): Decision {
  const expected = step.expect.outcome;
  const { verdict } = step;
  if (expected === undefined || verdict === null || isHeldBack(step)) return pass;
  if (verdict.outcome === expected) return pass;
  const request = toFetchRequest(step.request, origin);
  if (step.fromCache === true)
    return faulty({
      code: 'stale-cached-response',
      request,
      entry: verdict.decidedBy,
    });
  if (verdict.outcome === 'blocked')
    return (
      methodNotSupported(step, verdict) ?? versionNotSupported(step) ?? blockedThoughAllowed(request, verdict)
    );
  return allowedThoughDenied('response-readable', request, policy, verdict);
}

/** RFC 9110, sections 15.5.6 and 15.6.2. Frameworks also answer a method without a handler with 404. */
const unsupportedStatuses: readonly number[] = [404, 405, 501];

/**
 * At a URL alone, an error response that says that this endpoint does not have the method: the policy of an API is not that
 * of each of its paths. Null for every other response; that of the preflight is judged.
 */
function methodNotSupported(step: StepFacts, { decidedBy }: Verdict): Decision | null {
  const { method } = step.request;
  const status = decidedBy === undefined ? null : errorStatus(step, decidedBy);
  if (step.followsContract || step.route !== 'resource' || status === null) return null;
  const isUnsupported = unsupportedStatuses.includes(status) && !(method === 'GET' && status === 404);
  return isUnsupported ? inconclusive({ code: 'method-not-supported', method, status }) : null;
}

/** Upgrade Required, and HTTP Version Not Supported. */
const versionStatuses: readonly number[] = [426, 505];

function versionNotSupported({ request, exchanges }: StepFacts): Decision | null {
  const version = request.raw?.httpVersion;
  const status = exchanges.at(-1)?.response?.status ?? 0;
  return version !== undefined && versionStatuses.includes(status)
    ? inconclusive({ code: 'version-not-supported', version, status })
    : null;
}

function blockedThoughAllowed(request: FetchRequest, { decidedBy: entry }: Verdict): Decision {
  return faulty({ code: 'response-blocked', request, entry });
}

/** The status of the actual response that has no Access-Control-Allow-Origin, where it is an error page. */
function errorStatus({ exchanges }: StepFacts, entry: TraceEntry): number | null {
  const exchange = exchanges[entry.exchange ?? -1];
  if (exchange?.response === undefined || isPreflight(exchange)) return null;
  return exchange.response.status >= 400 ? exchange.response.status : null;
}

function allowedThoughDenied(
  code: 'response-readable' | 'sent-after-preflight',
  request: FetchRequest,
  policy: Policy,
  verdict: Verdict,
): Decision {
  const denial = denialOf(policy, request, verdict);
  const found = { request, denial, entry: entryFor(denial, verdict) };
  return faulty(code === 'response-readable' ? { code, ...found } : { code, ...found });
}

/** A redirect from one foreign origin to another hides the page's origin from where it ends. */
function denialOf(policy: Policy, request: FetchRequest, { trace }: Verdict): PolicyDenial {
  const isHidden = trace.some(({ step, ok }) => step === 'redirect-origin' && ok);
  return policyDenial(policy, isHidden ? { ...request, origin: 'null' } : request);
}

/** The step at which the standard would have stopped the request, had the server not allowed it. */
function entryFor(denial: PolicyDenial, { trace }: Verdict): TraceEntry | undefined {
  const step = {
    origin: 'cors-check',
    credentials: 'credentials-check',
    'any-with-credentials': 'cors-check',
    method: 'preflight-methods',
    header: 'preflight-headers',
    none: 'cors-check',
  }[denial.kind];
  return trace.find((entry) => entry.step === step);
}

/** The methods that arrive. What the standard asks for counts, where the browser did something else. */
function checkWire({ step, policy, origin }: StepInput): Decision {
  const expected = step.expect.wire;
  const { verdict } = step;
  if (expected === undefined || verdict === null) return pass;
  const sent = verdict.calls.map(({ method }) => method);
  if (sameList(sent, expected) || isRedirectedAfter(expected, verdict, step.expect.outcome)) return pass;
  // What would follow a write that corspec held back is not known.
  if (isHeldBack(step) && sameList(sent, expected.slice(0, sent.length))) return pass;
  const request = toFetchRequest(step.request, origin);
  if (sent.length > expected.length && sent.at(-1) !== 'OPTIONS' && sameList(sent.slice(0, -1), expected))
    return allowedThoughDenied('sent-after-preflight', request, policy, verdict);
  // No script gets the response of a beacon: that its preflight stopped it shows in what did not follow.
  if (isStopped(expected, verdict)) return blockedThoughAllowed(request, verdict);
  const entry = verdict.trace.find(
    ({ step: name }) => name === 'preflight-max-age' || name === 'preflight-cache',
  );
  const { maxAge } = policy;
  return faulty({ code: 'wrong-requests', request, sent, expected, entry, maxAge });
}

/** Whether a check of the standard stopped the request after a part of what was expected. */
function isStopped(expected: readonly string[], { calls, outcome }: Verdict): boolean {
  const sent = calls.map(({ method }) => method);
  return (
    outcome === 'blocked' && sent.length < expected.length && sameList(sent, expected.slice(0, sent.length))
  );
}

/**
 * Whether all that was expected was sent, and then a redirect of the target's own was followed: to add a slash, or to
 * https. That is no matter of the policy, unless the page was to be blocked: then the redirect was to be blocked, too.
 */
function isRedirectedAfter(
  expected: readonly string[],
  { calls }: Verdict,
  outcome: StepFacts['expect']['outcome'],
): boolean {
  if (outcome === 'blocked' || calls.length <= expected.length) return false;
  const sent = calls.slice(0, expected.length);
  return (
    sent.at(-1)?.kind === 'actual' &&
    sameList(
      sent.map(({ method }) => method),
      expected,
    )
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Whether corspec kept a request of this step from the target: what came back is its own. */
export function isHeldBack({ exchanges }: StepFacts): boolean {
  return wasHeldBack(exchanges);
}

function checkHeldBack({ step }: StepInput): Decision {
  if (!isHeldBack(step)) return pass;
  const { outcome, status, visible, hidden, body, response, facts } = step.expect;
  if ([outcome, status, visible, hidden, body, response, facts].every((wish) => wish === undefined))
    return pass;
  return inconclusive({
    code: 'held-back',
    method: step.request.method.toUpperCase(),
    afterPreflight: step.exchanges.some(isPreflight),
  });
}

function checkStatus({ step, origin }: StepInput): Decision {
  const expected = step.expect.status;
  if (expected === undefined || !step.followsContract || step.outcome.kind !== 'response' || isHeldBack(step))
    return pass;
  // What the browser makes of the response is another matter: see judged-symptoms.ts.
  const sent = step.verdict?.status;
  const status = sent === undefined || step.outcome.status === expected ? step.outcome.status : sent;
  if (status === expected) return pass;
  const request = toFetchRequest(step.request, origin);
  return faulty({ code: 'wrong-status', request, status, expected });
}
