import type { Input } from './output.ts';

/** What is typed while corspec watches. */
export interface InputLines {
  /**
   * Resolves with `again` for a line, or `end` for `q` and at the end of the input. Lines since the last call count as
   * one. Null when the signal is aborted. Never rejects.
   */
  next(signal: AbortSignal): Promise<'again' | 'end' | null>;
  /** Stops reading, so that the process can end. */
  close(): void;
}

/** Reads lines; a terminal gives one when Enter is pressed. */
export function readInputLines(input: Input | undefined): InputLines {
  let lines = 0;
  let isOver = input === undefined;
  let wantsEnd = false;
  let wake: () => void = () => undefined;
  const read = async () => {
    let rest = '';
    for await (const chunk of input ?? []) {
      const [last = '', ...whole] = (rest + String(chunk)).split('\n').reverse();
      rest = last;
      lines += whole.length;
      wantsEnd ||= whole.some((line) => line.trim().toLowerCase() === 'q');
      wake();
    }
  };
  const end = () => {
    isOver = true;
    wake();
  };
  // A closed terminal is an error of the stream, and an end as well.
  void read().then(end, end);
  const take = (): 'again' | 'end' | null => {
    if (wantsEnd || (isOver && lines === 0)) return 'end';
    if (lines === 0) return null;
    lines = 0;
    return 'again';
  };
  return {
    async next(signal) {
      while (!signal.aborted) {
        const taken = take();
        if (taken !== null) return taken;
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return null;
    },
    close: () => input?.destroy?.(),
  };
}
