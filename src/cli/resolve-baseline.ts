import { exampleBaseline, resolveBaselineFile } from '../config/baseline-option.ts';
import type { BaselinePlan } from '../config/excuse-failures.ts';
import type { Validated } from '../options/validated.ts';
import type { CommandInputs } from './catalogue.ts';
import type { RunOptions } from './command-line.ts';

/** `--baseline FILE` and `--update-baseline`; undefined without them. `gate`: failures decide the exit status. */
export function resolveBaseline(
  { baseline: file, updateBaseline: update = false }: RunOptions,
  gate: boolean,
  { texts, unwritable }: CommandInputs,
): Validated<BaselinePlan | undefined> {
  const none = (...problems: readonly string[]) => ({ value: undefined, problems });
  if (file === undefined) {
    const missing = `--update-baseline: the file is missing. Name it: --baseline ${exampleBaseline} --update-baseline.`;
    return update ? none(missing) : none();
  }
  if (file === '')
    return none(`--baseline "": the file name is empty. Use --baseline FILE, such as ${exampleBaseline}.`);
  if (!gate)
    return none('--baseline: failures of compare do not affect its exit status. Add --gate, or omit --baseline.'); // prettier-ignore
  const text = texts.get(file) ?? { ok: false, reason: 'file not found', missing: true };
  return resolveBaselineFile({ file, update }, text, unwritable.get(file));
}
