import { isPolicyMismatch } from '../scenarios/policy-mismatch.ts';
import { joined } from '../text/phrases.ts';
import { type Need, needText, optionOf, type OptionStyle } from './needs.ts';
import type { NamedOnly, Result } from './results.ts';

/** How many checks ran, of those that the policy asks for. */
interface Coverage {
  readonly ran: number;
  readonly of: number;
  /** Checks of scenarios about other policies, or about what this URL does not have. They are not in `of`. */
  readonly inapplicable: number;
  /** By family, in the order of the results; without families whose checks are all inapplicable. */
  readonly suites: readonly SuiteCoverage[];
  /** What makes the others applicable, the most checks first. */
  readonly unlocks: readonly Unlock[];
}

interface SuiteCoverage {
  readonly suite: string;
  readonly ran: number;
  readonly of: number;
}

interface Unlock {
  readonly need: Need;
  readonly checks: number;
}

/**
 * What the results of a target are evidence of. A check ran if it has a verdict. What a target cannot express at all
 * (`unsupported`) is not counted.
 */
export function coverageOf(results: readonly Result[]): Coverage {
  const supported = results.filter(({ status }) => status !== 'unsupported');
  const relevant = supported.filter((result) => !isInapplicable(result));
  const suites = new Map<string, Result[]>();
  for (const result of relevant) {
    const suite = result.scenario.split('/')[0] ?? '';
    const members = suites.get(suite);
    // A run of many targets has tens of thousands in one family: a copy for each would take quadratic time.
    if (members === undefined) suites.set(suite, [result]);
    else members.push(result);
  }
  return {
    ...totals(relevant),
    inapplicable: supported.length - relevant.length,
    suites: [...suites].map(([suite, members]) => ({ suite, ...totals(members) })),
    unlocks: unlocksOf(relevant),
  };
}

function totals(results: readonly Result[]): Pick<Coverage, 'ran' | 'of'> {
  const ran = results.filter(({ status }) => status === 'pass' || status === 'fail').length;
  return { ran, of: results.length };
}

/** The URL does not have what the scenario is about: a method, or a response that caches store. */
const notAtUrl: readonly string[] = ['endpoint-method', 'method-not-supported', 'rarely-stored'];

/** Whether no option makes the check applicable, short of another policy or URL. */
function isInapplicable({ status, code, needs }: Result): boolean {
  if (status !== 'not-applicable' || needs !== undefined || code === undefined) return false;
  return isPolicyMismatch(code) || notAtUrl.includes(code);
}

function unlocksOf(results: readonly Result[]): readonly Unlock[] {
  const found = new Map<string, Unlock>();
  for (const { needs } of results) {
    if (needs === undefined) continue;
    const key = JSON.stringify(needs);
    found.set(key, { need: needs, checks: (found.get(key)?.checks ?? 0) + 1 });
  }
  return [...found.values()].sort((a, b) => lateness(a) - lateness(b) || b.checks - a.checks);
}

/** Few servers follow the whole route contract, so that is the last thing to suggest. */
function lateness({ need }: Unlock): number {
  return need.code === 'route-contract' ? 1 : 0;
}

/** A sentence for each suite that a browser did not run because it was not named. */
export function namedOnlyTexts(
  all: readonly NamedOnly[] | undefined,
  browsers: readonly string[],
): readonly string[] {
  const own = (all ?? []).filter(({ browser }) => browsers.includes(browser));
  const suites = new Map(own.map(({ suite, scenarios }) => [suite, scenarios]));
  return [...suites].map(([suite, scenarios]) => {
    const names = own.filter((one) => one.suite === suite).map(({ browser }) => browser);
    return `In ${joined(names)}, the suite ${suite} (${scenarios} scenarios) runs only with --suite ${suite}.`;
  });
}

/** Sentences without a first word: `174 of 297 checks of this policy ran. Complete: simple. Others: credentials 3/39.` */
export function coverageText({ ran, of, suites }: Coverage): string {
  if (ran === of) return `every check of this policy ran (${of}).`;
  const complete = suites.filter((suite) => suite.ran === suite.of).map(({ suite }) => suite);
  const others = suites.filter((suite) => suite.ran < suite.of);
  return [
    `${ran} of ${of} checks of this policy ran: ${others.map((suite) => `${suite.suite} ${suite.ran}/${suite.of}`).join(', ')}.`,
    ...(complete.length === 0 ? [] : [`Complete: ${complete.join(', ')}.`]),
  ].join(' ');
}

/** At most `most` lines, each about a number of checks; the last one sums up what has no line of its own. */
export function unlockTexts(
  { unlocks }: Pick<Coverage, 'unlocks'>,
  most: number,
  style: OptionStyle,
): readonly string[] {
  const single = unlocks.length > most ? unlocks.slice(0, most - 1) : unlocks;
  const rest = unlocks.slice(single.length);
  const lines = single.map(({ need, checks }) => `${checks} ${needText(need, checks, style)}`);
  return rest.length === 0 ? lines : [...lines, restText(rest, style)];
}

/** The most routes that a line names. */
const mostRoutes = 3;

function restText(rest: readonly Unlock[], style: OptionStyle): string {
  const checks = rest.reduce((sum, unlock) => sum + unlock.checks, 0);
  const routes = rest.flatMap(({ need }) => (need.code === 'route' ? [need.route] : []));
  const others = rest.flatMap(({ need }) => (need.code === 'route' ? [] : [optionOf(need, style)]));
  const more = routes.length - mostRoutes;
  const shown = `${routes.slice(0, mostRoutes).join(', ')}${more > 0 ? ` and ${more} others` : ''}`;
  const name = style === 'keys' ? 'routes' : '--routes';
  const options = routes.length === 0 ? others : [`${name} (${shown})`, ...others];
  return `${checks} more with ${options.join(', ')}`;
}
