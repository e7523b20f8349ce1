import { failure, type Attempt, success } from '../text/attempt.ts';
import { parseChecked } from '../text/checked-json.ts';
import { parseJson, positionOfValue } from '../text/json-text.ts';
import { keyOfCheck } from './excuse.ts';
import { type Result, type Results, resultsSchema, resultsSchemaName } from './results.ts';
import {
  headSchema,
  isLinesHead,
  parseResultLine,
  type ResultLine,
  targetsOfResults,
} from './results-head.ts';

/** Parses a file of results; `where` is its name, for the messages. Returns all problems. Never throws. */
export function parseResults(text: string, where: string): Attempt<Results, readonly string[]> {
  const [first = ''] = text.split('\n', 1);
  if (isLinesHead(first)) {
    const lines = parseLines(text, where);
    return lines.ok ? success(resultsOfLines(lines.value)) : lines;
  }
  const other = otherSchema(text, where) ?? otherSchema(first, where);
  return other === null ? parseChecked(text, where, resultsSchema) : failure([other]);
}

/** Results as JSON Lines. */
export interface ResultLines {
  readonly head: Omit<Results, 'results'>;
  readonly lines: readonly ResultLine[];
  /** The number of characters up to the end of the last whole line: the rest is a line that was not written to its end. */
  readonly length: number;
}

/** Parses results as JSON Lines. What follows the last line break is not a line yet. */
export function parseLines(text: string, where: string): Attempt<ResultLines, readonly string[]> {
  // Without a line break, there is only the first line.
  const length = text.lastIndexOf('\n') + 1 || text.length;
  const [first = '', ...others] = text.slice(0, length).replace(/\n$/, '').split('\n');
  const other = otherSchema(first, where);
  if (other !== null) return failure([other]);
  const head = parseChecked(first, where, headSchema);
  if (!head.ok) return head;
  const lines = others.map((line, index) => parseResultLine(line, `${where}, line ${index + 2}`));
  const problems = lines.flatMap((line) => (line.ok ? [] : line.reason));
  if (problems.length > 0) return failure(problems.slice(0, mostProblems));
  return success({ head: head.value, lines: lines.flatMap((line) => (line.ok ? [line.value] : [])), length });
}

const mostProblems = 8;

/** A check that was played again is there twice: the last one counts. */
export function latestLines(lines: readonly ResultLine[]): readonly ResultLine[] {
  return [...new Map(lines.map((line) => [keyOfCheck(line.result), line])).values()];
}

function resultsOfLines({ head, lines }: ResultLines): Results {
  const results: Result[] = latestLines(lines).map(({ result }) => result);
  return {
    ...head,
    ...(head.targets.length === 0 && { targets: targetsOfResults(results) }),
    results,
  };
}

/** What is wrong with the schema, if it is not that of results: the keys of another schema are not known, so only the schema is told. */
function otherSchema(text: string, where: string): string | null {
  const json = parseJson(text);
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return null;
  const { schema } = json.value as Readonly<Record<string, unknown>>;
  if (schema === resultsSchemaName) return null;
  const { line, column } = positionOfValue(text, ['schema']);
  const expected = 'Expected results, as `corspec run --reporter json=FILE` writes them';
  if (typeof schema !== 'string') return `${where}:${line}:${column}: "schema" is missing. ${expected}.`;
  return `${where}:${line}:${column}: schema: ${JSON.stringify(schema)}: expected ${JSON.stringify(resultsSchemaName)}. ${expected}.`;
}
