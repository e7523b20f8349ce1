import type { Level, Scenario, Step } from '../scenario.ts';
import { stepsOf } from '../steps.ts';
import { describeExpectation } from './expectation.ts';
import { mergeRepeated, type StepDescription } from './merge-repeated.ts';
import { describeNextRequest, describeRequest } from './request.ts';

export { describeConditions } from './policy.ts';
export { joined } from '../../text/phrases.ts';
export { code } from './origin.ts';
export type { StepDescription } from './merge-repeated.ts';

/** What a failure at each level means, and how it affects the exit status of `corspec run`. */
export const levelMeans: Readonly<Record<Level, string>> = {
  security:
    'A failure grants access to origins, or with credentials, that the policy excludes. It makes `corspec run` exit with status 1.',
  required:
    'A failure means that something the policy allows does not work in browsers, or that the server allows a method or header that the policy does not. It makes `corspec run` exit with status 1.',
  recommended:
    'A failure works today, but is likely to cause problems. It makes `corspec run` exit with status 1 only with `--strict`.',
  informative: 'A failure is reported for information and never affects the exit status of `corspec run`.',
};

/** What a scenario does and its expected results, step by step. Repeated steps are merged. */
export function describeSteps(scenario: Scenario): readonly StepDescription[] {
  const described = stepsOf(scenario).map((step, index) => describeStep(step, index, scenario));
  return mergeRepeated(described);
}

function describeStep(
  { wait, background, request, expect }: Step,
  index: number,
  { from, rewritesHost }: Scenario,
): StepDescription {
  const description = index === 0 ? describeRequest(request, from) : describeNextRequest(request, from);
  const way = rewritesHost === true ? ', through a proxy that replaces Host by the server’s address' : '';
  const waiting = background === true ? ', and does not wait for the response' : '';
  const sentence = `${description.replace(/,$/, '')}${way}${waiting}.`;
  return { does: afterWait(wait, sentence), must: describeExpectation(request, expect) };
}

function afterWait(wait: Step['wait'], sentence: string): string {
  if (wait === undefined) return sentence;
  const when = wait === 'max-age' ? 'After the max age,' : `After ${wait / 1000} seconds,`;
  return `${when} ${sentence.replace(/^The /, 'the ')}`;
}
