import { isRedirectStatus, normalizeMethod } from '../fetch-standard/index.ts';
import { toFetchRequest } from '../judge/to-fetch-request.ts';
import { impliedResult, type LeftOpen } from '../policy/implied-result.ts';
import type { Policy } from '../policy/policy.ts';
import type { PageStep } from '../scenarios/page-request.ts';
import type { PolicyMismatch } from '../scenarios/policy-mismatch.ts';
import type { Expectation } from '../scenarios/expectation.ts';
import type { Level, RequestSpec, Scenario, Step } from '../scenarios/scenario.ts';
import { stepsOf } from '../scenarios/steps.ts';
import { failure, success } from '../text/attempt.ts';
import type { Resolved } from './resolve-request.ts';

/** A scenario whose expectations are those of one policy, and the level of its failure. */
export interface FittedScenario {
  readonly scenario: Scenario;
  readonly level: Level;
}

/**
 * Puts what the policy implies in the place of `byPolicy`, or says what the policy leaves open.
 * @param origin the page's
 */
export function withImplied(
  scenario: Scenario,
  played: readonly PageStep[],
  policy: Policy,
  origin: string,
): Resolved<FittedScenario> {
  const specs = stepsOf(scenario);
  if (!specs.some(({ expect }) => expect.byPolicy === true))
    return success({ scenario, level: scenario.level });
  const steps: Step[] = [];
  for (const [index, step] of specs.entries()) {
    const request = played[index]?.request;
    if (step.expect.byPolicy !== true || request === undefined) {
      steps.push(step);
      continue;
    }
    const implied = impliedResult(policy, toFetchRequest(request, origin));
    if (implied.kind === 'open') return failure(mismatchOf(implied.because, policy));
    steps.push({ ...step, expect: expectationOf(step, implied.kind, implied.needsPreflight) });
  }
  const { request: _request, expect: _expect, ...facts } = scenario;
  return success({ scenario: { ...facts, steps }, level: levelOf(scenario.level, steps) });
}

/** What the policy allows is as required from one origin as from another. */
function levelOf(level: Level, steps: readonly Step[]): Level {
  const isReadable = steps.every(({ expect }) => expect.outcome === 'readable');
  return level === 'security' && isReadable ? 'required' : level;
}

function expectationOf(
  { request, expect: { byPolicy: _, status, ...expect } }: Step,
  outcome: 'readable' | 'blocked',
  needsPreflight: boolean,
): Expectation {
  const method = normalizeMethod(request.method ?? 'GET');
  const preflight = needsPreflight ? ['OPTIONS'] : [];
  if (outcome === 'blocked') return { ...expect, outcome, wire: needsPreflight ? preflight : [method] };
  // Each URL on the way has a preflight of its own.
  const wire = isRedirected(request) ? [...preflight, method, ...preflight, method] : [...preflight, method];
  return { ...expect, outcome, wire, ...(status === undefined ? {} : { status }) };
}

/** Whether the target redirects it, within its own origin. */
function isRedirected({ route, query = {} }: RequestSpec): boolean {
  return route === 'redirect' && isRedirectStatus(Number(query['status'] ?? 302));
}

function mismatchOf(open: LeftOpen, policy: Policy): PolicyMismatch {
  switch (open.field) {
    case 'origins':
      return { code: 'policy-origins', stated: 'unstated' };
    case 'credentials':
      return { code: 'policy-credentials', stated: null };
    default: {
      const { field, name, permission } = open;
      return policy[field] === undefined
        ? { code: 'policy-list-unstated', field }
        : { code: 'policy-name', field, name, permission };
    }
  }
}
