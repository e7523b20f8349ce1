import { resolveOrigin } from '../scenarios/origins.ts';
import { isBadPort, isLoopback, parseUrl } from '../fetch-standard/index.ts';
import type { PageRequest, PageStep } from '../scenarios/page-request.ts';
import { type Client, type Level, type Scenario, type Step, unanswered } from '../scenarios/scenario.ts';
import { type BrowserKind, missingCapability } from '../browsers/index.ts';
import { inapplicable } from '../scenarios/applicability.ts';
import { asksForWrites, expectsOnlyWrites } from '../scenarios/expected-writes.ts';
import { concerning, isOptional, type RouteDifference } from '../targets/contract/index.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import { newSecret } from '../system/secret.ts';
import { type Resolved, type RequestContext, resolveRequest } from './resolve-request.ts';
import { type FittedScenario, withImplied } from './implied-expectations.ts';
import { cookiePairs } from './cookie-pairs.ts';
import { methodNotSupported } from './endpoint-methods.ts';
import { withoutHttp2Form } from './http2-form.ts';
import { withPageOptions } from './page-options.ts';
import { withExpectedStatus } from './expected-status.ts';
import { withOwnVary } from './fit-stand-in.ts';
import type { IsWanted } from './request.ts';
import type { SkipReason } from './skip-reasons.ts';
import { stepsOf } from '../scenarios/steps.ts';
import { failure, success } from '../text/attempt.ts';
import type { RouteMap } from '../targets/target-routes.ts';

/** A scenario for one target in one browser, with everything resolved. */
export interface PlannedCheck {
  /** Identifies its requests on the wire. Secret, so that no page can imitate the requests of another. */
  readonly id: string;
  /** The id that the target sees; unique among all runs. */
  readonly label: string;
  readonly target: ReadyTarget;
  readonly browser: string;
  /** Whether the browser takes the time that a step waits, or puts its clock forward. */
  readonly waitsInRealTime: boolean;
  readonly scenario: Scenario;
  /** The page's origin. */
  readonly origin: string;
  readonly steps: readonly PageStep[];
  /** The target's origin for this check, if it needs another host name than the target's: one of its own, or one that several share. */
  readonly alias?: string;
  /** A second origin of the target, for redirects. */
  readonly otherOrigin?: string;
  /** Whether the outcome is reported only after all console messages have arrived. */
  readonly awaitsConsole?: boolean;
  /** For each step, whether its route follows the contract. */
  readonly followsContract: readonly boolean[];
  /** Of a failure. Lower than the scenario's where corspec guessed a route. */
  readonly level: Level;
  /** Whether its requests get no headers of `--target-header`. */
  readonly isUnauthenticated: boolean;
}

export interface SkippedCheck {
  readonly target: ReadyTarget;
  readonly browser: string;
  readonly scenario: Scenario;
  readonly reason: SkipReason;
}

export interface Plan {
  readonly checks: readonly PlannedCheck[];
  readonly skipped: readonly SkippedCheck[];
}

/**
 * Plans every scenario for every target, or records why it does not apply.
 * @param token begins the labels of this run's checks
 * @param isWanted of each target, the scenarios to plan. Default: all
 */
export function planChecks(
  targets: readonly ReadyTarget[],
  scenarios: readonly Scenario[],
  browser: BrowserKind,
  token: string,
  isWanted: IsWanted = () => true,
): Plan {
  const checks: PlannedCheck[] = [];
  const skipped: SkippedCheck[] = [];
  for (const target of targets) {
    const shared = `${token}${checks.length.toString(36)}-shared`;
    for (const scenario of scenarios) {
      if (!isWanted(target.policyName, scenario, target.id)) continue;
      const label = `${token}${checks.length.toString(36)}`;
      const planned = planCheck(target, scenario, browser, { label, shared });
      const difference = concerning(stepsOf(scenario), target.differences);
      if (!planned.ok) skipped.push({ target, browser: browser.id, scenario, reason: planned.reason });
      else if (difference === null) checks.push(planned.value);
      else
        skipped.push({
          target,
          browser: browser.id,
          scenario,
          reason: differenceReason(difference),
        });
    }
  }
  return { checks, skipped };
}

