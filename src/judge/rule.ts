import type { Result } from '../results/results.ts';
import { checkCheck } from './check-rules.ts';
import { outcomeOf } from './deviations.ts';
import { type CheckFacts, combine, type Decision, type StepFacts } from './facts.ts';
import { headerFaults } from './header-conditions.ts';
import type { Fault, Reason } from './reasons.ts';
import { reportedFacts } from './reported-facts.ts';
import { checkStep, isHeldBack } from './step-rules.ts';
import { lostRequest, unknownDeviation } from './unnamed.ts';
import { isPreflight } from './wire-shape.ts';

type Deviations = readonly Result['deviations'][number][];

/** What comes of a check. Only a pass may be without a reason. */
export interface Ruling {
  readonly status: Result['status'];
  readonly reason: Reason | null;
  /** Of a failure: what is wrong, and the step that shows it; null when the check as a whole does. */
  readonly failed?: { readonly fault: Fault; readonly step: StepFacts | null };
}

/** After a request that corspec held back, nothing shows how the target behaves. */
export function untilHeldBack(steps: readonly StepFacts[]): readonly StepFacts[] {
  const first = steps.findIndex(isHeldBack);
  return first === -1 ? steps : steps.slice(0, first + 1);
}

/**
 * The first fault of the server, or else why there is no verdict, or else a pass. A check in which the browser deviates
 * from the standard in an unknown way never passes.
 * @param deviating the deviations of each step
 */
export function rule(
  facts: CheckFacts,
  steps: readonly StepFacts[],
  deviating: readonly Deviations[],
): Ruling {
  const differs = otherPreflight(facts);
  if (differs !== null) return differs;
  const { target, origin } = facts.planned;
  const decisions = steps.map((step) =>
    checkStep({ step, policy: target.policy, origin, cookieName: target.cookieName }),
  );
  const whole = checkCheck(facts, steps);
  const faulty = decisions.findIndex(({ kind }) => kind === 'fault');
  const decision = decisions[faulty] ?? whole;
  if (decision.kind === 'fault') {
    const step = steps[faulty];
    const isUnsure =
      step === undefined
        ? steps.some(({ mismatches }) => mismatches.some(({ kind }) => unstopped.includes(kind)))
        : step.mismatches.some(({ kind }) => unasked.includes(kind));
    if (isUnsure) return hiddenByDeviation(deviating[faulty] ?? deviating.flat());
    const { fault } = decision;
    return { status: 'fail', reason: fault, failed: { fault, step: step ?? null } };
  }
  const noVerdict = lostRequest(steps) ?? unknownDeviation(facts, steps, deviating);
  if (noVerdict !== null) return { status: 'error', reason: noVerdict };
  return (
    unanswered(steps, [...decisions, whole], deviating) ?? {
      status: 'pass',
      reason: reportedFacts(steps, facts.writes),
    }
  );
}

/** What the server answers to a preflight that was never sent, or asked for something else, is not known. */
const unasked: readonly string[] = ['missing-preflight', 'different-header'];

/** Nor is what it would have counted, had the browser sent what the standard says, and no more. */
const unstopped: readonly string[] = ['missing-preflight', 'missing-request', 'unexpected-request'];

/** A scenario can be about libraries that answer preflights in a certain way. */
function otherPreflight({ planned, exchanges }: CheckFacts): Ruling | null {
  const wanted = planned.scenario.when?.preflight;
  const preflight = exchanges.find(isPreflight);
  if (wanted === undefined || preflight?.response === undefined) return null;
  const { request, response } = preflight;
  const [found] = headerFaults({ request, response }, wanted, planned.target.policy);
  return found === undefined
    ? null
    : { status: 'not-applicable', reason: { code: 'preflight-differs', found } };
}

/** What keeps a check without fault from being a pass: nothing is claimed that was not seen. */
function unanswered(
  steps: readonly StepFacts[],
  decisions: readonly Decision[],
  deviating: readonly Deviations[],
): Ruling | null {
  const decision = combine(decisions);
  if (decision.kind === 'inconclusive') return { status: 'not-applicable', reason: decision.reason };
  const unknown = steps.findIndex(isUnknown);
  return unknown === -1 ? null : hiddenByDeviation(deviating[unknown] ?? []);
}

function isUnknown({ verdict, expect, outcome }: StepFacts): boolean {
  if (verdict !== null || (expect.outcome ?? expect.wire) === undefined) return false;
  return expect.wire !== undefined || outcomeOf(outcome) !== expect.outcome;
}

/** The wire does not show how the server behaves. Where the deviation is a known one, nothing is wrong with that. */
function hiddenByDeviation(deviations: Deviations): Ruling {
  const isKnown = deviations.length > 0 && deviations.every(({ id }) => id !== null);
  return {
    status: isKnown ? 'not-applicable' : 'error',
    reason: { code: 'hidden-by-deviation', deviations },
  };
}
