import type { Cause, CauseCode } from '../../src/causes/cause.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Example } from './example.ts';

/** What the page of a cause needs besides the texts of src/causes. */
export interface CauseFacts<Code extends CauseCode = CauseCode> {
  /** The cause that title and fix are about. */
  readonly cause: Cause<Code>;
  readonly examples: readonly Example[];
  /** The section of the standard, where no example is blocked: an anchor, or a URL. */
  readonly spec?: string;
  /** How the policy differs from the sample policy in facts.ts. */
  readonly policy?: Policy;
}

export type FactsOf<Code extends CauseCode> = { readonly [Each in Code]: CauseFacts<Each> };
