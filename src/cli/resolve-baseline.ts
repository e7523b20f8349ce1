import { parseBaseline } from '../config/baseline-file.ts';
import type { Excuses } from '../config/excuse-failures.ts';
import type { CommandInputs } from './catalogue.ts';
import type { RunOptions } from './command-line.ts';
import { quoted, type Validated } from '../options/validated.ts';

export type BaselinePlan = NonNullable<Excuses['baseline']>;

const exampleFile = 'corspec-baseline.json';

/** `--baseline FILE` and `--update-baseline`; undefined without them. `gate`: failures decide the exit status. */
export function resolveBaseline(
  { baseline: file, updateBaseline: update = false }: RunOptions,
  gate: boolean,
  inputs: CommandInputs,
): Validated<BaselinePlan | undefined> {
  if (file === undefined) {
    const problems = update
      ? [`--update-baseline: the file is missing. Name it: --baseline ${exampleFile} --update-baseline.`]
      : [];
    return { value: undefined, problems };
  }
  const none = (...problems: readonly string[]) => ({ value: undefined, problems });
  if (file === '')
    return none(`--baseline "": the file name is empty. Use --baseline FILE, such as ${exampleFile}.`);
  if (!gate)
    return none('--baseline: failures of compare do not affect its exit status. Add --gate, or omit --baseline.'); // prettier-ignore
  const problems = update ? unwritable(file, inputs) : [];
  const text = inputs.texts.get(file) ?? { ok: false, reason: 'file not found', missing: true };
  if (text.ok) return parsed(text.text, { file, update }, problems);
  if (text.missing !== true) return none(`--baseline ${quoted(file)}: ${text.reason}.`);
  if (update) return { value: { file, entries: [], update }, problems };
  return none(
    `--baseline ${quoted(file)}: file not found. To create it with the failures of today: --baseline ${quoted(file)} --update-baseline.`,
  );
}

function parsed(
  text: string,
  plan: Omit<BaselinePlan, 'entries'>,
  problems: readonly string[],
): Validated<BaselinePlan | undefined> {
  const baseline = parseBaseline(text, plan.file);
  if (baseline.ok) return { value: { ...plan, entries: baseline.value }, problems };
  return { value: undefined, problems: baseline.reason.map((reason) => `--baseline ${reason}`) };
}

function unwritable(file: string, { unwritable: reasons }: CommandInputs): readonly string[] {
  const reason = reasons.get(file);
  return reason === undefined ? [] : [`--baseline ${quoted(file)}: ${reason}.`];
}
