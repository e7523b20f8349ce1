import { resolve } from 'node:path';
import type { Reporter } from '../../reports/reporter.ts';
import type { Catalogue, CommandInputs } from './catalogue.ts';
import { quoted, type Finding } from './command-line.ts';
import { unknown } from './resolve-scenarios.ts';

/** A report with its place. */
export interface ReportPlan {
  readonly reporter: Reporter;
  /** As typed; absent: standard output. */
  readonly file?: string;
}

/** The reports that `--reporter NAME[=FILE]` ask for; the terminal's when there are none. */
export function resolveReporters(
  options: readonly string[] | undefined,
  catalogue: Catalogue,
  material: CommandInputs,
): Finding<readonly ReportPlan[]> {
  const found = (options ?? ['terminal']).map((option) => resolveReporter(option, catalogue));
  const value = found.flatMap((one) => one.value);
  return {
    value,
    problems: [
      ...found.flatMap(({ problems }) => problems),
      ...value.flatMap(({ reporter, file }) => unwritable(reporter, file, material)),
      ...sharedFiles(value),
      ...sharedOutput(value),
    ],
  };
}

/** `NAME[=FILE]`, taken apart. Commas do not separate reporters, for they may be part of a file's name. */
export function resolveReporter(option: string, { reporters }: Catalogue): Finding<readonly ReportPlan[]> {
  const [, name = option, given] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
  const reporter = reporters.find(({ id }) => id === name);
  if (reporter === undefined)
    return { value: [], problems: unknown('--reporter', 'reporter', name, reporters.map(({ id }) => id)) }; // prettier-ignore
  if (given === '')
    return {
      value: [],
      problems: [
        `--reporter ${quoted(option)}: the name of the file is empty. Write ${name}=FILE, or - for stdout.`,
      ],
    };
  const file = given === '-' ? undefined : (given ?? reporter.defaultFile);
  return { value: [{ reporter, ...(file !== undefined && { file }) }], problems: [] };
}

function unwritable({ id }: Reporter, file: string | undefined, material: CommandInputs): string[] {
  const says = file === undefined ? undefined : material.unwritable.get(file);
  return says === undefined ? [] : [`--reporter ${id}=${quoted(file ?? '')}: ${says}.`];
}

function sharedFiles(plans: readonly ReportPlan[]): string[] {
  return plans.flatMap(({ reporter, file }, index) => {
    const first = plans.slice(0, index).find((other) => samePlace(other.file, file));
    if (file === undefined || first === undefined) return [];
    return [
      `--reporter ${first.reporter.id} and ${reporter.id}: both write ${quoted(file)}. Give each its own file.`,
    ];
  });
}

function samePlace(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && resolve(a) === resolve(b);
}

/** Reports that are lines for people or for CI, which can stand below each other. Every other one is a document. */
const lines = ['terminal', 'github'];

function sharedOutput(plans: readonly ReportPlan[]): string[] {
  const onOutput = plans.flatMap(({ reporter, file }) => (file === undefined ? [reporter.id] : []));
  const document = onOutput.find((id) => !lines.includes(id));
  if (document === undefined || onOutput.length === 1) return [];
  return [
    `--reporter ${onOutput.join(' and ')}: all of them go to stdout, where ${document} has to be alone. ` +
      `Give it a file: --reporter ${document}=FILE.`,
  ];
}
