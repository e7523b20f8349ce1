import type { WireFailure } from '../results/exchange.ts';
import type { Connection } from '../http1/connection.ts';

/** What a target is waited for. */
export type Stage = 'connection' | 'head' | 'body';

/** Ends an exchange that takes too long, or whose browser has gone, by cutting the connection to the target. */
export interface Watch {
  /** Why it was ended; null as long as it was not. */
  readonly stopped: WireFailure | null;
  /** From now on this connection is the one to cut. */
  guard(link: Connection): void;
  /** A new stage begins, with the whole time for it. */
  enter(stage: Stage): void;
  /** Time that the browser takes is not held against the target. */
  forBrowser<T>(wait: Promise<T>): Promise<T>;
  stop(failure: WireFailure): void;
  end(): void;
}

/**
 * @param name the target's place, for the words
 * @param timeoutMs how long the target may take for each stage. It is absolute: a byte now and then does not move it.
 */
export function createWatch(name: string, timeoutMs: number): Watch {
  let stopped: WireFailure | null = null;
  let link: Connection | null = null;
  let stage: Stage = 'connection';
  let browserWaits = 0;
  let spentMs = 0;
  let since = performance.now();

  /** The target's time of this stage goes on from here, or is held. */
  const settle = (): void => {
    const now = performance.now();
    if (browserWaits === 0) spentMs += now - since;
    since = now;
  };

  const stop = (failure: WireFailure): void => {
    stopped ??= failure;
    link?.cut();
  };
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        settle();
        if (spentMs < timeoutMs - 1) arm();
        else stop(tooLate(stage, name, timeoutMs));
      },
      Math.max(1, timeoutMs - spentMs),
    );
  };
  arm();

  return {
    get stopped() {
      return stopped;
    },
    guard(found) {
      link = found;
      if (stopped !== null) link.cut();
    },
    enter(next) {
      settle();
      stage = next;
      spentMs = 0;
      arm();
    },
    async forBrowser(wait) {
      settle();
      browserWaits += 1;
      const result = await wait;
      settle();
      browserWaits -= 1;
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
        detail: `${name} began to answer, and its response did not end within ${timeoutMs} ms.`,
      };
  }
}
