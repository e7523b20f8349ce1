import { decidedAt } from './decided-at.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome } from '../results/outcome.ts';
import type { Result } from '../results/results.ts';
import { genericFix } from '../causes/fix-texts.ts';
import { printable } from '../text/printable.ts';
import { type Finding, findingOf } from './causes/finding.ts';
import { type Sighting, sightingOf } from './causes/sighting.ts';
import { deviationsOf } from './deviations.ts';
import { leadsElsewhere } from './elsewhere.ts';
import type { CheckFacts, StepFacts } from './facts.ts';
import { judgedSymptoms } from './judged-symptoms.ts';
import { replaySteps } from './replay-steps.ts';
import type { HarnessError, Reason } from './reasons.ts';
import { rule, type Ruling, untilHeldBack } from './rule.ts';
import { harnessError } from './harness-error.ts';
import { reasonText } from './texts.ts';
import { type ShownAccess, shownAccess } from './shown-access.ts';
import { unbacked } from './unbacked.ts';
import { isPlayedByCorspec } from '../scenarios/played-by-corspec.ts';
import { wireShape } from './wire-shape.ts';
import type { Level } from '../scenarios/scenario.ts';

export { redirectOrigins } from './elsewhere.ts';
export type { CheckFacts } from './facts.ts';
export type { ShownAccess } from './shown-access.ts';

/** A result, and the reason for it as data: what its message and its code are made from. */
export interface Judged {
  readonly result: Result;
  /** Null for a pass without anything to report. */
  readonly reason: Reason | null;
  /** Of a failure, its cause as far as the check itself shows it. */
  readonly finding: Finding | null;
  /** What its exchanges show of the target, whatever comes of the check. */
  readonly seen: Sighting;
  readonly access: ShownAccess;
}

/**
 * What comes of a check. Three facts meet: what the policy says must happen, what the standard says a browser must do
 * with the recorded exchanges, and what the browser did. Browser ≠ standard is a deviation; standard ≠ policy is the
 * server's fault. A pure function.
 * @param reproduce the command that runs this check again
 * @param evidence whether results that pass keep their exchanges as well
 */
export function judge(facts: CheckFacts, reproduce: string, evidence: 'failures' | 'all'): Judged {
  const { planned } = facts;
  const { broken, steps } = caseOf(facts);
  const deviating = steps.map((step) => {
    const symptoms = judgedSymptoms(step, planned.target.policy);
    return deviationsOf(planned.browser, step, step !== steps[0], symptoms);
  });
  const deviations = deviating.flat();
  const obstacle = broken ?? leadsElsewhere(steps);
  const ruling: Ruling =
    obstacle === null ? rule(facts, steps, deviating) : { status: 'error', reason: obstacle };
  const keep =
    evidence === 'all' || ruling.status === 'fail' || ruling.status === 'error' || deviations.length > 0;
  const { failed } = ruling;
  const finding = failed === undefined ? null : findingOf(facts, failed.step, failed.fault);
  const fix = finding === null ? null : genericFix(finding.cause, planned.target.policy);
  const result: Result = {
    target: planned.target.id,
    policy: planned.target.policyName,
    browser: planned.browser,
    scenario: planned.scenario.id,
    level: levelOf(planned.level ?? planned.scenario.level, ruling.reason),
    status: ruling.status,
    ...explained(ruling.reason, fix),
    outcome: facts.outcome === null ? null : keep ? whole(facts.outcome) : brief(facts.outcome),
    wire: shapeOf(facts),
    ...(keep ? { exchanges: facts.exchanges.map(mutable) } : {}),
    deviations,
    durationMs: facts.durationMs,
    reproduce,
  };
  return {
    result,
    reason: ruling.reason,
    finding,
    seen: sightingOf(facts),
    access: shownAccess(facts, steps),
  };
}

/** A page that is kept from what the policy allows shows that nobody got access: whatever the check is about, that is not insecure. */
function levelOf(level: Level, reason: Reason | null): Level {
  return level === 'security' && reason?.code === 'response-blocked' ? 'required' : level;
}

/** What a result says of its reason, and the fix of its cause. */
function explained(reason: Reason | null, fix: string | null): Pick<Result, 'code' | 'message' | 'step'> {
  if (reason === null) return {};
  const entry = 'entry' in reason ? reason.entry : undefined;
  return {
    code: reason.code,
    message: [reasonText(reason), ...(fix === null ? [] : [printable(fix)])].join(' '),
    ...(entry === undefined ? {} : { step: decidedAt(entry) }),
  };
}

/** What there is to judge, or why there is nothing. */
function caseOf(facts: CheckFacts): {
  readonly broken: HarnessError | null;
  readonly steps: readonly StepFacts[];
} {
  const broken = harnessError(facts);
  if (broken !== null) return { broken, steps: [] };
  const steps = untilHeldBack(replaySteps(facts));
  const claimed = unbacked(steps);
  return { broken: claimed, steps: claimed === null ? steps : [] };
}

/** Of what corspec sends many times over, so many are shown. */
const mostShown = 4;

/** What no page sent is marked as such. */
function shapeOf({ planned, exchanges }: CheckFacts): string {
  if (!isPlayedByCorspec(planned)) return wireShape(exchanges);
  return `${wireShape(exchanges.slice(0, mostShown))}${exchanges.length > mostShown ? ', …' : ''} (sent by corspec itself)`;
}

function whole(outcome: Outcome): NonNullable<Result['outcome']> {
  return structuredClone(outcome) as NonNullable<Result['outcome']>;
}

/** The outcome of a check that passed: how it ended, without what was read. */
function brief({ steps, console }: Outcome): NonNullable<Result['outcome']> {
  return {
    steps: steps.map((step) => {
      if (step.kind !== 'response') return step;
      const { kind, type, status, redirected, url } = step;
      return { kind, type, status, redirected, url };
    }),
    ...(console === undefined ? {} : { console: [...console] }),
  };
}

function mutable(exchange: Exchange): NonNullable<Result['exchanges']>[number] {
  return structuredClone(exchange) as NonNullable<Result['exchanges']>[number];
}
