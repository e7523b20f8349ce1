import { describeReason, type TraceEntry } from '../fetch-standard/index.ts';
import type { DecidedAt } from '../results/results.ts';
import { printable } from '../text/printable.ts';

/** An entry of the oracle's trace as results have it: the code of its reason, and the sentence. */
export function decidedAt(entry: TraceEntry): DecidedAt {
  const { step, anchor, header, code } = entry;
  return {
    step,
    anchor,
    ...(header === undefined ? {} : { header }),
    code,
    says: printable(describeReason(entry)),
  };
}
