import { secondsOf } from './command.ts';
import type { Engine } from './engines.ts';

const times = 3;

/** `corspec run URL` from start to exit, each time in a new process: the median in seconds, and all times. */
export async function measureColdStart(
  words: readonly string[],
  { browser }: Engine,
): Promise<{ readonly value: number; readonly note: string }> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) taken.push(await secondsOf([...words, '--browser', browser]));
  const value = taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
  return { value, note: `median of ${taken.map((seconds) => seconds.toFixed(2)).join(', ')}` };
}
