import type { Level, Scenario, Step } from '../scenario.ts';
import { stepsOf } from '../steps.ts';
import { describeExpectation } from './expectation.ts';
import { times } from '../../text/phrases.ts';
import { describeNextRequest, describeRequest } from './request.ts';

export { describeConditions } from './policy.ts';
export { joined } from '../../text/phrases.ts';
export { code } from './origin.ts';

/** A request of a scenario and its expected result, as Markdown: names of the protocol are in backticks. */
export interface StepDescription {
  /** A sentence. */
  readonly does: string;
  /** Sentences; none if the scenario only checks a later step. */
  readonly must: readonly string[];
}

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
  return described.reduce<Repeated[]>(mergeRepeated, []).map(({ step, count }) => ({
    does: count === 1 ? step.does : `${step.does.slice(0, -1)}, ${times(count)} in a row.`,
    must: step.must,
  }));
}

function describeStep({ wait, request, expect }: Step, index: number, { from }: Scenario): StepDescription {
  const description = index === 0 ? describeRequest(request, from) : describeNextRequest(request, from);
  const sentence = `${description.replace(/,$/, '')}.`;
  return { does: afterWait(wait, sentence), must: describeExpectation(request, expect) };
}

function afterWait(wait: Step['wait'], sentence: string): string {
  if (wait === undefined) return sentence;
  const when = wait === 'max-age' ? 'After the max age,' : `After ${wait / 1000} seconds,`;
  return `${when} ${sentence.replace(/^The /, 'the ')}`;
}

interface Repeated {
  readonly step: StepDescription;
  readonly count: number;
}

/** Only the first request names its page, so the first two steps are compared from the verb on. */
function mergeRepeated(before: Repeated[], step: StepDescription, index: number): Repeated[] {
  const last = before.at(-1);
  if (last === undefined || !isSame(last.step, step, index === last.count && before.length === 1))
    return [...before, { step, count: 1 }];
  return [...before.slice(0, -1), { step: last.step, count: last.count + 1 }];
}

function isSame(before: StepDescription, after: StepDescription, isAfterFirst: boolean): boolean {
  if (/^(After|When) /.test(after.does)) return false;
  const ends = isAfterFirst ? [endOf(before.does), endOf(after.does)] : [before.does, after.does];
  return ends[0] === ends[1] && before.must.join() === after.must.join();
}

/** From the verb on. */
function endOf(sentence: string): string {
  return sentence.slice(sentence.search(/ (sends|loads|opens) (a raw )?`/));
}
