import { pathMatcher } from '../openapi/path-matcher.ts';

/** A pattern of paths, and the name of their policy; null: they are not tested. */
export type PathPattern = readonly [pattern: string, policy: string | null];

type Policies = ReadonlyMap<string, string | null>;

/**
 * The shortest patterns of which the first that matches a path has its policy. Paths of all other policies get patterns of
 * their own, before the one that matches the rest.
 * @param rest the policy of most paths
 */
export function patternsOf(policies: Policies, rest: string | null): readonly PathPattern[] {
  const special = [...policies].filter(([, policy]) => policy !== rest);
  const patterns = [
    ...new Map(special.map(([path, policy]) => [patternFor(path, policy, policies), policy])),
  ];
  // An exact path wins over a pattern that matches it too.
  const ordered = patterns.sort(([a], [b]) => Number(policies.has(b)) - Number(policies.has(a)));
  const whole: readonly PathPattern[] = [...ordered, ['/**', rest]];
  return isRight(whole, policies) ? whole : [...special, ['/**', rest]];
}

/** `/admin/**` where it matches paths of this policy only, otherwise the path. */
function patternFor(path: string, policy: string | null, policies: Policies): string {
  const segments = path.split('/').slice(1);
  const prefixes = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}/**`);
  const found = prefixes.find((pattern) => {
    const matches = pathMatcher(pattern);
    const members = [...policies].filter(([other]) => matches(other));
    const isOwn = members.every(([, other]) => other === policy) && matches(path);
    // What is not tested is named path by path, so that new paths are tested.
    return isOwn && members.length > 1 && policy !== null;
  });
  return found ?? path;
}

function isRight(patterns: readonly PathPattern[], policies: Policies): boolean {
  const rules = patterns.map(([pattern, policy]) => ({ matches: pathMatcher(pattern), policy }));
  return [...policies].every(
    ([path, policy]) => rules.find(({ matches }) => matches(path))?.policy === policy,
  );
}
