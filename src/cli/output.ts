/** Where the command line writes: the part of a stream of Node.js that it needs. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal, in characters. */
  readonly columns?: number;
}

/** Reports and lists go to stdout, everything that is about the run itself to stderr. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether to write colours: FORCE_COLOR and NO_COLOR decide where they are set, then whether it is a terminal. */
export function wantsColor({ isTTY }: Output, { FORCE_COLOR, NO_COLOR, TERM }: Io['env']): boolean {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR);
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY === true && TERM !== 'dumb';
}

/** Whether a line can be written over: a terminal that knows the escape sequences for it. */
export function canRewrite({ isTTY }: Output, { TERM }: Io['env']): boolean {
  return isTTY === true && TERM !== 'dumb';
}

/** Width to write for: the terminal's, or one that suits logs and files. */
export function columnsOf({ columns }: Output): number {
  return columns !== undefined && columns > 20 ? columns : 100;
}
