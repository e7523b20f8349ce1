import type { Policy } from '../src/policy/policy.ts';
import type { Results } from '../src/results/results.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';

export interface ReportInput {
  readonly results: Results;
  /** The catalogue, for titles, requests, expectations, `why`. Results may name scenarios that are not in it. */
  readonly scenarios: readonly Scenario[];
  /** The policies that the results name; results may name others. */
  readonly policies: Readonly<Record<string, Policy>>;
  readonly mode: 'run' | 'compare';
  /** Absent: failures do not decide the exit status. `strict`: recommended ones do too. */
  readonly gate?: { readonly strict: boolean };
}

export interface ReportContext {
  readonly color: boolean;
  /** Width of the terminal, in characters. */
  readonly columns: number;
}

/** A format. Whatever it says about a target is untrusted text, and is escaped for where it is shown. */
export interface Reporter {
  readonly id: string;
  /** One line for `corspec list reporters`. */
  readonly title: string;
  /** Written there when no FILE is given; absent: standard output. */
  readonly defaultFile?: string;
  /** The whole report as text that ends with a line break. Pure: no clock, no files but its own assets. */
  render(input: ReportInput, context: ReportContext): string;
}
