import { isGating } from '../src/results/index.ts';
import { isExcused } from '../src/results/known-failures.ts';
import type { CauseSummary, Result } from '../src/results/results.ts';
import type { Reporter, ReportInput } from './reporter.ts';
import { catalogue, type Catalogue } from './shared/catalogue.ts';
import { escapeMarkup } from './shared/escape.ts';
import { groupBy, runKey } from './shared/group.ts';
import { count, staleTexts } from './shared/summary.ts';

/**
 * JUnit XML: a test suite for each target, policy, browser and family of scenarios. Below the gating levels, a failure is output and an error
 * is a skipped test, and so is a known failure, so that a CI server's verdict equals the exit status.
 */
export const junit: Reporter = {
  id: 'junit',
  title: 'JUnit XML, for CI servers',
  defaultFile: 'corspec-junit.xml',
  render(input) {
    const about = catalogue(input);
    const strict = input.gate?.strict ?? false;
    const { results, durationMs } = input.results;
    const causes = new Map((input.results.causes ?? []).map((cause) => [causeKey(cause), cause]));
    const groups = [...groupBy(results, (result) => `${runKey(result)}${familyOf(result)}`).values()];
    const suites = groups.map((group) => suite(group, { about, strict, causes, input }));
    const absent = missing(input);
    const stale = staleTexts(input.results);
    const all = [...suites, ...absent.map(({ xml }) => xml), ...staleSuite(stale, input)];
    const broken = absent.filter(({ isBroken }) => isBroken).length;
    const { tests, failures, errors, skipped } = totals(results, strict);
    const attributes = [
      'name="corspec"',
      `tests="${tests + absent.length + stale.length}"`,
      `failures="${failures + stale.length}"`,
      `errors="${errors + broken}"`,
      `skipped="${skipped + absent.length - broken}"`,
      `time="${seconds(durationMs)}"`,
    ].join(' ');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes}>\n${all.join('\n')}\n</testsuites>\n`;
  },
};

interface Around {
  readonly about: Catalogue;
  readonly strict: boolean;
  /** By {@link causeKey}. */
  readonly causes: ReadonlyMap<string, CauseSummary>;
  readonly input: ReportInput;
}

function causeKey({ target, policy, id }: Pick<CauseSummary, 'target' | 'policy' | 'id'>): string {
  return JSON.stringify([target, policy, id]);
}

function causeKeyOf({ target, policy, cause = '' }: Result): string {
  return causeKey({ target, policy, id: cause });
}

function familyOf({ scenario }: Result): string {
  return scenario.split('/')[0] ?? scenario;
}

function totals(results: readonly Result[], strict: boolean) {
  const counts = count(results);
  const gating = count(results.filter(({ level }) => isGating(level, strict)));
  return {
    tests: results.length,
    failures: gating.fail,
    errors: gating.error,
    skipped: counts.notApplicable + counts.unsupported + counts.known + counts.error - gating.error,
  };
}

function suite(results: readonly Result[], around: Around): string {
  const first = results[0] as Result;
  const { target, policy, browser } = first;
  const { tests, failures, errors, skipped } = totals(results, around.strict);
  const file = around.input.declarations?.[policy]?.file;
  const attributes = [
    `name="${escapeMarkup(`${target} / ${policy} / ${browser} / ${familyOf(first)}`)}"`,
    `tests="${tests}"`,
    `failures="${failures}"`,
    `errors="${errors}"`,
    `skipped="${skipped}"`,
    `time="${seconds(results.reduce((sum, r) => sum + r.durationMs, 0))}"`,
    ...(file === undefined ? [] : [`file="${escapeMarkup(file)}"`]),
  ];
  const cases = results.map((result) => testcase(result, around));
  return `  <testsuite ${attributes.join(' ')}>\n${cases.join('\n')}\n  </testsuite>`;
}

function testcase(result: Result, around: Around): string {
  const name = escapeMarkup(result.scenario);
  const className = escapeMarkup(`${result.target}.${result.policy}.${result.browser}`);
  const open = `    <testcase name="${name}" classname="${className}" time="${seconds(result.durationMs)}"`;
  const inside = isExcused(result) ? knownElement(result, around) : verdictElement(result, around);
  return inside ? `${open}>\n      ${inside}\n    </testcase>` : `${open}/>`;
}

function knownElement(result: Result, { about, causes }: Around): string {
  const cause = causes.get(causeKeyOf(result));
  const text = escapeMarkup(details(result, about, cause));
  return `<skipped message="${escapeMarkup(about.excuseOf(result) ?? '')}">${text}</skipped>`;
}

function verdictElement(result: Result, { about, strict, causes }: Around): string {
  const { status, level, message = '' } = result;
  const cause = causes.get(causeKeyOf(result));
  const text = escapeMarkup(details(result, about, cause));
  const attribute = `message="${escapeMarkup(cause?.title ?? message.split('\n')[0] ?? '')}"`;
  if (status === 'pass') return '';
  if (status === 'error' && isGating(level, strict))
    return `<error type="error" ${attribute}>${text}</error>`;
  if (status !== 'fail') return `<skipped ${attribute}/>`;
  if (isGating(level, strict)) return `<failure type="${level}" ${attribute}>${text}</failure>`;
  return `<system-out>${level} failure\n${text}</system-out>`;
}

function details(result: Result, about: Catalogue, cause: CauseSummary | undefined): string {
  return [
    about.titleOf(result.scenario),
    cause && `Cause: ${cause.title}`,
    cause && `Fix: ${cause.fix.says}`,
    result.message,
    result.wire && `Wire: ${result.wire}`,
    about.specOf(result),
    `Reproduce: ${result.reproduce}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** A stale entry of the baseline fails the run, so it is a test that fails. */
function staleSuite(texts: readonly string[], { results }: ReportInput): readonly string[] {
  if (texts.length === 0) return [];
  const file = escapeMarkup(results.baseline?.file ?? '');
  const count = texts.length;
  const cases = texts.map(
    (text) =>
      `    <testcase name="${escapeMarkup(text)}" classname="${file}" time="0.000">\n      <failure type="stale" message="This check passes now. Take it out with --update-baseline."/>\n    </testcase>`,
  );
  return [
    `  <testsuite name="${file}" tests="${count}" failures="${count}" errors="0" skipped="0" time="0.000">\n${cases.join('\n')}\n  </testsuite>`,
  ];
}

/** Targets that did not run under a policy: they have no results, but must be in the report. */
function missing({
  results,
  mode,
  gate,
}: ReportInput): { readonly xml: string; readonly isBroken: boolean }[] {
  const isSurvey = mode === 'compare' && gate === undefined;
  const played = new Set(results.results.map(({ target, policy }) => JSON.stringify([target, policy])));
  return results.targets.flatMap((target) =>
    Object.entries(target.policies)
      .filter(([, { status }]) => status !== 'ready')
      .filter(([policy]) => !played.has(JSON.stringify([target.id, policy])))
      .map(([policy, { status, reason = '' }]) => {
        const isBroken = status === 'error' || (status === 'unavailable' && !isSurvey);
        const name = escapeMarkup(`${target.id} / ${policy}`);
        const element = `<${isBroken ? 'error' : 'skipped'} message="${escapeMarkup(`${status}: ${reason}`)}"/>`;
        const counts = `tests="1" failures="0" errors="${isBroken ? 1 : 0}" skipped="${isBroken ? 0 : 1}"`;
        const xml = `  <testsuite name="${name}" ${counts}>\n    <testcase name="start" classname="${name}">\n      ${element}\n    </testcase>\n  </testsuite>`;
        return { xml, isBroken };
      }),
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
