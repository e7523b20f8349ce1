import { expect, it } from 'vitest';
import type { RunnerEvents } from '../../../src/run/check-runner.ts';
import { reportOnce, trusted } from '../../../src/run/reported-once.ts';

const report = { check: 'a', outcome: { steps: [] }, durationMs: 1 };

/** Events as lines: `a reported`, `b: why`. */
function recorded(signal = new AbortController().signal): { lines: string[]; events: RunnerEvents<string> } {
  const lines: string[] = [];
  const events: RunnerEvents<string> = {
    signal,
    onReport: (check) => void lines.push(`${check} reported`),
    onProblem: (check, problem) => void lines.push(`${check}: ${problem}`),
  };
  return { lines, events };
}

it('gives checks that a broken browser did not report their problem', async () => {
  const { lines, events } = recorded();
  await reportOnce(['a', 'b', 'c'], events, ({ onReport, onProblem }) => {
    onReport('a', report, []);
    onProblem('b', 'its page crashed');
    return Promise.reject(new Error('Target closed'));
  });
  expect(lines).toEqual(['a reported', 'b: its page crashed', 'c: Browser error: Target closed']);
});

it('reports a check once', async () => {
  const { lines, events } = recorded();
  await reportOnce(['a'], events, ({ onReport, onProblem }) => {
    onReport('a', report, []);
    onProblem('a', 'late');
    return Promise.resolve();
  });
  expect(lines).toEqual(['a reported']);
});

it('an interrupted run leaves the rest unreported', async () => {
  const { lines, events } = recorded(AbortSignal.abort());
  await reportOnce(['a'], events, () => Promise.resolve());
  expect(lines).toEqual([]);
});

it('believes no report of a browser that has lost its cookies, caches and connections', () => {
  const { lines, events } = recorded();
  let why: string | null = null;
  const { onReport } = trusted(events, { lost: () => why });
  onReport('a', report, []);
  why = 'its network process has ended';
  onReport('b', report, []);
  expect(lines).toEqual(['a reported', 'b: its network process has ended']);
});
