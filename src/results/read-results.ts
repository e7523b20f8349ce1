import { failure, type Attempt } from '../text/attempt.ts';
import { parseChecked } from '../text/checked-json.ts';
import { parseJson, positionOfValue } from '../text/json-text.ts';
import { type Results, resultsSchema, resultsSchemaName } from './results.ts';

/** Parses a file of results; `where` is its name, for the messages. Returns all problems. Never throws. */
export function parseResults(text: string, where: string): Attempt<Results, readonly string[]> {
  const json = parseJson(text);
  if (json.ok && typeof json.value === 'object' && json.value !== null) {
    const { schema } = json.value as Readonly<Record<string, unknown>>;
    if (schema !== resultsSchemaName) return failure([otherSchema(text, where, schema)]);
  }
  return parseChecked(text, where, resultsSchema);
}

/** The keys of another schema are not known, so only the schema is told. */
function otherSchema(text: string, where: string, schema: unknown): string {
  const { line, column } = positionOfValue(text, ['schema']);
  const expected = 'Expected results, as `corspec run --reporter json=FILE` writes them';
  if (typeof schema !== 'string') return `${where}:${line}:${column}: "schema" is missing. ${expected}.`;
  return `${where}:${line}:${column}: schema: ${JSON.stringify(schema)}: expected ${JSON.stringify(resultsSchemaName)}. ${expected}.`;
}
