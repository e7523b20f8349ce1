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
  /** Targets whose checks are done, of all. */
  readonly targets: { readonly done: number; readonly of: number };
  /** When the first check was done: milliseconds since the start; null before. */
  readonly firstAtMs: number | null;
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
  let state = initialState;

  const warn = (text: string) =>
    stderr.write(`${colors.yellow('warning:')} ${printable(text, { keepNewlines: true })}\n`);
  const painter = canRewrite(stderr, env)
    ? // A line that is wider than the terminal wraps, and then cannot be written over.
      rewriting(() => fit(progressLine(state, elapsed()), columnsOf(stderr) - 1), stderr)
    : appending(() => progressLine({ ...state, note: '' }, elapsed()), stderr, now);

  return {
    onEvent(event) {
      state = advance(state, event, elapsed());
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

export const initialState: ProgressState = {
  planned: 0,
  done: 0,
  targets: { done: 0, of: 0 },
  firstAtMs: null,
  failed: 0,
  broken: 0,
  note: '',
};

/** The state after an event. */
export function advance(state: ProgressState, event: RunEvent, elapsedMs: number): ProgressState {
  switch (event.kind) {
    case 'note':
      return { ...state, note: event.text };
    case 'warning':
      return state;
    case 'planned':
      return { ...state, planned: state.planned + event.checks };
    case 'targets':
      return { ...state, targets: { done: state.targets.done + event.done, of: event.of } };
    case 'result': {
      const { status } = event.result;
      return {
        ...state,
        done: state.done + 1,
        firstAtMs: state.firstAtMs ?? elapsedMs,
        failed: state.failed + (status === 'fail' ? 1 : 0),
        broken: state.broken + (status === 'error' ? 1 : 0),
      };
    }
  }
}

/** An estimate has a basis when so many checks have taken so long: milliseconds. */
const fewestDone = 50;
const shortestBasisMs = 5000;

/** What is left, if the other checks take as long as those before; null when too little is known. */
export function leftMs({ planned, done, firstAtMs }: ProgressState, elapsedMs: number): number | null {
  const passedMs = elapsedMs - (firstAtMs ?? elapsedMs);
  if (done < fewestDone || passedMs < shortestBasisMs || planned <= done) return null;
  return (passedMs / done) * (planned - done);
}

function leftText(ms: number | null): string {
  if (ms === null) return '';
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90
    ? `about ${Math.ceil(seconds / 10) * 10} s left`
    : `about ${Math.round(seconds / 60)} min left`;
}

/** `0:12  120/340 checks, 3/10 targets, 2 failed, 1 error, about 30 s left  starting Chromium` */
export function progressLine(state: ProgressState, elapsedMs: number): string {
  const { planned, done, targets, failed, broken, note } = state;
  const counts = [
    planned === 0 ? '' : `${done}/${planned} checks`,
    targets.of <= 1 || targets.done === 0 ? '' : `${targets.done}/${targets.of} targets`,
    failed === 0 ? '' : `${failed} failed`,
    broken === 0 ? '' : `${broken} ${broken === 1 ? 'error' : 'errors'}`,
    leftText(leftMs(state, elapsedMs)),
  ];
  return [clock(elapsedMs), counts.filter(Boolean).join(', '), printable(note)].filter(Boolean).join('  ');
}

function clock(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
