/** Where the command line writes: the part of a Node.js stream that it needs. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal, in characters. */
  readonly columns?: number;
}

/** Where the command line reads: the part of a Node.js stream that it needs. */
export interface Input extends AsyncIterable<unknown> {
  readonly isTTY?: boolean;
  /** Ends reading. */
  destroy?(): unknown;
}

/** Reports and lists go to stdout, messages about the run itself to stderr. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a command reads what is given as `-`. */
  readonly stdin?: Input;
}

/** Whether to write colours: FORCE_COLOR and NO_COLOR if they are set, otherwise whether it is a terminal. */
export function wantsColor({ isTTY }: Output, { FORCE_COLOR, NO_COLOR, TERM }: Io['env']): boolean {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR);
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY === true && TERM !== 'dumb';
}

/** Whether a line can be overwritten: the terminal supports the escape sequences for it. */
export function canRewrite({ isTTY }: Output, { TERM }: Io['env']): boolean {
  return isTTY === true && TERM !== 'dumb';
}

/** The terminal's width, or a default for logs and files. */
export function columnsOf({ columns }: Output): number {
  return columns !== undefined && columns > 20 ? columns : 100;
}
