import type { Expectation } from './expectation.ts';

/** Whether what is expected, or reported, of a request depends on how many writes the target counts. */
export function asksForWrites({ writes, facts }: Expectation): boolean {
  return writes !== undefined || facts?.writes !== undefined;
}

/** Whether without a count of the writes there is nothing to expect: a page that is blocked writes nothing. */
export function expectsOnlyWrites(expect: Expectation): boolean {
  return asksForWrites(expect) && expect.outcome === undefined && expect.wire === undefined;
}
