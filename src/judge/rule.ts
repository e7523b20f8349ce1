import type { DecidedAt, Result } from '../results/results.ts';
import { checkStep, isHeldBack } from './step-rules.ts';
import { decidedAt } from './decided-at.ts';
import { outcomeOf } from './deviations.ts';
import { type CheckFacts, type Fault, type Finding, pass, type StepFacts } from './facts.ts';
import { headerFaults } from './header-conditions.ts';
import { stepsOf } from '../scenarios/steps.ts';
import { checkCost } from './cost.ts';
import { reportedFacts } from './reported-facts.ts';
import { lostRequest, unnamedDeviation } from './unnamed.ts';
import { checkVary } from './vary.ts';
import { isPreflight } from './wire-shape.ts';

type Deviations = readonly Result['deviations'][number][];

/** What comes of a check in which nothing broke. */
export interface Ruling {
  readonly status: Result['status'];
  readonly message?: string;
  readonly step?: DecidedAt;
}

/** After a request that corspec held back, nothing tells about the target any more. */
export function untilHeldBack(steps: readonly StepFacts[]): readonly StepFacts[] {
  const first = steps.findIndex(isHeldBack);
  return first === -1 ? steps : steps.slice(0, first + 1);
}

/**
 * The first fault of the server, or else why there is no verdict, or else a pass. What the browser does otherwise than the
 * standard says, without a name that is known, never passes.
 * @param deviating where the browser did other than the standard, for each step
 */
export function rule(
  facts: CheckFacts,
  steps: readonly StepFacts[],
  deviating: readonly Deviations[],
): Ruling {
  const beside = besideThePoint(facts);
  if (beside !== null) return beside;
  const { target, origin } = facts.planned;
  const findings = steps.map((step) =>
    checkStep({ step, policy: target.policy, origin, cookieName: target.cookieName }),
  );
  const faulty = findings.findIndex(({ kind }) => kind === 'fault');
  const finding = findings[faulty] ?? checkCheck(facts, steps);
  if (finding.kind === 'fault') {
    const step = steps[faulty];
    const unsure =
      step === undefined
        ? steps.some(({ mismatches }) => mismatches.some(({ kind }) => unstopped.includes(kind)))
        : step.mismatches.some(({ kind }) => unasked.includes(kind));
    return unsure ? unknowable(deviating[faulty] ?? deviating.flat()) : failure(finding.fault);
  }
  const noVerdict = lostRequest(steps) ?? unnamedDeviation(facts, steps, deviating);
  if (noVerdict !== null) return { status: 'error', message: noVerdict };
  return unanswered(steps, [...findings, checkConsole(facts)], deviating) ?? passed(facts, steps);
}

function passed({ writes }: CheckFacts, steps: readonly StepFacts[]): Ruling {
  const message = reportedFacts(steps, writes);
  return message === null ? { status: 'pass' } : { status: 'pass', message };
}

/** What the server answers to a preflight that was never sent, or asked for something else, is not known. */
const unasked: readonly string[] = ['missing-preflight', 'different-header'];

/** Nor is what it would have counted, had the browser sent what the standard says, and no more. */
const unstopped: readonly string[] = ['missing-preflight', 'missing-request', 'unexpected-request'];

function failure({ message: says, entry }: Fault): Ruling {
  return { status: 'fail', message: says, ...(entry === undefined ? {} : { step: decidedAt(entry) }) };
}

/** What a library does by itself can make a question void. */
function besideThePoint({ planned, exchanges }: CheckFacts): Ruling | null {
  const wanted = planned.scenario.when?.preflight;
  const preflight = exchanges.find(isPreflight);
  if (wanted === undefined || preflight?.response === undefined) return null;
  const { request, response } = preflight;
  const [reason] = headerFaults({ request, response }, wanted, planned.target.policy);
  return reason === undefined
    ? null
    : { status: 'not-applicable', message: `The preflight's ${reason.message}` };
}

/** What keeps a check without fault from being a pass: nothing is claimed that was not seen. */
function unanswered(
  steps: readonly StepFacts[],
  findings: readonly Finding[],
  deviating: readonly Deviations[],
): Ruling | null {
  const gap = findings.find(({ kind }) => kind === 'void');
  if (gap?.kind === 'void') return { status: 'not-applicable', message: `${gap.reason}.` };
  const unknown = steps.findIndex(isUnknown);
  return unknown === -1 ? null : unknowable(deviating[unknown] ?? []);
}

function isUnknown({ verdict, expect, outcome }: StepFacts): boolean {
  if (verdict !== null || (expect.outcome ?? expect.wire) === undefined) return false;
  return expect.wire !== undefined || outcomeOf(outcome) !== expect.outcome;
}

/** The wire does not tell what the server deserves. That is no news where the deviation is a known one. */
function unknowable(deviations: Deviations): Ruling {
  const says = deviations.map((deviation) => deviation.says).join(' ');
  const known = deviations.length > 0 && deviations.every(({ id }) => id !== null);
  return {
    status: known ? 'not-applicable' : 'error',
    message: `The browser did other than the standard says, so the wire does not tell what the server deserves: ${says}`,
  };
}

/** What is asked of a check as a whole: the first fault. */
function checkCheck(facts: CheckFacts, steps: readonly StepFacts[]): Finding {
  const findings = [checkVary(steps), checkCost(steps), checkWrites(facts, steps)];
  return findings.find(({ kind }) => kind === 'fault') ?? pass;
}

/** What a browser does not tell is no fault of the server's. */
function checkConsole({ planned, outcome }: CheckFacts): Finding {
  const asked = stepsOf(planned.scenario).some(({ expect }) => expect.console === 'names-cors');
  const isNamed = (outcome?.console ?? []).some((line) => /\bCORS\b|cross-origin/i.test(line));
  return !asked || isNamed ? pass : { kind: 'void', reason: 'the browser’s console does not name CORS' };
}

function checkWrites({ planned, writes }: CheckFacts, steps: readonly StepFacts[]): Finding {
  const last = steps.at(-1);
  if (last === undefined || writes === undefined || writes === null) return pass;
  // Of an answer that is reported, the most that is right.
  const wanted =
    last.expect.writes ?? (last.expect.facts?.writes === undefined ? writes : Math.min(writes, 1));
  if (writes === wanted) return pass;
  if (isHeldBack(last)) return pass;
  const advice =
    writes > wanted
      ? 'Let no request change anything before its CORS check, OPTIONS least of all.'
      : 'Something ahead of the application refuses it: good against forgery, but CORS is not what does it for others.';
  return {
    kind: 'fault',
    fault: {
      message: `The server counts ${writes} writes of this page at ${planned.origin}; wanted: ${wanted}. ${advice}`,
    },
  };
}
