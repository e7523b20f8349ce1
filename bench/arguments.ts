import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { UsageError } from '../scripts/run-script.ts';
import { partNames, type PartName } from './aims.ts';

export interface Arguments {
  readonly help: boolean;
  /** The file for the JSON, `-` for stdout; null without. */
  readonly json: string | null;
  readonly parts: readonly PartName[];
}

export const help = `Usage: npm run bench [-- OPTION…]

Measures corspec beside the aims for its speed. Ratios can be compared between machines; seconds need a quiet machine.

  --only <name>        only this part (repeatable): ${partNames.join(', ')}
  --json <file|->      write the measurements as JSON; with -, to stdout, and the table to stderr
  -h, --help           this help

CORSPEC_CHROMIUM selects an executable of Chromium; without it, Chromium and its headless shell are measured.`;

/** @throws an error that `runScript` reports with status 2 */
export function readArguments(words: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.json === '') throw new UsageError('--json needs a file, or - for stdout.');
  return {
    help: values.help,
    json: values.json ?? null,
    parts: values.only === undefined ? partNames : values.only.map(partNamed),
  };
}

function partNamed(name: string): PartName {
  const part = partNames.find((known) => known === name);
  if (part !== undefined) return part;
  throw new UsageError(
    `--only ${JSON.stringify(name)}: there is no such part. Did you mean ${closest(name, [...partNames])}? The parts are ${partNames.join(', ')}.`,
  );
}
