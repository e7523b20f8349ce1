import { checkBody, checkCookie } from './check-body.ts';
import { adviceToAllow, adviceToRefuse, becausePolicy } from './advice.ts';
import { adviceForHeader } from './header-advice.ts';
import { describe } from './describe.ts';
import { type CheckInput, type Fault, type Finding, pass, type StepFacts } from './facts.ts';
import { headerFaults } from './header-conditions.ts';
import { type PolicyDenial, policyDenial } from '../policy/denials.ts';
import { toFetchRequest } from './to-fetch-request.ts';
import { isPreflight, wasHeldBack } from './wire-shape.ts';
import { withSymbols } from './symbols.ts';
import { describeReason, type FetchRequest, type TraceEntry, type Verdict } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Policy } from '../policy/policy.ts';

type StepRule = (input: CheckInput) => Finding;

/**
 * The expectations of a step, one after the other. What the standard makes of the wire is compared with what the
 * scenario wants; the first fault, or else the first question that turns out void, is what comes of it.
 */
export function checkStep(input: CheckInput): Finding {
  const findings = stepRules.map((check) => check(input));
  return (
    findings.find(({ kind }) => kind === 'fault') ?? findings.find(({ kind }) => kind === 'void') ?? pass
  );
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

function fault(says: string, entry?: TraceEntry): Finding {
  const found: Fault = entry === undefined ? { message: says } : { message: says, entry };
  return { kind: 'fault', fault: found };
}

function checkOutcome(input: CheckInput): Finding {
  const { step } = input;
  const wanted = step.expect.outcome;
  if (wanted === undefined || step.verdict === null || isHeldBack(step)) return pass;
  if (step.verdict.outcome === wanted) return pass;
  const request = toFetchRequest(step.request, input.origin);
  const limit = limitOf(input.policy, request, step.verdict);
  if (step.fromCache === true) return staleCachedResponse(request, step.verdict);
  return step.verdict.outcome === 'blocked'
    ? refusedThoughAllowed(step, request, step.verdict)
    : allowedThoughRefused(request, limit, step.verdict, 'can be read');
}

function refusedThoughAllowed(step: StepFacts, request: FetchRequest, verdict: Verdict): Finding {
  const entry = verdict.decidedBy;
  const asked = describe(request);
  if (entry === undefined) return fault(`${asked}: a network error; wanted: readable.`);
  const says = `${asked}: ${describeReason(entry)} Wanted: readable, as the policy allows it. ${adviceToAllow(entry, request, errorStatus(step, entry))}`;
  return fault(says, entry);
}

/** A redirect from one foreign origin to another hides the page's origin from where it ends. */
function limitOf(policy: Policy, request: FetchRequest, { trace }: Verdict): PolicyDenial {
  const hidden = trace.some(({ step, ok }) => step === 'redirect-origin' && ok);
  return policyDenial(policy, hidden ? { ...request, origin: 'null' } : request);
}

function staleCachedResponse(request: FetchRequest, { decidedBy }: Verdict): Finding {
  const says = `${describe(request)}: the browser has the response in its HTTP cache, where a request of somebody else put it. ${decidedBy === undefined ? '' : describeReason(decidedBy)} Wanted: readable, as the policy allows it. Have the middleware add Vary: Origin to every response of this URL, also where the request has no Origin.`;
  return fault(says, decidedBy);
}

/** The status of the actual response that has no Access-Control-Allow-Origin, where it is an error page. */
function errorStatus({ exchanges }: StepFacts, entry: TraceEntry): number | null {
  const exchange = exchanges[entry.exchange ?? -1];
  if (exchange?.response === undefined || isPreflight(exchange)) return null;
  return exchange.response.status >= 400 ? exchange.response.status : null;
}

function allowedThoughRefused(
  request: FetchRequest,
  limit: PolicyDenial,
  verdict: Verdict,
  what: string,
): Finding {
  const entry = entryFor(limit, verdict);
  const shown = entry === undefined ? '' : ` ${describeReason(entry)}`;
  return fault(
    `${describe(request)} ${what}:${shown} Wanted: refused, as ${becausePolicy(limit)}. ${adviceToRefuse(limit)}`,
    entry,
  );
}

/** The step at which the standard would have stopped the request, had the server not allowed it. */
function entryFor(limit: PolicyDenial, { trace }: Verdict): TraceEntry | undefined {
  const step = {
    origin: 'cors-check',
    credentials: 'credentials-check',
    'any-with-credentials': 'cors-check',
    method: 'preflight-methods',
    header: 'preflight-headers',
    none: 'cors-check',
  }[limit.kind];
  return trace.find((entry) => entry.step === step);
}

/** The methods that arrive. What the standard asks for counts, where the browser did something else. */
function checkWire({ step, policy, origin }: CheckInput): Finding {
  const wanted = step.expect.wire;
  if (wanted === undefined || step.verdict === null) return pass;
  const got = step.verdict.calls.map(({ method }) => method);
  if (sameList(got, wanted) || isRedirectedAfter(wanted, step.verdict, step.expect.outcome)) return pass;
  const request = toFetchRequest(step.request, origin);
  const last = got.at(-1);
  if (got.length > wanted.length && last !== 'OPTIONS' && sameList(got.slice(0, -1), wanted))
    return allowedThoughRefused(
      request,
      limitOf(policy, request, step.verdict),
      step.verdict,
      'was sent after its preflight',
    );
  const entry = step.verdict.trace.find(
    ({ step: name }) => name === 'preflight-max-age' || name === 'preflight-cache',
  );
  const shown = entry === undefined ? '' : ` ${describeReason(entry)}`;
  return fault(
    `${describe(request)}: ${listed(got)} on the wire; wanted: ${listed(wanted)}.${shown} ${wireAdvice(policy)}`,
    entry,
  );
}

/**
 * Whether all that was wanted was sent, and then a redirect of the target's own was followed: to add a slash, or to
 * https. That is no matter of the policy, unless the page was to be blocked: then the redirect was to be blocked, too.
 */
function isRedirectedAfter(
  wanted: readonly string[],
  { calls }: Verdict,
  outcome: StepFacts['expect']['outcome'],
): boolean {
  if (outcome === 'blocked' || calls.length <= wanted.length) return false;
  const sent = calls.slice(0, wanted.length);
  return (
    sent.at(-1)?.kind === 'actual' &&
    sameList(
      sent.map(({ method }) => method),
      wanted,
    )
  );
}

function wireAdvice({ maxAge }: Policy): string {
  return maxAge === undefined
    ? 'See the exchanges for what the server sent.'
    : `Have the middleware send Access-Control-Max-Age: ${maxAge}.`;
}

function listed(methods: readonly string[]): string {
  return methods.length === 0 ? 'nothing' : methods.join(', ');
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Whether corspec kept a request of this step from the target: what came back is its own. */
export function isHeldBack({ exchanges }: StepFacts): boolean {
  return wasHeldBack(exchanges);
}

function checkHeldBack({ step }: CheckInput): Finding {
  if (!isHeldBack(step)) return pass;
  const { outcome, status, visible, hidden, body, response, facts } = step.expect;
  if ([outcome, status, visible, hidden, body, response, facts].every((wish) => wish === undefined))
    return pass;
  const method = step.request.method.toUpperCase();
  const passed = step.exchanges.some(isPreflight) ? 'The preflight passed, and the' : 'The';
  return {
    kind: 'void',
    reason: `${passed} browser sent the ${method}; corspec held it back, and what only its response could show was not asked (--allow-writes)`,
  };
}

function checkStatus({ step, origin }: CheckInput): Finding {
  const wanted = step.expect.status;
  if (wanted === undefined || !step.followsContract || step.outcome.kind !== 'response' || isHeldBack(step))
    return pass;
  // What the browser makes of the response is another matter: see judged-symptoms.ts.
  const sent = step.verdict?.status;
  const status = sent === undefined || step.outcome.status === wanted ? step.outcome.status : sent;
  if (status === wanted) return pass;
  return fault(
    `${describe(toFetchRequest(step.request, origin))}: the script reads status ${status}; wanted: ${wanted}, which the application answers without CORS.`,
  );
}

function checkVisible(input: CheckInput): Finding {
  const { step, policy } = input;
  if (step.verdict?.outcome !== 'readable' || isHeldBack(step)) return pass;
  const names = withSymbols(step.expect.visible ?? [], policy);
  const seen = new Set(step.verdict.visibleHeaders.map(([name]) => name.toLowerCase()));
  const missing = names.filter((name) => !seen.has(name.toLowerCase()));
  const sent = missing.filter((name) => isOnWire(step.exchanges, name));
  const entry = step.verdict.trace.find(({ step: name }) => name === 'expose-headers');
  if (sent.length > 0)
    return fault(
      `The script cannot read ${sent.join(', ')}.${entry === undefined ? '' : ` ${describeReason(entry)}`} Wanted: readable, as the policy exposes it. Add ${sent.join(', ')} to the middleware's exposed headers${step.request.credentials === 'include' ? ' by name: with credentials `*` is no wildcard' : ''}.`,
      entry,
    );
  if (missing.length > 0) return { kind: 'void', reason: `the response has no ${missing.join(', ')}` };
  return pass;
}

function checkHidden({ step }: CheckInput): Finding {
  if (step.verdict?.outcome !== 'readable' || isHeldBack(step)) return pass;
  const seen = new Set(step.verdict.visibleHeaders.map(([name]) => name.toLowerCase()));
  const hidden = step.expect.hidden ?? [];
  const shown = hidden.filter((name) => seen.has(name.toLowerCase()));
  if (hidden.length > 0 && !hidden.some((name) => isOnWire(step.exchanges, name)))
    return { kind: 'void', reason: `the response has no ${hidden.join(', ')}` };
  if (shown.length === 0) return pass;
  const entry = step.verdict.trace.find(({ step: name }) => name === 'expose-headers');
  return fault(
    `The script reads ${shown.join(', ')}.${entry === undefined ? '' : ` ${describeReason(entry)}`} Wanted: hidden, as the policy does not expose it. Leave it out of Access-Control-Expose-Headers: list the policy's headers in the middleware.`,
    entry,
  );
}

function isOnWire(exchanges: readonly Exchange[], name: string): boolean {
  return exchanges.some(
    (exchange) =>
      !isPreflight(exchange) &&
      exchange.response?.headers.some(([header]) => header.toLowerCase() === name.toLowerCase()) === true,
  );
}

function checkPreflightHeaders(input: CheckInput): Finding {
  const preflight = input.step.exchanges.find(isPreflight);
  return headerFinding(input, preflight, input.step.expect.preflight, 'the preflight');
}

function checkResponseHeaders(input: CheckInput): Finding {
  const actual = input.step.exchanges.find((exchange) => !isPreflight(exchange));
  return headerFinding(input, actual, input.step.expect.response, 'the response');
}

function headerFinding(
  { step, policy, origin }: CheckInput,
  exchange: Exchange | undefined,
  wanted: StepFacts['expect']['response'],
  what: string,
): Finding {
  if (wanted === undefined) return pass;
  if (exchange?.response === undefined) return { kind: 'void', reason: `${what} was not sent` };
  const { request, response } = exchange;
  const [first] = headerFaults({ request, response }, wanted, policy);
  if (first === undefined) return pass;
  const asked = describe(toFetchRequest(step.request, origin));
  return fault(`${asked}: of ${what}, ${first.message} ${adviceForHeader(first)}`);
}
