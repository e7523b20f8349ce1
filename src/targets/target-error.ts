import { printable } from '../text/printable.ts';

export type TargetErrorKind =
  /** A required program is missing, or the install commands have not run. */
  | 'unavailable'
  /** An install command failed. */
  | 'install-failed'
  /** It answered for every policy but printed no ready line. */
  | 'no-ready-line'
  /** It printed a line that is not JSON. */
  | 'invalid-json'
  /** It exited before it was ready. */
  | 'exited'
  /** It was not ready in time. */
  | 'timeout'
  /** It accepts an invalid policy. */
  | 'untrusted'
  /** Its lines are JSON but violate the contract. */
  | 'contract';

/** An implementation could not be installed or started. The message is complete, and safe to print. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly kind: TargetErrorKind;
  /** The id of the implementation. */
  readonly implementation: string;

  constructor(kind: TargetErrorKind, implementation: string, message: string) {
    super(message);
    this.kind = kind;
    this.implementation = implementation;
  }
}

/** The length of a child's output in a message, in characters. */
const tailLength = 2000;

/** The end of a program's output, escaped and indented, to append to a message; empty without output. */
export function tailOf(title: string, text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed === '') return '';
  const tail = trimmed.length > tailLength ? `…${trimmed.slice(-tailLength)}` : trimmed;
  const lines = printable(tail.replaceAll('\r\n', '\n'), { keepNewlines: true }).split('\n');
  return `\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Describes how a process ended. */
export function describeEnd(end: { readonly code: number | null; readonly signal: string | null }): string {
  return end.signal === null ? `exit status ${end.code ?? 'unknown'}` : `signal ${end.signal}`;
}
