import type { Command } from 'commander';
import type { DiffOptions, HistoryOptions, MergeOptions, ReportOptions } from './command-line.ts';
import { diffExamples, historyExamples, mergeExamples, reportExamples } from './help-texts.ts';
import { repeatable, subcommand, valued } from './option-words.ts';

interface ResultsActions {
  readonly report: (files: readonly string[], options: ReportOptions) => Promise<void>;
  readonly merge: (files: readonly string[], options: MergeOptions) => Promise<void>;
  readonly history: (names: readonly string[], options: HistoryOptions) => Promise<void>;
  readonly diff: (a: string, b: string, options: DiffOptions) => Promise<void>;
}

/** What `--open` says in every command that has it. */
export const openHelp = "open the HTML report in the desktop's browser";

/** The commands that read files of results. */
export function addResultsCommands(program: Command, { report, diff, merge, history }: ResultsActions): void {
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
  subcommand(program, 'merge', mergeExamples)
    .description('Puts results files together, such as those of the shards of a run.')
    .argument('<file...>', 'results, as JSON or JSON Lines, compressed or not')
    .addOption(
      valued(
        '--output <file>',
        'FILE.json or FILE.jsonl, with .gz to compress it (default: stdout, as JSON)',
      ),
    )
    .action(merge);
  subcommand(program, 'history', historyExamples)
    .description('Shows what the results of many days found: since when, what was fixed, what flaps.')
    .argument('<folder|file...>', 'results files, or folders with them')
    .addOption(
      repeatable('--reporter <name[=file]>', 'terminal, json or html; use - for stdout (default: terminal)'),
    )
    .option('--verbose', 'list every check that failed, beside the problems')
    .option('--json', 'print JSON, as --reporter json does')
    .action(history);
  subcommand(program, 'diff', diffExamples)
    .description('Compares two results files: what became better, worse, new or gone.')
    .argument('<a>', 'the earlier results in JSON')
    .argument('<b>', 'the later results')
    .option('--verbose', 'list every check that changed')
    .option('--json', 'print JSON')
    .action(diff);
}