/** An optional route that answers in another way is none. */
function differenceReason(difference: RouteDifference): SkipReason {
  const { route } = difference;
  return isOptional(route) ? { code: 'no-route', route } : { code: 'route-differs', difference };
}

interface CheckNames {
  /** Of the check alone. */
  readonly label: string;
  /** Of all checks of its target. */
  readonly shared: string;
}

function planCheck(
  target: ReadyTarget,
  scenario: Scenario,
  browser: BrowserKind,
  names: CheckNames,
): Resolved<PlannedCheck> {
  const { label } = names;
  const reason = whyNot(target, scenario, browser);
  if (reason !== null) return failure(reason);
  const place = placeOf(scenario, target, names);
  if (!place.ok) return place;
  const page = resolveOrigin(scenario.from, target.policy, place.value.origin);
  if (!page.ok) return page;
  const blocked = blockedBefore(page.value, place.value.origin);
  if (blocked !== null) return failure(blocked);
  const other = needsOtherOrigin(scenario) ? (target.underName?.(`${label}-other`) ?? null) : null;
  const check = newSecret();
  const fitted = fittedSteps(scenario, target, {
    check,
    label,
    policy: target.policy,
    cookie: cookiePairs(target)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
    origin: page.value,
    targetOrigin: place.value.origin,
    routes: place.value.routes,
    otherRoutes: other?.routes ?? null,
  });
  if (!fitted.ok) return fitted;
  return success({
    id: check,
    label,
    target,
    browser: browser.id,
    waitsInRealTime: browser.capabilities.waitsInRealTime,
    scenario: withExpectedStatus(withOwnVary(fitted.value.scenario, place.value.routes), target.expectStatus),
    origin: page.value,
    steps: fitted.value.steps,
    ...onRoutes(scenario, fitted.value.level, place.value.routes),
    ...needs(scenario, place.value.origin, target),
    ...(other === null ? {} : { otherOrigin: other.origin }),
  });
}

function needs(
  scenario: Scenario,
  origin: string,
  target: ReadyTarget,
): Pick<PlannedCheck, 'alias' | 'awaitsConsole'> {
  return {
    ...(origin === target.origin ? {} : { alias: origin }),
    ...(scenario.when?.abilities?.includes('console') === true ? { awaitsConsole: true } : {}),
  };
}

/** Why a scenario does not apply to this target in this browser; null when it does. */
function whyNot(target: ReadyTarget, scenario: Scenario, browser: BrowserKind): SkipReason | null {
  return (
    inapplicable(scenario, target.policy) ??
    unplayable(scenario, target) ??
    incapable(missingCapability(scenario, browser))
  );
}

function incapable(detail: string | null): SkipReason | null {
  return detail === null ? null : { code: 'browser-incapable', detail };
}

/** What depends on where a scenario's routes are. */
function onRoutes(
  scenario: Scenario,
  ownLevel: Level,
  routes: RouteMap,
): Pick<PlannedCheck, 'followsContract' | 'level' | 'isUnauthenticated'> {
  const found = stepsOf(scenario).map(({ request }) => routes.find(request.route));
  return {
    followsContract: found.map((route) => route?.followsContract ?? false),
    level: found.reduce((level, route) => lower(level, route?.levelAtMost), ownLevel),
    isUnauthenticated: found.some((route) => route?.isUnauthenticated === true),
  };
}

/** That a foreign origin can read a response is as serious wherever it is. */
function lower(level: Level, most: Level | undefined): Level {
  return level === 'required' && most !== undefined ? most : level;
}

/**
 * The target's origin for a check: the usual one, or one under another name: that of this check alone where it is isolated. A proxy
 * that rewrites Host changes nothing where browsers see the target at its real address; the checks that need one share a name.
 */
function placeOf(
  scenario: Scenario,
  target: ReadyTarget,
  { label, shared }: CheckNames,
): Resolved<{ readonly origin: string; readonly routes: RouteMap }> {
  if (scenario.isolated === true)
    return target.underName === null ? failure({ code: 'needs-own-name' }) : success(target.underName(label));
  if (scenario.rewritesHost !== true || target.origin !== parseUrl(target.upstream.url)?.origin)
    return success(target);
  return target.underName === null
    ? failure({ code: 'needs-other-address' })
    : success(target.underName(shared));
}

