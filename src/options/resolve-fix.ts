import { type LibraryId, libraryIds } from '../causes/libraries/index.ts';
import type { Validated } from './validated.ts';
import { unknown } from './resolve-scenarios.ts';

/** The library that fixes are written for. @param name of the option, for the problem */
export function resolveFix(
  library: string | undefined,
  name = '--fix',
): Validated<{ readonly fixFor?: LibraryId }> {
  if (library === undefined) return { value: {}, problems: [] };
  const fixFor = libraryIds.find((id) => id === library);
  if (fixFor !== undefined) return { value: { fixFor }, problems: [] };
  return { value: {}, problems: unknown(name, 'library', library, libraryIds) };
}
