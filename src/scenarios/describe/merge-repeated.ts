import { times } from '../../text/phrases.ts';

/** A request of a scenario and its expected result, as Markdown: names of the protocol are in backticks. */
export interface StepDescription {
  /** A sentence. */
  readonly does: string;
  /** Sentences; none if the scenario only checks a later step. */
  readonly must: readonly string[];
}

/** Steps that are equal, or that alternate, are described once. */
export function mergeRepeated(steps: readonly StepDescription[]): readonly StepDescription[] {
  const merged: StepDescription[] = [];
  for (let at = 0; at < steps.length;) {
    const turns = turnsFrom(steps, at);
    const count = turns > 1 ? 2 * turns : runFrom(steps, at);
    merged.push(...(turns > 1 ? alternating(steps, at, turns) : [inARow(steps[at], count)].flat()));
    at += count;
  }
  return merged;
}

function inARow(step: StepDescription | undefined, count: number): readonly StepDescription[] {
  if (step === undefined) return [];
  return [count === 1 ? step : { ...step, does: `${step.does.slice(0, -1)}, ${times(count)} in a row.` }];
}

function alternating(steps: readonly StepDescription[], at: number, turns: number): StepDescription[] {
  return steps.slice(at, at + 2).map((step, index) => ({
    ...step,
    does: `${step.does.slice(0, -1)}, ${times(turns)}, in turn with the ${index === 0 ? 'next' : 'previous'} request.`,
  }));
}

/** How many equal steps begin here. Only the first request names its page, so it is compared from the verb on. */
function runFrom(steps: readonly StepDescription[], at: number): number {
  let end = at + 1;
  while (end < steps.length && isSame(steps[end - 1], steps[end], end === 1)) end += 1;
  return end - at;
}

/** How many pairs of two different steps begin here. */
function turnsFrom(steps: readonly StepDescription[], at: number): number {
  if (isSame(steps[at], steps[at + 1], false)) return 1;
  let turns = 1;
  const isNext = (index: number) => isSame(steps[at + index], steps[at + 2 * turns + index], false);
  while (isNext(0) && isNext(1)) turns += 1;
  return turns;
}

function isSame(
  before: StepDescription | undefined,
  after: StepDescription | undefined,
  isAfterFirst: boolean,
): boolean {
  if (before === undefined || after === undefined) return false;
  if (/^(After|When) /.test(after.does)) return false;
  const ends = isAfterFirst ? [endOf(before.does), endOf(after.does)] : [before.does, after.does];
  return ends[0] === ends[1] && before.must.join() === after.must.join();
}

/** From the verb on. */
function endOf(sentence: string): string {
  return sentence.slice(sentence.search(/ (sends|loads|opens) (a raw )?`/));
}
