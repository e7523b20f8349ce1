import { resolve } from 'node:path';
import type { Reporter, ReportInput } from '../../reports/reporter.ts';
import type { CommandInputs } from './catalogue.ts';
import { quoted, type Validated } from '../options/validated.ts';
import { unknown } from '../options/resolve-scenarios.ts';
import { isLinesName } from '../results-files/names.ts';

/** A reporter and where it writes. */
export interface ReportPlan<Input = ReportInput> {
  readonly reporter: Reporter<Input>;
  /** As typed; absent: standard output. */
  readonly file?: string;
}

/** What `--reporter` can name in a command. */
interface Choice<Input> {
  readonly reporters: readonly Reporter<Input>[];
}

/** Whether a report is written as JSON Lines, and while the run goes on. */
export function writesLines<Input>({ reporter, file }: ReportPlan<Input>): boolean {
  return reporter.lines !== undefined && file !== undefined && isLinesName(file);
}

/** The reports selected by `--reporter NAME[=FILE]`; by default the terminal report. */
export function resolveReporters<Input>(
  options: readonly string[] | undefined,
  catalogue: Choice<Input>,
  inputs: Pick<CommandInputs, 'unwritable'>,
): Validated<readonly ReportPlan<Input>[]> {
  const found = (options ?? ['terminal']).map((option) => resolveReporter(option, catalogue));
  const value = found.flatMap((one) => one.value);
  return {
    value,
    problems: [
      ...found.flatMap(({ problems }) => problems),
      ...value.flatMap(({ reporter, file }) => unwritable(reporter, file, inputs)),
      ...sharedFiles(value),
      ...sharedOutput(value),
    ],
  };
}

/** Parses `NAME[=FILE]`. Commas do not separate reporters, because a file name can contain them. */
export function resolveReporter<Input>(
  option: string,
  { reporters }: Choice<Input>,
): Validated<readonly ReportPlan<Input>[]> {
  const [, name = option, given] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
  const reporter = reporters.find(({ id }) => id === name);
  if (reporter === undefined)
    return { value: [], problems: unknown('--reporter', 'reporter', name, reporters.map(({ id }) => id)) }; // prettier-ignore
  if (given === '')
    return {
      value: [],
      problems: [
        `--reporter ${quoted(option)}: the file name is empty. Use ${name}=FILE, or ${name}=- for stdout.`,
      ],
    };
  const file = given === '-' ? undefined : (given ?? reporter.defaultFile);
  return { value: [{ reporter, ...(file !== undefined && { file }) }], problems: [] };
}

function unwritable<Input>(
  { id }: Reporter<Input>,
  file: string | undefined,
  inputs: Pick<CommandInputs, 'unwritable'>,
): string[] {
  const reason = file === undefined ? undefined : inputs.unwritable.get(file);
  return reason === undefined ? [] : [`--reporter ${id}=${quoted(file ?? '')}: ${reason}.`];
}

function sharedFiles<Input>(plans: readonly ReportPlan<Input>[]): string[] {
  return plans.flatMap(({ reporter, file }, index) => {
    const first = plans.slice(0, index).find((other) => sameFile(other.file, file));
    if (file === undefined || first === undefined) return [];
    return [
      `--reporter ${first.reporter.id} and ${reporter.id}: both write to ${quoted(file)}. Give each its own file.`,
    ];
  });
}

function sameFile(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && resolve(a) === resolve(b);
}

/** Reports made of lines, which can follow each other on stdout. All others are documents. */
const lines = ['terminal', 'github'];

function sharedOutput<Input>(plans: readonly ReportPlan<Input>[]): string[] {
  const onOutput = plans.flatMap(({ reporter, file }) => (file === undefined ? [reporter.id] : []));
  const document = onOutput.find((id) => !lines.includes(id));
  if (document === undefined || onOutput.length === 1) return [];
  return [
    `--reporter ${onOutput.join(' and ')}: all of them write to stdout, but ${document} must be the only report there. ` +
      `Give it a file: --reporter ${document}=FILE.`,
  ];
}
