import * as z from 'zod';
import type { Attempt } from '../text/attempt.ts';
import { parseChecked } from '../text/checked-json.ts';
import { type Result, resultSchema, type Results, resultsSchema, resultsSchemaName } from './results.ts';

/** Results without the results of checks. */
export type ResultsHead = Omit<Results, 'results'>;

/** The first line of results as JSON Lines. Each of the others is one result. */
export const headSchema = resultsSchema.omit({ results: true });

/** A line of a run that goes on: a result, with what only corspec needs to play the rest. */
const openLine = z.looseObject({ result: resultSchema });

/** A result in a file as JSON Lines. */
export interface ResultLine {
  readonly result: Result;
  /** The whole line, if the run that wrote it had not ended. */
  readonly open?: z.infer<typeof openLine>;
}

/** Whether a text begins like results as JSON Lines: with a whole object that has no results. */
export function isLinesHead(line: string): boolean {
  if (!line.startsWith('{"') || !line.trimEnd().endsWith('}')) return false;
  try {
    const head = JSON.parse(line) as object;
    return 'schema' in head && head.schema === resultsSchemaName && !('results' in head);
  } catch {
    return false;
  }
}

/** @param where the file and the line, for the message */
export function parseResultLine(line: string, where: string): Attempt<ResultLine, readonly string[]> {
  if (!line.startsWith('{"result":')) {
    const parsed = parseChecked(line, where, resultSchema);
    return parsed.ok ? { ok: true, value: { result: parsed.value } } : parsed;
  }
  const parsed = parseChecked(line, where, openLine);
  return parsed.ok ? { ok: true, value: { result: parsed.value.result, open: parsed.value } } : parsed;
}

/**
 * The targets of results that do not name them, because the run did not end: what is known of them is that their checks
 * were played.
 */
export function targetsOfResults(
  results: Iterable<Pick<Result, 'target' | 'policy'>>,
): ResultsHead['targets'] {
  const targets = new Map<string, ResultsHead['targets'][number]>();
  for (const { target, policy } of results) {
    const known = targets.get(target) ?? { id: target, title: target, versions: {}, policies: {} };
    known.policies[policy] ??= { status: 'ready' };
    targets.set(target, known);
  }
  return [...targets.values()];
}
