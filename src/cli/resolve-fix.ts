import { type LibraryId, libraryIds } from '../causes/libraries/index.ts';
import type { Validated } from './command-line.ts';
import { unknown } from './resolve-scenarios.ts';

/** `--fix LIBRARY`: the library that fixes are written for. */
export function resolveFix(option: string | undefined): Validated<{ readonly fixFor?: LibraryId }> {
  if (option === undefined) return { value: {}, problems: [] };
  const fixFor = libraryIds.find((id) => id === option);
  if (fixFor !== undefined) return { value: { fixFor }, problems: [] };
  return { value: {}, problems: unknown('--fix', 'library', option, libraryIds) };
}
