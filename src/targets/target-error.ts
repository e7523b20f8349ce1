import { printable } from '../text/printable.ts';

export type TargetErrorKind =
  /** A program that it needs is missing, or its install commands have not been run. */
  | 'unavailable'
  /** An install command failed. */
  | 'install-failed'
  /** It answered for every policy, and then never said that it is ready. */
  | 'no-ready-line'
  /** It printed something else than lines of JSON. */
  | 'rubbish'
  /** It ended before it was ready. */
  | 'exited'
  /** It was not ready in time. */
  | 'timeout'
  /** It claims to apply a policy that makes no sense. */
  | 'untrusted'
  /** Its lines are JSON, and not what the contract asks for. */
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

/** How much of a child's output a message shows, in characters. */
const tailLength = 2000;

/** The end of what a program wrote, escaped and indented, to stand below a message; empty when it wrote nothing. */
export function tailOf(title: string, text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed === '') return '';
  const tail = trimmed.length > tailLength ? `…${trimmed.slice(-tailLength)}` : trimmed;
  const lines = printable(tail.replaceAll('\r\n', '\n'), { keepNewlines: true }).split('\n');
  return `\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** How a process ended, in words. */
export function endInWords(end: { readonly code: number | null; readonly signal: string | null }): string {
  return end.signal === null ? `exit status ${end.code ?? 'unknown'}` : `signal ${end.signal}`;
}
