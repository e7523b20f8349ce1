import type { Policy } from '../src/policy/policy.ts';
import type { Results } from '../src/results/results.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';

/** Where a policy is written. */
export interface Declaration {
  /** As it was named on the command line. */
  readonly file: string;
  /** By key of the policy; they start at 1. */
  readonly lines: Readonly<Partial<Record<keyof Policy, number>>>;
}

/** Where the options of a run are written, so that advice can name them as they are written there. */
export type Settings =
  /** In the options of `testCors`. */
  | { readonly kind: 'code' }
  | {
      readonly kind: 'configuration';
      /** Relative to the working directory. */
      readonly file: string;
      /** The place of targets that have no entry of their own in the file, by their id: `targets[0]`. */
      readonly entries: Readonly<Record<string, string>>;
    };

export interface ReportInput {
  readonly results: Results;
  /** The catalogue, for titles, requests, expectations, `why`. Results may contain scenarios that are not in it. */
  readonly scenarios: readonly Scenario[];
  /** The policies by name. Results may contain other names. */
  readonly policies: Readonly<Record<string, Policy>>;
  /** Where the policies are written, by name; policies of the command line are in no file. */
  readonly declarations?: Readonly<Record<string, Declaration>>;
  /** Absent: on the command line, or not known. */
  readonly settings?: Settings;
  readonly mode: 'run' | 'compare';
  /** Absent: failures do not affect the exit status. `strict`: failures of level recommended do. */
  readonly gate?: { readonly strict: boolean };
  /** List every failed check, beside the causes. */
  readonly verbose?: boolean;
}

export interface ReportContext {
  readonly color: boolean;
  /** Width of the terminal, in characters. */
  readonly columns: number;
}

/** A report format. Text from a target is untrusted and must be escaped for the format. */
export interface Reporter<Input = ReportInput> {
  readonly id: string;
  /** One line for `corspec list reporters`. */
  readonly title: string;
  /** The file when no FILE is given; absent: standard output. */
  readonly defaultFile?: string;
  /** The whole report as text that ends with a line break. Pure: no clock, and no files except its own assets. */
  render(input: Input, context: ReportContext): string;
  /** The same text in parts, for a format that may be longer than a string can be. */
  parts?(input: Input): Iterable<string>;
  /** The same as JSON Lines, for a file that is named so. Such a file is also written while the run goes on. */
  lines?(input: Input): Iterable<string>;
}
