import { exampleBaseline, resolveBaselineFile } from '../config/baseline-option.ts';
import { ignoreProblems } from '../config/check-ignore.ts';
import type { BaselinePlan } from '../config/excuse-failures.ts';
import type { ExcusePlan } from '../config/excuse-known.ts';
import type { Suite } from '../scenarios/scenario.ts';
import { readText, unwritableBecause } from '../system/files.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { withCodeNames } from './option-names.ts';
import type { TestCorsOptions } from './options.ts';

/** What excuses failures, with the baseline file read, or all problems. Options of another type are not looked at. */
export async function resolveExcuses(
  options: TestCorsOptions,
  suites: readonly Suite[],
): Promise<Attempt<ExcusePlan, readonly string[]>> {
  const baseline = await resolveBaseline(options);
  const problems = [...ignoreProblems(options.ignore).map(({ text }) => text), ...baseline.problems];
  if (problems.length > 0) return failure(problems);
  const { scenarios, suites: chosen, levels } = options;
  return success({
    ignore: options.ignore ?? [],
    ...(baseline.value !== undefined && { baseline: baseline.value }),
    strict: options.strict ?? false,
    scenarios: new Set(suites.flatMap((suite) => suite.scenarios.map(({ id }) => id))),
    isFullRun: [scenarios, chosen, levels].every((filter) => filter === undefined),
  });
}

interface Resolved {
  readonly value?: BaselinePlan | undefined;
  readonly problems: readonly string[];
}

async function resolveBaseline({
  baseline: file,
  updateBaseline: update,
}: TestCorsOptions): Promise<Resolved> {
  if (file === undefined) {
    const missing = `updateBaseline: the file is missing. Name it: baseline: ${JSON.stringify(exampleBaseline)}.`;
    return { problems: update === true ? [missing] : [] };
  }
  if (typeof file !== 'string' || file === '') return { problems: [] };
  const unwritable = update === true ? await unwritableBecause(file) : undefined;
  const found = resolveBaselineFile({ file, update: update === true }, await readText(file), unwritable);
  return { value: found.value, problems: found.problems.map(withCodeNames) };
}
