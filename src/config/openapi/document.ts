import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { ErrorObject } from 'ajv';
import { type Attempt, failure, success } from '../../text/attempt.ts';
import { didYouMean } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { type Bundle, readReferences } from './references.ts';
import type { Source } from './source.ts';

/** A valid OpenAPI document, version 2.0 or 3. */
export interface OpenApiDocument {
  /** As messages name it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly root: Readonly<Record<string, unknown>>;
  readonly bundle: Bundle;
}

/** Reads and validates a document. Fails with lines that each name a place of it. Never throws. */
export async function readOpenApi(path: string): Promise<Attempt<OpenApiDocument, readonly string[]>> {
  const file = resolve(path);
  const name = relative(process.cwd(), file) || path;
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => ({ code: thrown.code }));
  if (typeof text !== 'string') return failure([`${name}: ${unreadable(text.code)}.`]);
  // Loaded here: few runs have YAML to read.
  const { parseSource } = await import('./source.ts');
  const source = parseSource(text, name);
  if (!source.ok) return failure([source.reason]);
  const root = documentIn(source.value.value);
  if (root === null)
    return failure([
      `${source.value.at(['openapi'])}: this is not an OpenAPI document: it has neither \`openapi: 3.0.3\` (3.0, 3.1 or 3.2) nor \`swagger: "2.0"\`.`,
    ]);
  const invalid = await problemsOf(root, source.value);
  if (invalid.length > 0) return failure(invalid);
  const bundle = await readReferences(file, source.value);
  return bundle.problems.length > 0 ? failure(shown(bundle.problems)) : success({ name, file, root, bundle });
}

function unreadable(code: string | undefined): string {
  if (code === 'EISDIR') return 'this is a folder, not a file';
  return code === 'EACCES' ? 'permission denied' : 'file not found';
}

function documentIn(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null) return null;
  const root = value as Readonly<Record<string, unknown>>;
  const { openapi, swagger } = root;
  if (typeof openapi === 'string' && /^3\.[012]/.test(openapi)) return root;
  return swagger === '2.0' ? root : null;
}

/** What the schema of its version finds. The validator is loaded only here, because few runs need it. */
async function problemsOf(
  root: Readonly<Record<string, unknown>>,
  source: Source,
): Promise<readonly string[]> {
  const { Validator } = await import('@seriousme/openapi-schema-validator');
  const { valid, errors = [] } = await new Validator({ allErrors: true }).validate(structuredClone(root));
  // As a text, it is about a reference: readReferences tells these with their places.
  if (valid || typeof errors === 'string') return [];
  return shown(told(errors).map((error) => problemText(error, source)));
}

/** Schemas report each alternative that does not match, and each value around a problem: only the innermost is told. */
function told(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const own = errors.filter(
    ({ keyword, params }) => !wrappers.has(keyword) && params['missingProperty'] !== '$ref',
  );
  const innermost = own.filter(
    ({ instancePath, keyword }) =>
      keyword.endsWith('Properties') ||
      !own.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
  );
  const places = new Map<string, ErrorObject>();
  for (const error of innermost) {
    const key = `${error.instancePath} ${error.keyword} ${error.keyword === 'enum' ? '' : JSON.stringify(error.params)}`;
    places.set(key, merged(places.get(key), error));
  }
  return [...places.values()];
}

const wrappers = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'not']);

function merged(first: ErrorObject | undefined, second: ErrorObject): ErrorObject {
  if (first === undefined || second.keyword !== 'enum') return first ?? second;
  const values = [first, second].flatMap(({ params }) => params['allowedValues'] as readonly unknown[]);
  return { ...first, params: { allowedValues: values } };
}

function problemText(
  { instancePath, keyword, params, message = 'invalid' }: ErrorObject,
  source: Source,
): string {
  const path = instancePath.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')); // prettier-ignore
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
  const place = typeof extra === 'string' ? [...path, extra] : path;
  const at = `${source.at(place)}: ${printable(place.join(' › ') || 'the document')}`;
  if (typeof extra === 'string') return `${at}: ${unknownKey(path, extra)}`;
  if (keyword === 'required') return `${at}: ${JSON.stringify(params['missingProperty'])} is missing.`;
  if (keyword === 'enum') {
    const values = (params['allowedValues'] as readonly unknown[]).map((value) => JSON.stringify(value));
    return `${at}: expected ${values.join(', ')}.`;
  }
  return `${at}: ${printable(message)}.`;
}

function unknownKey(path: readonly string[], key: string): string {
  if (path.length === 1 && path[0] === 'paths' && !key.startsWith('/')) return 'a path starts with a slash.';
  const near = path[0] === 'paths' && path.length === 2 ? didYouMean(key, operations) : '';
  return `unknown key.${near}`;
}

const operations = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'parameters'];

const mostProblems = 8;

function shown(problems: readonly string[]): readonly string[] {
  const more = problems.length - mostProblems;
  return more > 0 ? [...problems.slice(0, mostProblems), `… and ${more} more problems.`] : problems;
}
