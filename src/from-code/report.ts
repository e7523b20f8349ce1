import { reporters } from '../../reports/index.ts';
import type { ReportInput } from '../../reports/reporter.ts';
import { failureText } from '../../reports/terminal/failure-text.ts';
import type { Policy } from '../policy/policy.ts';
import { coverageOf, verdictOf } from '../results/index.ts';
import { openCauses } from '../results/known-failures.ts';
import type { CauseSummary, Results } from '../results/results.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { unknown } from '../options/resolve-scenarios.ts';
import { withCodeNames } from './option-names.ts';

/** How many checks ran, of those that the policy asks for. */
export type Coverage = ReturnType<typeof coverageOf>;

/** What came of `testCors`. */
export interface CorsReport {
  /** Whether every check that counts has passed. */
  readonly conforms: boolean;
  /** `unknown`: errors, or no applicable checks, prevent a verdict. */
  readonly verdict: 'conforms' | 'fails' | 'unknown';
  /** That of `corspec run`. */
  readonly exitStatus: 0 | 1 | 3;
  /** Why checks fail, the worst first: one entry a problem. Those that are known are only in `results`. */
  readonly causes: readonly CauseSummary[];
  /** `corspec/results@1`, with the result of every check. */
  readonly results: Results;
  readonly coverage: Coverage;
  /** What `corspec run` says beside its report: ignore rules that have no effect, what changed in the baseline. */
  readonly notes: readonly string[];
  /** What `corspec run` prints, without colours. */
  readonly message: string;
  /** The verdict and the causes that count, each with its fix: for the message of an assertion. */
  readonly summary: string;
  /** The report in another format: `html`, `json`, `junit`, `markdown`, `github`, `sarif`. */
  render(reporter: string): string;
  toString(): string;
}

export interface ReportParts {
  readonly results: Results;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly scenarios: readonly Scenario[];
  readonly strict: boolean;
  /** What `corspec run` says beside its report. */
  readonly notes: readonly string[];
}

const context = { color: false, columns: 100 };

export function createReport({ results, policies, scenarios, strict, notes }: ReportParts): CorsReport {
  const settings = { kind: 'code' } as const;
  const input: ReportInput = { results, scenarios, policies, settings, mode: 'run', gate: { strict } };
  const { kind, status } = verdictOf(results, { strict });
  if (kind === 'survey') throw new Error('A run with a gate is no survey.');
  const message = () =>
    withCodeNames([...notes.map((note) => `${note}\n`), textOf('terminal', input)].join(''));
  return {
    conforms: kind === 'conforms',
    verdict: kind,
    exitStatus: status,
    causes: openCauses(results),
    results,
    coverage: coverageOf(results.results),
    notes: notes.map(withCodeNames),
    get message() {
      return message();
    },
    get summary() {
      return withCodeNames(failureText(input, context.columns));
    },
    render: (reporter) => textOf(reporter, input),
    toString: message,
  };
}

function textOf(id: string, input: ReportInput): string {
  const reporter = reporters.find((one) => one.id === id);
  if (reporter === undefined)
    throw new TypeError(unknown('render', 'reporter', id, reporters.map((one) => one.id)).join(' ')); // prettier-ignore
  return reporter.render(input, context);
}
