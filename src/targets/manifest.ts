import { distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { parseJson } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';

const text = z.string().trim().min(1);

/** `server.json` of an implementation. The JSON Schema in `schemas/server.schema.json` is generated from this. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors; ignored by corspec.'),
  title: text.describe('The name in reports, such as `Express + cors`.'),
  language: text.describe('The programming language.'),
  framework: text.describe('The web framework or server.'),
  middleware: text.describe('The CORS library.'),
  homepage: z.url({ protocol: /^https?$/ }).describe('The documentation of the middleware.'),
  install: z.array(text).describe('Shell commands that run once in the folder, before the first start.'),
  start: z
    .array(z.string())
    .min(1)
    .refine((argv) => argv[0] !== '', 'must begin with a program')
    .describe('The program and its arguments. `node` is the Node.js that runs corspec.'),
  needs: z
    .array(z.string().regex(/^[\w.+-]+$/, 'must be the name of a program without a path, such as "python3"'))
    .describe('Programs that must be on PATH.'),
});

/** The content of `server.json`. */
export interface Manifest {
  readonly title: string;
  readonly language: string;
  readonly framework: string;
  readonly middleware: string;
  readonly homepage: string;
  readonly install: readonly string[];
  readonly start: readonly string[];
  readonly needs: readonly string[];
}

/** A `server.json` is invalid. The message has the place, the value and the fix; it is safe to print. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

const examples: Readonly<Record<string, string>> = {
  title: '"Express + cors"',
  language: '"JavaScript"',
  framework: '"express"',
  middleware: '"cors"',
  homepage: '"https://github.com/expressjs/cors"',
  install: '["npm ci"], or [] if nothing has to be installed',
  start: '["node", "server.js"]',
  needs: '["node"], or [] if it needs no programs',
};

/**
 * Reads the text of a `server.json`.
 * @param shownPath the name of the file in messages
 * @throws ManifestError with one line for each problem
 */
export function parseManifest(json: string, shownPath: string): Manifest {
  const read = parseJson(json);
  if (!read.ok) {
    const why = printable(read.message, { limit: 200 });
    throw new ManifestError(`${shownPath}:${read.line}:${read.column}: invalid JSON: ${why}.`);
  }
  const parsed = manifestSchema.safeParse(read.value, { reportInput: true });
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap(explain).map((line) => `${shownPath}: ${line}`);
    throw new ManifestError(lines.join('\n'));
  }
  const { $schema: _, ...manifest } = parsed.data;
  return manifest;
}

function explain(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(explainUnknownKey);
  const [key] = issue.path;
  if (key === undefined) return [`must be an object such as {"title": …}, got ${shown(issue.input)}.`];
  const example = `Example: ${examples[String(key)] ?? '"text"'}`;
  if (issue.input === undefined) return [`"${String(key)}" is missing. ${example}.`];
  return [`${where(issue.path)} ${requirement(issue)}, got ${shown(issue.input)}. ${example}.`];
}

function explainUnknownKey(key: string): string {
  const known = Object.keys(examples);
  const near = known
    .map((name) => ({ name, far: distance(key.toLowerCase(), name) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far)[0];
  const advice =
    near === undefined ? `Remove it. Valid keys: ${known.join(', ')}` : `Did you mean "${near.name}"?`;
  return `"${printable(key, { limit: 60 })}" is not a valid key. ${advice}${near === undefined ? '.' : ''}`;
}

function requirement(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${nouns[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small') return 'must not be empty';
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'must be an http or https URL';
  return issue.message;
}

const nouns: Readonly<Record<string, string>> = { string: 'a string', array: 'a list of strings' };

function where(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
}

function shown(value: unknown): string {
  return printable(JSON.stringify(value), { limit: 80 });
}
