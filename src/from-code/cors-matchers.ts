import type { Policy } from '../policy/policy.ts';
import { type MatcherContext, type MatcherResult, toConformToCors } from './matcher.ts';
import type { TestCorsOptions } from './options.ts';
import type { CorsSubject } from './serve/index.ts';

/** For `expect.extend` of Vitest and Jest. */
export const corsMatchers = {
  toConformToCors(
    this: MatcherContext,
    received: unknown,
    policy: Policy,
    options?: TestCorsOptions,
  ): Promise<MatcherResult> {
    return toConformToCors(this, received as CorsSubject, policy, options);
  },
};
