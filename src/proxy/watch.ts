import type { WireFailure } from '../results/exchange.ts';
import type { Connection } from '../http1/connection.ts';

/** The stage of an exchange. */
export type Stage = 'connection' | 'head' | 'body';

/** Ends an exchange that takes too long or whose browser disconnected, by closing the connection to the target. */
export interface Watch {
  /** Why it was ended; null otherwise. */
  readonly stopped: WireFailure | null;
  /** Sets the connection to close. */
  guard(link: Connection): void;
  /** Begins a stage, with its full time limit. */
  enter(stage: Stage): void;
  /** Pauses the limit while the proxy waits for something else than the target. */
  withoutLimit<T>(wait: Promise<T>): Promise<T>;
  stop(failure: WireFailure): void;
  end(): void;
}

/**
 * @param name the target's address, for messages
 * @param timeoutMs the limit for each stage. It is absolute: single bytes do not extend it.
 */
export function createWatch(name: string, timeoutMs: number): Watch {
  let stopped: WireFailure | null = null;
  let link: Connection | null = null;
  let stage: Stage = 'connection';
  let waits = 0;
  let spentMs = 0;
  let since = performance.now();

  /** Continues or pauses the time of this stage. */
  const settle = (): void => {
    const now = performance.now();
    if (waits === 0) spentMs += now - since;
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
    async withoutLimit(wait) {
      settle();
      waits += 1;
      const result = await wait;
      settle();
      waits -= 1;
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
        detail: `${name} cannot be reached: no connection within ${timeoutMs} ms.`,
      };
    case 'head':
      return { kind: 'timeout', detail: `${name} did not respond within ${timeoutMs} ms.` };
    case 'body':
      return {
        kind: 'timeout',
        detail: `The response of ${name} did not end within ${timeoutMs} ms.`,
      };
  }
}
