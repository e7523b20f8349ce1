import picomatch from 'picomatch';
import { didYouMean } from '../text/nearest.ts';
import { levels, type Scenario, type Suite } from '../scenarios/scenario.ts';
import { members, quoted, type Validated } from './validated.ts';

export interface ScenarioFilter {
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly level?: readonly string[];
}

/** The names of the three filters, for the problems. */
export type FilterNames = Readonly<Record<keyof ScenarioFilter, string>>;

const optionNames: FilterNames = { suite: '--suite', scenario: '--scenario', level: '--level' };

/**
 * The scenarios that match all three filters: suite, id or glob, level. No match is a problem, because an empty run would
 * look like a run that passed.
 */
export function resolveScenarios(
  filter: ScenarioFilter,
  suites: readonly Suite[],
  names: FilterNames = optionNames,
): Validated<readonly Scenario[]> {
  const wantedSuites = members(filter.suite);
  const patterns = patternsOf(filter.scenario);
  const wantedLevels = members(filter.level);
  const all = suites.flatMap(({ scenarios }) => scenarios);

  const bySuite = suites.filter(({ id }) => wantedSuites.length === 0 || wantedSuites.includes(id));
  const value = bySuite
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ id }) => patterns.length === 0 || patterns.some((pattern) => matches(pattern, id)))
    .filter(({ level }) => wantedLevels.length === 0 || wantedLevels.includes(level));

  const problems = [
    ...wantedSuites.flatMap((id) => unknown(names.suite, 'suite', id, suites.map((suite) => suite.id))),
    ...patterns.flatMap((pattern) => unmatched(pattern, all, suites, names)),
    ...wantedLevels.flatMap((level) => unknown(names.level, 'level', level, levels)),
  ]; // prettier-ignore
  if (problems.length === 0 && value.length === 0) problems.push(noMatch(filter, names));
  return { value: asNamed(value, wantedSuites, patterns), problems };
}

/** What is named, or is all that is selected, runs in browsers too. */
function asNamed(
  selected: readonly Scenario[],
  suites: readonly string[],
  patterns: readonly string[],
): readonly Scenario[] {
  const isAll = selected.every(({ inBrowsers }) => inBrowsers === 'when-named');
  const isNamed = ({ id }: Scenario) => {
    const family = familyOf(id);
    return isAll || suites.includes(family) || patterns.some((pattern) => pattern.startsWith(`${family}/`));
  };
  return selected.map((scenario) => (isNamed(scenario) ? inEveryBrowser(scenario) : scenario));
}

function familyOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** A scenario whose family is named. */
export function inEveryBrowser(scenario: Scenario): Scenario {
  const { inBrowsers, ...always } = scenario;
  return inBrowsers === undefined ? scenario : always;
}

/** Commas do not separate patterns, because globs use them: `{put,delete}-*`. */
function patternsOf(options: readonly string[] = []): readonly string[] {
  return [...new Set(options.map((option) => option.trim()))];
}

/** A pattern without a slash matches the part of the id after the slash, in all suites. */
function matches(pattern: string, id: string): boolean {
  return pattern === id || picomatch.isMatch(id, pattern, { basename: !pattern.includes('/') });
}

function unmatched(
  pattern: string,
  all: readonly Scenario[],
  suites: readonly Suite[],
  names: FilterNames,
): string[] {
  if (all.some(({ id }) => matches(pattern, id))) return [];
  const suite = suites.find(({ id }) => id === pattern.replace(/\/$/, ''));
  const advice =
    suite === undefined
      ? didYouMean(pattern, all.map(({ id }) => id))
      : ` This is a suite: use ${names.suite} ${suite.id} or ${names.scenario} '${suite.id}/*'.`; // prettier-ignore
  return [
    `${names.scenario} ${quoted(pattern)}: no scenario matches.${advice} \`corspec list scenarios\` lists them all.`,
  ];
}

function noMatch({ suite, scenario, level }: ScenarioFilter, names: FilterNames): string {
  const given = [
    ...members(suite).map((id) => `${names.suite} ${id}`),
    ...patternsOf(scenario).map((pattern) => `${names.scenario} ${quoted(pattern)}`),
    ...(level === undefined ? [] : [`${names.level} ${members(level).join(',')}`]),
  ];
  if (given.length === 0) return 'there are no scenarios: the installation of corspec is incomplete.';
  return `no scenario matches all of ${given.join(', ')}. Omit one of them; \`corspec list scenarios\` takes the same options.`;
}

/** The problem with a name that is not in a list. */
export function unknown(option: string, kind: string, name: string, names: readonly string[]): string[] {
  if (names.includes(name)) return [];
  const near = didYouMean(name, names);
  const available = near === '' || names.length <= 30 ? ` Available: ${names.join(', ')}.` : '';
  return [`${option} ${quoted(name)}: unknown ${kind}.${near}${available}`];
}
