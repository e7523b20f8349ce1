import type { Result } from '../../src/results/results.ts';
import type { Level, Scenario } from '../../src/scenarios/scenario.ts';
import { idsNamed, idsNamedBy } from './caught-by.ts';

/** The fields of a fault that the matrix needs. */
export interface FaultFacts {
  readonly id: string;
  readonly title: string;
  readonly level: 'required' | 'security' | 'recommended';
  readonly policies: readonly string[];
  /** Ids, or patterns of ids with `*`. */
  readonly caughtBy: readonly string[];
  /** The suite without which nothing detects it. Seen only if all scenarios are run. */
  readonly onlyIn?: string;
}

/** The fields of a result that the matrix needs. */
export type Check = Pick<
  Result,
  'browser' | 'policy' | 'scenario' | 'level' | 'status' | 'message' | 'deviations'
>;

export interface MatrixInput {
  readonly faults: readonly FaultFacts[];
  /** Ids of correct servers: the reference itself, and unusual but correct ones. */
  readonly harmless: readonly string[];
  /** By id of such a server, the informative scenarios that report its difference: these fail. */
  readonly informs?: Readonly<Record<string, readonly string[]>>;
  readonly scenarios: readonly Pick<Scenario, 'id' | 'level'>[];
  /** Of one browser; the policy of each is `<id>@<policy>`. */
  readonly checks: readonly Check[];
  /** Ids of scenarios that this browser cannot run: other browsers must detect their faults. */
  readonly unplayable?: readonly string[];
}

export interface FaultVerdict {
  readonly fault: FaultFacts;
  /** With each policy that this browser can check, at least one scenario of a sufficient level fails. */
  readonly caught: boolean;
  /** The policies with which none does. */
  readonly escapesUnder: readonly string[];
  /** The policies with which this browser cannot detect it: there is a known reason for every scenario. */
  readonly unaskedUnder: readonly string[];
  /** The scenarios about it that fail with none of its policies; a pattern where none of its scenarios does. */
  readonly silent: readonly string[];
  /** Those that cannot be checked because of a known deviation or a missing capability of the browser. */
  readonly excused: readonly string[];
  /** All scenarios that fail, at any level. */
  readonly failing: readonly string[];
}

export interface Matrix {
  readonly faults: readonly FaultVerdict[];
  /** Scenarios that may gate and that detect no fault. */
  readonly powerless: readonly string[];
  /** Failures and errors with correct servers. */
  readonly falseAlarms: readonly Check[];
  /** Informative scenarios that do not report the expected difference, with the server. */
  readonly untold: readonly { readonly server: string; readonly scenario: string }[];
  /** Checks of faults that ended with an error. They never count as detected. */
  readonly errors: readonly Check[];
}

/** The levels at which a fault counts as detected. */
const enough: Readonly<Record<FaultFacts['level'], readonly Level[]>> = {
  security: ['security'],
  required: ['required', 'security'],
  recommended: ['required', 'security', 'recommended'],
};

/** The policy's name for a fault and a policy: one process serves them all. */
export function nameOf(fault: string, policy: string): string {
  return `${fault}@${policy}`;
}

/** Which scenario detects which fault, in one browser. */
export function buildMatrix(input: MatrixInput): Matrix {
  const { faults, harmless, scenarios, checks, unplayable = [], informs = {} } = input;
  const byName = groupedByPolicy(checks);
  const ids = scenarios.map(({ id }) => id);
  const verdicts = faults.map((fault) => judgeFault(fault, byName, unplayable, ids));
  const proven = new Set(
    verdicts.flatMap(({ fault, failing, excused }) => [
      ...idsNamedBy(fault, ids).filter((id) => failing.includes(id)),
      ...excused,
    ]),
  );
  const isHarmless = (check: Check) => harmless.includes(serverOf(check));
  const isToInform = (check: Check) =>
    check.level === 'informative' &&
    check.status === 'fail' &&
    (informs[serverOf(check)] ?? []).includes(check.scenario);
  return {
    faults: verdicts,
    powerless: scenarios
      .filter(({ id, level }) => level !== 'informative' && !proven.has(id))
      .map(({ id }) => id),
    falseAlarms: checks.filter(
      (check) => isHarmless(check) && ['fail', 'error'].includes(check.status) && !isToInform(check),
    ),
    untold: Object.entries(informs).flatMap(([server, ids]) =>
      ids
        .filter(
          (id) =>
            !checks.some(
              (check) =>
                serverOf(check) === server &&
                check.scenario === id &&
                (isToInform(check) || deviatesAsKnown(check)),
            ),
        )
        .map((scenario) => ({ server, scenario })),
    ),
    errors: checks.filter((check) => !isHarmless(check) && check.status === 'error'),
  };
}

