/** What is started for some work, and is stopped at its end. */
export interface Started {
  /** Has `stop` called at the end, also when the start takes until then. */
  keep<T>(starting: Promise<T>, stop: (started: T) => Promise<unknown>): Promise<T>;
  /** Waits for what is still being started, as it would be left behind otherwise, then stops everything. Never rejects. */
  stop(): Promise<void>;
}

export function createStarted(): Started {
  const underWay: Promise<unknown>[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  return {
    keep(starting, stop) {
      const kept = starting.then((started) => {
        stops.push(() => stop(started));
        return started;
      });
      underWay.push(kept);
      return kept;
    },
    async stop() {
      await Promise.allSettled(underWay);
      await Promise.allSettled(stops.map((stop) => stop()));
    },
  };
}
