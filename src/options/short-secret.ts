import { shortestSecret } from '../results/redaction.ts';

/** The warning about a header whose value, or a part of it, cannot be masked. */
export function shortSecret(name: string): string {
  return `${JSON.stringify(name)}: the value, or the part after the scheme, is shorter than ${shortestSecret} characters. Reports do not mask it if the server sends it back.`;
}
