import type { WireFailure } from '../vocabulary/exchange.ts';
import type { Connection } from '../http1/connection.ts';

/** What a target is waited for. */
export type Stage = 'connection' | 'head' | 'body';

/** Ends an exchange that takes too long, or whose browser has gone, by cutting the connection to the target. */
export interface Watch {
  /** Why it was ended; null as long as it was not. */
  readonly stopped: WireFailure | null;
  /** From now on this connection is the one to cut. */
  guard(link: Connection): void;
  /** The target gave a sign of life, or a new wait begins. */
  touch(stage?: Stage): void;
  /** Time that the browser takes is not held against the target. */
  forBrowser<T>(wait: Promise<T>): Promise<T>;
  stop(failure: WireFailure): void;
  end(): void;
}

/** `name` is the target's place, for the words; `timeoutMs` how long it may give no sign of life. */
export function createWatch(name: string, timeoutMs: number): Watch {
  let stopped: WireFailure | null = null;
  let link: Connection | null = null;
  let stage: Stage = 'connection';
  let browserWaits = 0;

  const stop = (failure: WireFailure): void => {
    stopped ??= failure;
    link?.cut();
  };
  const timer = setTimeout(() => {
    if (browserWaits > 0) timer.refresh();
    else stop(tooLate(stage, name, timeoutMs));
  }, timeoutMs);

  return {
    get stopped() {
      return stopped;
    },
    guard(found) {
      link = found;
      if (stopped !== null) link.cut();
    },
    touch(now = stage) {
      stage = now;
      timer.refresh();
    },
    async forBrowser(wait) {
      browserWaits += 1;
      const result = await wait;
      browserWaits -= 1;
      timer.refresh();
      return result;
    },
    stop,
    end: () => clearTimeout(timer),
  };
}

function tooLate(stage: Stage, name: string, timeoutMs: number): WireFailure {
  switch (stage) {
    case 'connection':
      return {
        kind: 'unreachable',
        detail: `${name} cannot be reached: no connection came about within ${timeoutMs} ms.`,
      };
    case 'head':
      return { kind: 'timeout', detail: `${name} did not answer within ${timeoutMs} ms.` };
    case 'body':
      return {
        kind: 'timeout',
        detail: `${name} began to answer, and then sent nothing more for ${timeoutMs} ms.`,
      };
  }
}
