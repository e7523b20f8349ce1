import * as z from 'zod';
import { failure, success, type Attempt } from './attempt.ts';
import { type JsonPath, parseJson, positionOfKey, positionOfValue } from './json-text.ts';
import { didYouMean } from './nearest.ts';
import { shortened } from './phrases.ts';

/** The most problems of one file that are told one by one. */
const mostProblems = 8;

/**
 * Parses JSON and validates it by a schema. `where` is the name of the file. Returns the value, or what is wrong, each with
 * line and column. Never throws.
 */
export function parseChecked<Schema extends z.ZodType>(
  text: string,
  where: string,
  schema: Schema,
): Attempt<z.infer<Schema>, readonly string[]> {
  const json = parseJson(text);
  if (!json.ok) return failure([`${where}:${json.line}:${json.column}: invalid JSON: ${json.message}`]);
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return success(parsed.data);
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, json.value, schema));
  const shown = problems.slice(0, mostProblems).map((problem) => located(problem, text, where));
  const rest = problems.length - shown.length;
  return failure(rest > 0 ? [...shown, `${where}: ${rest} more problems`] : shown);
}

interface Problem {
  readonly path: JsonPath;
  readonly message: string;
  /** Whether the key, and not its value, is wrong. */
  readonly isKey: boolean;
}

function located({ path, message, isKey }: Problem, text: string, where: string): string {
  const { line, column } = isKey ? positionOfKey(text, path) : positionOfValue(text, path);
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return `${where}:${line}:${column}: ${[place.replace(/^\./, ''), message].filter(Boolean).join(': ')}`;
}

function problemsOf(issue: z.core.$ZodIssue, whole: unknown, schema: z.ZodType): readonly Problem[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: unknownKey(key, schemaAt(schema, path)),
      isKey: true,
    }));
  const value = valueAt(whole, path);
  return [{ path, message: messageOf(issue, value), isKey: false }];
}

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing';
  if (issue.code === 'custom') return issue.message;
  const shown = shortened(JSON.stringify(value));
  if (issue.code === 'invalid_value')
    return `${shown}: expected ${issue.values.map((one) => JSON.stringify(one)).join(' or ')}`;
  if (issue.code === 'invalid_type')
    return `${shown}: expected ${typeTexts[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small' && issue.minimum === 1) return `${shown}: must not be empty`;
  return `${shown}: ${issue.message}`;
}

const typeTexts: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function unknownKey(key: string, schema: z.ZodType | undefined): string {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const valid = names.length === 0 ? '' : ` Valid keys: ${names.join(', ')}.`;
  return `unknown key.${didYouMean(key, names)}${valid}`;
}

/** The schema of the value at a path; undefined where that depends on the value. */
function schemaAt(schema: z.ZodType, path: JsonPath): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((at, key) => {
    const bare = at instanceof z.ZodOptional ? (at.unwrap() as z.ZodType) : at;
    if (bare instanceof z.ZodArray) return bare.element as z.ZodType;
    return bare instanceof z.ZodObject ? (bare.shape as Record<string, z.ZodType>)[String(key)] : undefined;
  }, schema);
}

function valueAt(whole: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    whole,
  );
}
