/** The handler is of another kind than its shape shows: the user has to pass it differently. */
export class HandlerError extends TypeError {
  override readonly name = 'HandlerError';
}

/** What went wrong in a handler while it was served. */
export interface Problems {
  add(error: unknown): void;
  /** That it was called in the wrong way. */
  readonly misuse: HandlerError | undefined;
  /** The first error that it threw; undefined when none. */
  readonly first: Error | undefined;
}

export function createProblems(): Problems {
  const all: Error[] = [];
  return {
    add: (error) => {
      all.push(error instanceof Error ? error : new Error(String(error)));
    },
    get misuse() {
      return all.find((error) => error instanceof HandlerError);
    },
    get first() {
      return all[0];
    },
  };
}
