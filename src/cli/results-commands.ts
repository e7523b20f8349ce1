import type { Command } from 'commander';
import type { DiffOptions, ReportOptions } from './command-line.ts';
import { diffExamples, reportExamples } from './help-texts.ts';
import { repeatable, subcommand } from './option-words.ts';

interface ResultsActions {
  readonly report: (files: readonly string[], options: ReportOptions) => Promise<void>;
  readonly diff: (a: string, b: string, options: DiffOptions) => Promise<void>;
}

/** What `--open` says in every command that has it. */
export const openHelp = "open the HTML report in the desktop's browser";

/** The commands that read files of results. */
export function addResultsCommands(program: Command, { report, diff }: ResultsActions): void {
  subcommand(program, 'report', reportExamples)
    .description('Renders results files again in other formats; several files become one report.')
    .argument('<file...>', 'results in JSON, from `corspec run --reporter json=FILE`')
    .addOption(
      repeatable(
        '--reporter <name[=file]>',
        'see `corspec list reporters`; use - for stdout (default: terminal)',
      ),
    )
    .option('--verbose', 'list every failed check, beside the causes')
    .option('--open', openHelp)
    .action(report);
  subcommand(program, 'diff', diffExamples)
    .description('Compares two results files: what became better, worse, new or gone.')
    .argument('<a>', 'the earlier results in JSON')
    .argument('<b>', 'the later results')
    .option('--verbose', 'list every check that changed')
    .option('--json', 'print JSON')
    .action(diff);
}