/** The requests of a scenario, and what the policy implies for them. */
function fittedSteps(
  scenario: Scenario,
  target: ReadyTarget,
  around: RequestContext,
): Resolved<FittedScenario & { readonly steps: readonly PageStep[] }> {
  const steps = resolveSteps(scenario, target, around);
  if (!steps.ok) return steps;
  const fitted = withImplied(scenario, steps.value, around.policy, around.origin);
  return fitted.ok ? success({ ...fitted.value, steps: steps.value }) : fitted;
}

function resolveSteps(
  scenario: Scenario,
  target: ReadyTarget,
  around: RequestContext,
): Resolved<readonly PageStep[]> {
  const steps: PageStep[] = [];
  for (const step of stepsOf(scenario)) {
    const request: Resolved<PageRequest> = resolveRequest(step.request, around);
    if (!request.ok) return request;
    steps.push({
      waitMs: waitMs(step, target),
      request: withPageOptions(request.value, step, target),
      ...(step.background === undefined ? {} : { background: step.background }),
    });
  }
  const unsendable = withoutHttp2Form(steps, target);
  return unsendable === null ? success(steps) : failure(unsendable);
}

/** A little more than the max age: browsers count from when they stored the preflight. */
function waitMs({ wait }: Step, { policy }: ReadyTarget): number {
  if (wait === undefined) return 0;
  return wait === 'max-age' ? (policy.maxAge ?? 0) * 1000 + 600 : wait;
}

/** Whether the verdict depends on how many writes the target counts. */
export function countsWrites(scenario: Scenario): boolean {
  return stepsOf(scenario).some(({ expect }) => asksForWrites(expect));
}

/** Why a scenario cannot be observed without the features of the contract; null when it can. */
function unplayable(scenario: Scenario, { routes, endpointMethods }: ReadyTarget): SkipReason | null {
  const steps = stepsOf(scenario);
  const method = methodNotSupported(steps, endpointMethods);
  if (method !== null) return { code: 'endpoint-method', method };
  if (!routes.isContract && steps.some(({ expect }) => expectsOnlyWrites(expect)))
    return { code: 'needs-write-counter' };
  const stream = routes.isContract ? undefined : routes.find('stream')?.url;
  const isOfStream = ({ request: { client, route } }: Step) =>
    isKeptWaiting(client) && stream !== undefined && routes.find(route)?.url === stream;
  if (steps.some(isOfStream)) return { code: 'waits-for-stream' };
  const isRarelyStored = steps.some(({ request }) => routes.find(request.route)?.isRarelyStored === true);
  return scenario.when?.stored === true && isRarelyStored ? { code: 'rarely-stored' } : null;
}

/** A preload ends with its response, and a beacon needs a connection that no stream holds; no script can abort either. */
function isKeptWaiting(client: Client | undefined): boolean {
  return client === 'preload' || unanswered.some((one) => one === client);
}

/** Redirects to another origin require a second origin of the target. */
function needsOtherOrigin(scenario: Scenario): boolean {
  return stepsOf(scenario).some(({ request }) =>
    Object.values(request.query ?? {}).some((value) => value.startsWith('$other-origin/')),
  );
}

/** Why a page at an origin cannot make requests to a target; null when it can. */
function blockedBefore(page: string, target: string): SkipReason | null {
  return blockedPort(page) ?? mixedContent(page, target);
}

/** Why browsers do not open pages at an origin; null when they do. `#block-bad-port` */
function blockedPort(page: string): SkipReason | null {
  const url = parseUrl(page);
  if (url === null) return null;
  return isBadPort(url) ? { code: 'bad-port', port: url.port } : null;
}

/**
 * Why a page may not fetch from a target (mixed content); null when it may. Loopback is trustworthy.
 * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
 */
function mixedContent(page: string, target: string): SkipReason | null {
  if (!page.startsWith('https:') || !target.startsWith('http:')) return null;
  const { hostname } = new URL(target);
  return isLoopback(hostname) ? null : { code: 'mixed-content', page, target };
}
