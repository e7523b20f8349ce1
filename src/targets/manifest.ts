import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { parseJson } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';

const text = z.string().trim().min(1);

/** `server.json` of an implementation. The JSON Schema in `schemas/server.schema.json` is generated from this. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors; corspec does not look at it.'),
  title: text.describe('What reports call it, such as `Express + cors`.'),
  language: text.describe('The programming language.'),
  framework: text.describe('The web framework or server.'),
  middleware: text.describe('The library that does CORS.'),
  homepage: z.url({ protocol: /^https?$/ }).describe('Where the middleware is documented.'),
  install: z.array(text).describe('Shell commands that run once in the folder, before the first start.'),
  start: z
    .array(z.string())
    .min(1)
    .refine((argv) => argv[0] !== '', 'the program is missing')
    .describe('The program and its arguments. `node` is the Node.js that corspec itself runs on.'),
  needs: z
    .array(z.string().regex(/^[\w.+-]+$/, 'must be the bare name of a program, such as "python3"'))
    .describe('Programs that must be on PATH.'),
});

/** What `server.json` says. */
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

/** A `server.json` cannot be used. The message says where, what is there and what to do; it is safe to print. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

const examples: Readonly<Record<string, string>> = {
  title: '"Express + cors"',
  language: '"JavaScript"',
  framework: '"express"',
  middleware: '"cors"',
  homepage: '"https://github.com/expressjs/cors"',
  install: '["npm ci"], or [] when nothing has to be installed',
  start: '["node", "server.js"]',
  needs: '["node"], or [] when it needs no program',
};

/**
 * Reads the text of a `server.json`.
 * @param shownPath how messages call the file
 * @throws ManifestError with one line for each thing that is wrong
 */
export function parseManifest(json: string, shownPath: string): Manifest {
  const read = parseJson(json);
  if (!read.ok) {
    const why = printable(read.message, { limit: 200 });
    throw new ManifestError(
      `${shownPath}:${read.line}:${read.column}: is not JSON: ${why}. Correct it there.`,
    );
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
  if (key === undefined) return [`is ${shown(issue.input)}, and must be an object such as {"title": …}.`];
  const example = `${String(key)} is for example ${examples[String(key)] ?? 'a text'}`;
  if (issue.input === undefined) return [`"${String(key)}" is missing. Add it: ${example}.`];
  return [`${where(issue.path)} is ${shown(issue.input)}, and ${demand(issue)}; ${example}.`];
}

function explainUnknownKey(key: string): string {
  const known = Object.keys(examples);
  const near = known
    .map((name) => ({ name, far: distance(key.toLowerCase(), name) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far)[0];
  const advice =
    near === undefined ? `Remove it; the keys are ${known.join(', ')}` : `Did you mean "${near.name}"?`;
  return `"${printable(key, { limit: 60 })}" is no key of a server.json. ${advice}${near === undefined ? '.' : ''}`;
}

function demand(issue: z.core.$ZodIssue): string {
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
