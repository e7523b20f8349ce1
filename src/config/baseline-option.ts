import { quoted, type Validated } from '../options/validated.ts';
import type { TextFile } from '../system/files.ts';
import { parseBaseline } from './baseline-file.ts';
import type { BaselinePlan } from './excuse-failures.ts';

/** The file that messages suggest. */
export const exampleBaseline = 'corspec-baseline.json';

/**
 * A baseline that was named, with its entries; problems are in the words of the command line.
 * @param text what is in the file
 * @param unwritable why it cannot be written, if so
 */
export function resolveBaselineFile(
  { file, update }: Pick<BaselinePlan, 'file' | 'update'>,
  text: TextFile,
  unwritable: string | undefined,
): Validated<BaselinePlan | undefined> {
  const none = (...problems: readonly string[]) => ({ value: undefined, problems });
  const problems = update && unwritable !== undefined ? [`--baseline ${quoted(file)}: ${unwritable}.`] : [];
  if (text.ok) {
    const parsed = parseBaseline(text.text, file);
    return parsed.ok
      ? { value: { file, update, entries: parsed.value }, problems }
      : none(...parsed.reason.map((reason) => `--baseline ${reason}`));
  }
  if (text.missing !== true) return none(`--baseline ${quoted(file)}: ${text.reason}.`);
  if (update) return { value: { file, entries: [], update }, problems };
  return none(
    `--baseline ${quoted(file)}: file not found. To create it with the failures of today, add --update-baseline.`,
  );
}
