/** Does work, at most so much at a time; the rest waits in order. */
export function limited(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Its place goes to the next, if there is one.
      if (next === undefined) free++;
      else next();
    }
  };
}
