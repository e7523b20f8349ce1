import { isGating } from '../src/results/index.ts';
import type { Result } from '../src/results/results.ts';
import type { Reporter, ReportInput } from './reporter.ts';
import { catalogue, type Catalogue } from './shared/catalogue.ts';
import { escapeMarkup } from './shared/escape.ts';
import { groupBy, runKey } from './shared/group.ts';
import { count } from './shared/summary.ts';

/**
 * JUnit XML: a test suite for each target, policy and browser. Below the gating levels, a failure is output and an error
 * is a skipped test, so that a CI server's verdict equals the exit status.
 */
export const junit: Reporter = {
  id: 'junit',
  title: 'JUnit XML, for CI servers',
  defaultFile: 'corspec-junit.xml',
  render(input) {
    const about = catalogue(input);
    const strict = input.gate?.strict ?? false;
    const suites = [...groupBy(input.results.results, runKey).values()].map((group) =>
      suite(group, about, strict),
    );
    const all = [...suites, ...missing(input)];
    const attributes = `name="corspec" time="${seconds(input.results.durationMs)}"`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes}>\n${all.join('\n')}\n</testsuites>\n`;
  },
};

function suite(results: readonly Result[], about: Catalogue, strict: boolean): string {
  const { target, policy, browser } = results[0] as Result;
  const counts = count(results);
  const gating = count(results.filter(({ level }) => isGating(level, strict)));
  const attributes = [
    `name="${escapeMarkup(`${target} / ${policy} / ${browser}`)}"`,
    `tests="${results.length}"`,
    `failures="${gating.fail}"`,
    `errors="${gating.error}"`,
    `skipped="${counts.notApplicable + counts.unsupported + counts.error - gating.error}"`,
    `time="${seconds(results.reduce((sum, r) => sum + r.durationMs, 0))}"`,
  ];
  const cases = results.map((result) => testcase(result, about, strict));
  return `  <testsuite ${attributes.join(' ')}>\n${cases.join('\n')}\n  </testsuite>`;
}

function testcase(result: Result, about: Catalogue, strict: boolean): string {
  const name = escapeMarkup(result.scenario);
  const className = escapeMarkup(`${result.target}.${result.policy}.${result.browser}`);
  const open = `    <testcase name="${name}" classname="${className}" time="${seconds(result.durationMs)}"`;
  const inside = verdictElement(result, about, strict);
  return inside ? `${open}>\n      ${inside}\n    </testcase>` : `${open}/>`;
}

function verdictElement(result: Result, about: Catalogue, strict: boolean): string {
  const { status, level, message = '' } = result;
  const text = escapeMarkup(details(result, about));
  const attribute = `message="${escapeMarkup(message.split('\n')[0] ?? '')}"`;
  if (status === 'pass') return '';
  if (status === 'error' && isGating(level, strict))
    return `<error type="error" ${attribute}>${text}</error>`;
  if (status !== 'fail') return `<skipped ${attribute}/>`;
  if (isGating(level, strict)) return `<failure type="${level}" ${attribute}>${text}</failure>`;
  return `<system-out>${level} failure\n${text}</system-out>`;
}

function details(result: Result, about: Catalogue): string {
  return [
    about.titleOf(result.scenario),
    result.message,
    result.wire && `Wire: ${result.wire}`,
    about.specOf(result),
    `Reproduce: ${result.reproduce}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Targets that did not run under a policy: they have no results, but must be in the report. */
function missing({ results, mode, gate }: ReportInput): string[] {
  const isSurvey = mode === 'compare' && gate === undefined;
  return results.targets.flatMap((target) =>
    Object.entries(target.policies)
      .filter(([, { status }]) => status !== 'ready')
      .filter(([policy]) => !results.results.some((r) => r.target === target.id && r.policy === policy))
      .map(([policy, { status, reason = '' }]) => {
        const broken = status === 'error' || (status === 'unavailable' && !isSurvey);
        const name = escapeMarkup(`${target.id} / ${policy}`);
        const element = `<${broken ? 'error' : 'skipped'} message="${escapeMarkup(`${status}: ${reason}`)}"/>`;
        const counts = `tests="1" failures="0" errors="${broken ? 1 : 0}" skipped="${broken ? 0 : 1}"`;
        return `  <testsuite name="${name}" ${counts}>\n    <testcase name="start" classname="${name}">\n      ${element}\n    </testcase>\n  </testsuite>`;
      }),
  );
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
