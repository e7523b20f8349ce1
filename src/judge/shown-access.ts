import { originIn } from '../policy/allows.ts';
import type { CheckFacts, StepFacts } from './facts.ts';
import { toFetchRequest } from './to-fetch-request.ts';

/** What a check shows of CORS on the target, whatever its status. */
export interface ShownAccess {
  /** Whether an allowed origin could read a cross-origin response. */
  readonly isReadable: boolean;
  /** Whether a response had an Access-Control-* header. Null without any response. */
  readonly hasCorsHeader: boolean | null;
}

/** Pure. The oracle decides, so that a browser's deviation counts neither way. */
export function shownAccess({ planned, exchanges }: CheckFacts, steps: readonly StepFacts[]): ShownAccess {
  const responses = exchanges.flatMap(({ response }) => (response === undefined ? [] : [response]));
  return {
    isReadable: steps.some((step) => isReadable(step, planned)),
    hasCorsHeader:
      responses.length === 0
        ? null
        : responses.some(({ headers }) => headers.some(([name]) => /^access-control-/i.test(name))),
  };
}

function isReadable({ request, verdict }: StepFacts, { origin, target }: CheckFacts['planned']): boolean {
  // A raw preflight shows that it passes, and not what its request would get.
  if (verdict?.outcome !== 'readable' || request.method === 'OPTIONS') return false;
  const isCrossOrigin = verdict.trace.some(({ step }) => step === 'cors-check');
  return isCrossOrigin && originIn(target.policy, toFetchRequest(request, origin).origin) === 'allowed';
}