/** The fault in a policy's name. */
function serverOf({ policy }: Check): string {
  return policy.slice(0, policy.indexOf('@'));
}

function groupedByPolicy(checks: readonly Check[]): ReadonlyMap<string, readonly Check[]> {
  const groups = new Map<string, Check[]>();
  for (const check of checks) {
    const group = groups.get(check.policy);
    if (group === undefined) groups.set(check.policy, [check]);
    else group.push(check);
  }
  return groups;
}

function judgeFault(
  fault: FaultFacts,
  byName: ReadonlyMap<string, readonly Check[]>,
  unplayable: readonly string[],
  ids: readonly string[],
): FaultVerdict {
  const about = idsNamedBy(fault, ids);
  const checksOf = (policy: string) => byName.get(nameOf(fault.id, policy)) ?? [];
  const failed = (policy: string) => checksOf(policy).filter(({ status }) => status === 'fail');
  const uncaughtUnder = fault.policies.filter(
    (policy) => !failed(policy).some(({ level }) => enough[fault.level].includes(level)),
  );
  const unaskedUnder = uncaughtUnder.filter((policy) => isUnasked(about, checksOf(policy), unplayable));
  const escapesUnder = uncaughtUnder.filter((policy) => !unaskedUnder.includes(policy));
  const failing = [...new Set(fault.policies.flatMap(failed).map(({ scenario }) => scenario))];
  const quiet = fault.caughtBy.filter((entry) => !idsNamed(entry, ids).some((id) => failing.includes(id)));
  const unasked = new Set([
    ...unplayable,
    ...fault.policies
      .flatMap(checksOf)
      .filter(deviatesAsKnown)
      .map(({ scenario }) => scenario),
  ]);
  return {
    fault,
    caught: escapesUnder.length === 0 && unaskedUnder.length < fault.policies.length,
    escapesUnder,
    unaskedUnder,
    silent: quiet.filter((entry) => !idsNamed(entry, ids).every((id) => unasked.has(id))),
    excused: about.filter((id) => unasked.has(id) && !failing.includes(id)),
    failing,
  };
}

/** Whether none of the scenarios about a fault, of which there is at least one, can be checked in this browser. */
function isUnasked(ids: readonly string[], checks: readonly Check[], unplayable: readonly string[]): boolean {
  if (ids.length > 0 && ids.every((id) => unplayable.includes(id))) return true;
  const about = checks.filter(({ scenario }) => ids.includes(scenario));
  const unasked = about.filter((check) => deviatesAsKnown(check) || unplayable.includes(check.scenario));
  const silent = about.filter((check) => !unasked.includes(check) && check.status !== 'not-applicable');
  return unasked.length > 0 && silent.length === 0;
}

function deviatesAsKnown({ deviations }: Check): boolean {
  return deviations.some(({ id }) => id !== null);
}

/** Differences from the declared faults, one sentence each. With `partial` (only some faults), scenarios are not reported. */
export function problems(matrix: Matrix, { partial = false } = {}): readonly string[] {
  return [
    ...matrix.faults.flatMap(faultProblems),
    ...(partial
      ? []
      : matrix.powerless.map(
          (id) =>
            `${id} detects no fault that names it in caughtBy. Add one, or make the scenario informative.`,
        )),
    ...matrix.falseAlarms.map(
      ({ policy, scenario, status, message }) =>
        `${policy} is correct, but ${scenario} has status ${status}: ${message ?? ''}`,
    ),
    ...matrix.untold.map(
      ({ server, scenario }) => `${scenario} does not report ${server}, although its informs names it.`,
    ),
  ];
}

function isElsewhere({ onlyIn }: FaultFacts, id: string): boolean {
  return onlyIn !== undefined && !id.startsWith(`${onlyIn}/`);
}

function faultProblems({ fault, escapesUnder, silent, failing }: FaultVerdict): readonly string[] {
  const seen = failing.length === 0 ? 'nothing fails' : `what fails: ${failing.join(', ')}`;
  return [
    ...escapesUnder.map(
      (policy) => `${nameOf(fault.id, policy)} is not detected at level ${fault.level}; ${seen}.`,
    ),
    ...failing.filter((id) => isElsewhere(fault, id)).map((id) => `${fault.id} is detected by ${id}, although its onlyIn names another suite.`), // prettier-ignore
    ...silent.map((id) => `${fault.id} is not detected by ${id}, although its caughtBy names it; ${seen}.`),
  ];
}
