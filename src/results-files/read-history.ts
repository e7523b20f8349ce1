import {
  type CheckHistory,
  type History,
  type HistoryRun,
  lifeOf,
  mostUrgentFirst,
  problemHistories,
  type State,
  testedTargets,
} from '../results/history.ts';
import type { ResultsHead } from '../results/results-head.ts';
import type { Result } from '../results/results.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { createCheckNumbers } from './check-numbers.ts';
import { scanFile } from './scan.ts';

interface Run extends HistoryRun {
  readonly head: ResultsHead;
  /** The number of each check that has a verdict, with `1` for a failure. */
  readonly verdicts: ReadonlyMap<number, 0 | 1>;
}

/**
 * The history of what runs found. Of each run, the verdicts of its checks are in memory as numbers.
 * @param newPath gives a new path for a copy
 */
export async function readHistory(
  files: readonly string[],
  newPath: () => string,
): Promise<Attempt<History, readonly string[]>> {
  const numbers = createCheckNumbers();
  const levels = new Map<number, Result['level']>();
  const runs: Run[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const verdicts = new Map<number, 0 | 1>();
    const checks = { pass: 0, fail: 0, error: 0 };
    const found = await scanFile(file, {
      newPath,
      onResult(result) {
        const { status, level } = result;
        if (status !== 'pass' && status !== 'fail' && status !== 'error') return;
        checks[status] += 1;
        if (status === 'error') return;
        const number = numbers.numberOf(result);
        verdicts.set(number, status === 'fail' ? 1 : 0);
        if (status === 'fail') levels.set(number, level);
      },
    });
    if (!found.ok) problems.push(...found.reason);
    else {
      const { head } = found.value;
      runs.push({ file, startedAt: head.startedAt, version: head.tool.version, checks, head, verdicts });
    }
  }
  if (problems.length > 0) return failure(problems);
  runs.sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const failed = [...levels].flatMap(([number, level]): readonly CheckHistory[] => {
    const states = runs.map(({ verdicts }) => stateOf(verdicts.get(number)));
    const life = lifeOf(states);
    return life === null ? [] : [{ ...numbers.checkOf(number), level, ...life, states }];
  });
  const heads = runs.map(({ head }) => head);
  const all = new Set(runs.flatMap(({ verdicts }) => [...verdicts.keys()]));
  return success({
    runs: runs.map(({ file, startedAt, version, checks }) => ({ file, startedAt, version, checks })),
    targets: testedTargets(heads),
    problems: mostUrgentFirst(problemHistories(heads)),
    checks: mostUrgentFirst(failed),
    passing: all.size - failed.length,
  });
}

function stateOf(verdict: 0 | 1 | undefined): State {
  return verdict === undefined ? 'none' : verdict === 1 ? 'fail' : 'pass';
}
