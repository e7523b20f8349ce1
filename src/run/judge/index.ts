import { type Result, type DecidedAt } from '../../vocabulary/results.ts';
import { printable } from '../../vocabulary/printable.ts';
import type { TraceEntry } from '../../fetch-standard/index.ts';
import type { Outcome } from '../../vocabulary/outcome.ts';
import type { Exchange } from '../../vocabulary/exchange.ts';
import { checkStep, isHeldBack } from './checks.ts';
import { deviationsOf, outcomeOf } from './deviations.ts';
import { type CellFacts, type Finding, met, type StepFacts } from './facts.ts';
import { headerFaults } from './header-conditions.ts';
import { replaySteps } from './replay-steps.ts';
import { trouble } from './trouble.ts';
import { isPreflight, wireShape } from './wire-shape.ts';

export type { CellFacts } from './facts.ts';

/**
 * What comes of a cell. Three facts meet: what the policy says must happen, what the standard says a browser must do
 * with the recorded exchanges, and what the browser did. Browser ≠ standard is a deviation; standard ≠ policy is the
 * server's fault. A pure function.
 * @param reproduce the command that runs this cell again
 * @param evidence whether results that pass keep their exchanges as well
 */
export function judge(facts: CellFacts, reproduce: string, evidence: 'failures' | 'all'): Result {
  const { planned } = facts;
  const broken = trouble(facts);
  const steps = broken === null ? untilHeldBack(replaySteps(facts)) : [];
  const deviations = steps
    .filter((step) => !isHeldBack(step))
    .flatMap((step) => deviationsOf(planned.browser, step));
  const ruling: Ruling = broken === null ? rule(facts, steps) : { status: 'error', message: broken };
  const keep =
    evidence === 'all' || ruling.status === 'fail' || ruling.status === 'error' || deviations.length > 0;
  return {
    target: planned.target.id,
    policy: planned.target.policyName,
    browser: planned.browser,
    scenario: planned.scenario.id,
    level: planned.scenario.level,
    status: ruling.status,
    ...(ruling.message === undefined ? {} : { message: printable(ruling.message, { keepNewlines: true }) }),
    ...(ruling.step === undefined ? {} : { step: ruling.step }),
    outcome: facts.outcome === null ? null : keep ? whole(facts.outcome) : brief(facts.outcome),
    wire: wireShape(facts.exchanges),
    ...(keep ? { exchanges: facts.exchanges.map(mutable) } : {}),
    deviations,
    durationMs: facts.durationMs,
    reproduce,
  };
}

/** After a request that corspec held back, nothing tells about the target any more. */
function untilHeldBack(steps: readonly StepFacts[]): readonly StepFacts[] {
  const first = steps.findIndex(isHeldBack);
  return first === -1 ? steps : steps.slice(0, first + 1);
}

interface Ruling {
  readonly status: Result['status'];
  readonly message?: string;
  readonly step?: DecidedAt;
}

function rule(facts: CellFacts, steps: readonly StepFacts[]): Ruling {
  const { policy } = facts.planned.target;
  const { when } = facts.planned.scenario;
  const preflight = facts.exchanges.find(isPreflight)?.response;
  if (when?.preflight !== undefined && preflight !== undefined) {
    const [reason] = headerFaults(preflight, when.preflight, policy);
    if (reason !== undefined) return { status: 'not-applicable', message: `The preflight's ${reason}` };
  }
  const findings = steps.map((step) => checkStep({ step, policy, origin: facts.planned.origin }));
  const finding = firstOf(findings, 'fault') ?? checkWrites(facts, steps);
  if (finding.kind === 'fault') {
    const { says, entry } = finding.fault;
    return { status: 'fail', message: says, ...(entry === undefined ? {} : { step: decidedAt(entry) }) };
  }
  return unanswered(facts, steps, findings) ?? { status: 'pass' };
}

function firstOf(findings: readonly Finding[], kind: Finding['kind']): Finding | undefined {
  return findings.find((finding) => finding.kind === kind);
}

/** What keeps a cell without fault from being a pass: nothing is claimed that was not seen. */
function unanswered(
  facts: CellFacts,
  steps: readonly StepFacts[],
  findings: readonly Finding[],
): Ruling | null {
  const gap = firstOf(findings, 'void');
  if (gap?.kind === 'void') return { status: 'not-applicable', message: `${gap.reason}.` };
  const cookie = steps
    .map((step) => cookieGap(step, facts.planned.target.cookieName))
    .find((reason) => reason !== null);
  if (cookie !== undefined) return { status: 'not-applicable', message: cookie };
  const unknown = steps.find(
    ({ verdict, expect }) => verdict === null && (expect.outcome ?? expect.wire) !== undefined,
  );
  if (unknown === undefined) return null;
  const agrees = outcomeOf(unknown.outcome) === unknown.expect.outcome && unknown.expect.wire === undefined;
  if (agrees) return null;
  return {
    status: 'error',
    message: `The browser did other than the standard says, so the wire does not tell what the server deserves: ${unknown.mismatches.map(({ says }) => says).join(' ')}`,
  };
}

function checkWrites({ planned, writes }: CellFacts, steps: readonly StepFacts[]): Finding {
  const last = steps.at(-1);
  const wanted = last?.expect.writes;
  if (last === undefined || wanted === undefined || writes === undefined || writes === wanted) return met;
  if (isHeldBack(last)) return met;
  return {
    kind: 'fault',
    fault: {
      says: `The server counts ${writes} writes of this page at ${planned.origin}; wanted: ${wanted}. Let no request change anything before its CORS check, OPTIONS least of all.`,
    },
  };
}

/** Cookies are the browser's affair: one that keeps them back leaves the question unasked. */
function cookieGap({ expect, exchanges }: StepFacts, cookieName: string): string | null {
  if (expect.cookie === undefined) return null;
  const actual = exchanges.find((exchange) => !isPreflight(exchange));
  if (actual === undefined) return null;
  const sent = actual.request.headers.some(
    ([name, value]) => name.toLowerCase() === 'cookie' && value.includes(`${cookieName}=`),
  );
  if (sent === (expect.cookie === 'sent')) return null;
  return sent
    ? 'The browser sent a cookie that by the standard it keeps back.'
    : 'The browser sends no cookie from this page to this target (third-party cookies, or Secure on plain http), so the question was not asked.';
}

function decidedAt({ step, anchor, header, says }: TraceEntry): DecidedAt {
  return { step, anchor, ...(header === undefined ? {} : { header }), says: printable(says) };
}

function whole(outcome: Outcome): NonNullable<Result['outcome']> {
  return structuredClone(outcome) as NonNullable<Result['outcome']>;
}

/** The outcome of a cell that passed: how it ended, without what was read. */
function brief({ steps }: Outcome): NonNullable<Result['outcome']> {
  return {
    steps: steps.map((step) => {
      if (step.kind !== 'response') return step;
      const { kind, type, status, redirected, url } = step;
      return { kind, type, status, redirected, url };
    }),
  };
}

function mutable(exchange: Exchange): NonNullable<Result['exchanges']>[number] {
  return structuredClone(exchange) as NonNullable<Result['exchanges']>[number];
}
