import type { Level, Scenario, Step } from '../scenario.ts';
import { stepsOf } from '../steps.ts';
import { expectationInWords } from './expectation.ts';
import { times } from '../../text/phrases.ts';
import { nextRequestInWords, requestInWords } from './request.ts';

export { conditionsInWords } from './policy.ts';
export { joined } from '../../text/phrases.ts';
export { code } from './who.ts';

/** A request of a scenario and what must come of it, for people. Markdown: names of the protocol are in backticks. */
export interface ToldStep {
  /** A sentence. */
  readonly does: string;
  /** Sentences; there may be none where only a later step is asked about. */
  readonly must: readonly string[];
}

/** What a failure at each level means, and what it does to the exit status of `corspec run`. */
export const levelMeans: Readonly<Record<Level, string>> = {
  security: 'Somebody whom the policy leaves out gets in. A failure makes `corspec run` end with status 1.',
  required:
    'Something that the policy allows does not work in a browser, or a method or header beyond the policy is allowed. A failure makes `corspec run` end with status 1.',
  recommended:
    'It works today and will hurt. A failure makes `corspec run --strict` end with status 1; without `--strict` it is told, and no more.',
  informative: 'Worth knowing. A failure is told, and never decides how `corspec run` ends.',
};

/** What a scenario does and what must come of it, step by step. What is repeated is told once. */
export function tellSteps(scenario: Scenario): readonly ToldStep[] {
  const told = stepsOf(scenario).map((step, index) => tellStep(step, index, scenario));
  return told.reduce<Repeated[]>(gather, []).map(({ step, count }) => ({
    does: count === 1 ? step.does : `${step.does.slice(0, -1)}, ${times(count)} in a row.`,
    must: step.must,
  }));
}

function tellStep({ wait, request, expect }: Step, index: number, { from }: Scenario): ToldStep {
  const words = index === 0 ? requestInWords(request, from) : nextRequestInWords(request, from);
  const sentence = `${words.replace(/,$/, '')}.`;
  return { does: waiting(wait, sentence), must: expectationInWords(request, expect) };
}

function waiting(wait: Step['wait'], sentence: string): string {
  if (wait === undefined) return sentence;
  const when = wait === 'max-age' ? 'When the max age is over,' : `After ${wait / 1000} seconds,`;
  return `${when} ${sentence.replace(/^The /, 'the ')}`;
}

interface Repeated {
  readonly step: ToldStep;
  readonly count: number;
}

/** The first request names its page, the others do not: what must come of them tells whether it is the same again. */
function gather(before: Repeated[], step: ToldStep, index: number): Repeated[] {
  const last = before.at(-1);
  if (last === undefined || !isSame(last.step, step, index === last.count && before.length === 1))
    return [...before, { step, count: 1 }];
  return [...before.slice(0, -1), { step: last.step, count: last.count + 1 }];
}

function isSame(before: ToldStep, after: ToldStep, isAfterFirst: boolean): boolean {
  if (/^(After|When) /.test(after.does)) return false;
  const ends = isAfterFirst ? [endOf(before.does), endOf(after.does)] : [before.does, after.does];
  return ends[0] === ends[1] && before.must.join() === after.must.join();
}

/** From the verb on. */
function endOf(sentence: string): string {
  return sentence.slice(sentence.search(/ (sends|loads|opens) `/));
}
