import type { Expectation } from './scenario.ts';

/** Whether what is expected, or reported, of a request depends on how many writes the target counts. */
export function asksForWrites({ writes, facts }: Expectation): boolean {
  return writes !== undefined || facts?.writes !== undefined;
}
