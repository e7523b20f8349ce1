import { exposedHeaderIn } from '../policy/allows.ts';
import type { Policy } from '../policy/policy.ts';

/** Names of response headers, with `$exposed-all` and `$exposed` as the policy has them. */
export function withSymbols(names: readonly string[], { exposedHeaders }: Policy): readonly string[] {
  const listed = exposedHeaders === undefined || exposedHeaders === '*' ? [] : exposedHeaders;
  return names.flatMap((name) => {
    if (name === '$exposed-all') return listed;
    return name === '$exposed' ? listed.slice(0, 1) : [name];
  });
}

/** Of names of response headers, those that the policy does not expose. */
export function notExposed(names: readonly string[], policy: Policy): readonly string[] {
  return names.filter((name) => exposedHeaderIn(policy, name) !== 'allowed');
}
