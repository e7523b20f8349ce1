import pc from 'picocolors';
import type { RunEvent } from '../run/request.ts';
import { fit } from '../text/columns.ts';
import { printable } from '../text/printable.ts';
import { canRewrite, columnsOf, wantsColor, type Io } from './output.ts';

export interface Progress {
  readonly onEvent: (event: RunEvent) => void;
  /** Writes a line that stays. @param text safe to print */
  readonly line: (text: string) => void;
  /** Clears the line, so that a report can follow. After it, only warnings and lines that stay are written. */
  readonly stop: () => void;
}

export interface ProgressState {
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly broken: number;
  /** The current step; empty before the first note. */
  readonly note: string;
}

/** How often the line of a terminal is redrawn: milliseconds. */
const redrawMs = 200;
/** The shortest time between two lines in a log, for example of CI: milliseconds. */
const quietMs = 5000;

/**
 * Reports the progress of a run on stderr: in a terminal by one line that is overwritten, in a log by separate lines.
 * `now` returns milliseconds.
 */
export function createProgress({ stderr, env }: Io, now: () => number = Date.now): Progress {
  const colors = pc.createColors(wantsColor(stderr, env));
  const startedAt = now();
  const elapsed = () => now() - startedAt;
  let state: ProgressState = { planned: 0, done: 0, failed: 0, broken: 0, note: '' };

  const warn = (text: string) =>
    stderr.write(`${colors.yellow('warning:')} ${printable(text, { keepNewlines: true })}\n`);
  const painter = canRewrite(stderr, env)
    ? // A line that is wider than the terminal wraps, and then cannot be written over.
      rewriting(() => fit(progressLine(state, elapsed()), columnsOf(stderr) - 1), stderr)
    : appending(() => progressLine({ ...state, note: '' }, elapsed()), stderr, now);

  return {
    onEvent(event) {
      state = advance(state, event);
      if (event.kind === 'warning') painter.aside(() => warn(event.text));
      else if (event.kind === 'note') painter.note(printable(event.text));
      else if (event.kind === 'result') painter.step();
    },
    line: (text) => painter.aside(() => stderr.write(`${text}\n`)),
    stop: () => painter.stop(),
  };
}

interface Painter {
  /** Writes text that stays. */
  aside(write: () => void): void;
  note(text: string): void;
  step(): void;
  stop(): void;
}

function rewriting(line: () => string, output: Io['stderr']): Painter {
  let stopped = false;
  const write = (text: string) => {
    if (!stopped) output.write(text);
  };
  const clear = () => write('\r\u001B[2K');
  const draw = () => write(`\r\u001B[2K${line()}`);
  const timer = setInterval(draw, redrawMs);
  // The timer must not keep the process alive.
  timer.unref();
  return {
    aside(writeAside) {
      clear();
      writeAside();
      draw();
    },
    note: draw,
    // The timer redraws the counts: hundreds of updates a second would flicker.
    step: () => undefined,
    stop() {
      clear();
      // A second clear would remove the report's first line.
      stopped = true;
      clearInterval(timer);
    },
  };
}

function appending(line: () => string, output: Io['stderr'], now: () => number): Painter {
  let writtenAt = now();
  let stopped = false;
  const write = (text: string) => {
    writtenAt = now();
    if (!stopped) output.write(`${text}\n`);
  };
  return {
    aside: (writeAside) => writeAside(),
    note: write,
    step: () => {
      if (now() - writtenAt >= quietMs) write(line());
    },
    stop() {
      stopped = true;
    },
  };
}

/** The state after an event. */
export function advance(state: ProgressState, event: RunEvent): ProgressState {
  switch (event.kind) {
    case 'note':
      return { ...state, note: event.text };
    case 'warning':
      return state;
    case 'planned':
      return { ...state, planned: state.planned + event.checks };
    case 'result': {
      const { status } = event.result;
      return {
        ...state,
        done: state.done + 1,
        failed: state.failed + (status === 'fail' ? 1 : 0),
        broken: state.broken + (status === 'error' ? 1 : 0),
      };
    }
  }
}

/** `0:12  120/340 checks, 2 failed, 1 error  starting Chromium` */
export function progressLine(state: ProgressState, elapsedMs: number): string {
  const { planned, done, failed, broken, note } = state;
  const counts = [
    planned === 0 ? '' : `${done}/${planned} checks`,
    failed === 0 ? '' : `${failed} failed`,
    broken === 0 ? '' : `${broken} ${broken === 1 ? 'error' : 'errors'}`,
  ];
  return [clock(elapsedMs), counts.filter(Boolean).join(', '), printable(note)].filter(Boolean).join('  ');
}

function clock(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
