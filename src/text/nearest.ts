import { distance } from 'fastest-levenshtein';

/**
 * At most three candidates that are similar to `value`, best first: a few letters differ, ignoring case, or one contains the
 * other.
 */
export function nearest(value: string, candidates: readonly string[]): readonly string[] {
  const typed = plain(value);
  if (typed === '') return [];
  return candidates
    .map((candidate) => ({ candidate, far: farness(typed, plain(candidate)) }))
    .filter(({ far }) => far !== Infinity)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean "a" or "b"?`, with a leading space, or an empty string. */
export function didYouMean(value: string, candidates: readonly string[]): string {
  const near = nearest(value, candidates).map((candidate) => JSON.stringify(candidate));
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}

function farness(typed: string, candidate: string): number {
  const far = distance(typed, candidate);
  const longest = Math.max(typed.length, candidate.length);
  if (far <= Math.max(1, Math.floor(longest * 0.34))) return far;
  const holds = typed.length >= 3 && (candidate.includes(typed) || typed.includes(candidate));
  return holds ? longest + far : Infinity;
}

/** Treats `max_age`, `max-age` and `maxAge` as equal. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[-_ ]/g, '');
}
