import { type Bundle, follow, type Located } from './references.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Objects in objects have so many levels; below, they are empty. */
const mostLevels = 5;

/**
 * A value for a schema: what the document gives (example, default, the first of enum), otherwise a plain value of its type.
 * Of an object, only the required properties. `undefined` when the schema does not say enough.
 */
export function sampleOf(located: Located, bundle: Bundle, level = 0): unknown {
  const { value, file } = follow(located, bundle);
  if (typeof value !== 'object' || value === null || level > mostLevels) return undefined;
  const schema = value as Schema;
  const given = givenIn(schema);
  if (given !== undefined) return given;
  const inner = (part: unknown) => sampleOf({ value: part, file }, bundle, level + 1);
  const all = schema['allOf'];
  if (Array.isArray(all))
    return wholeOf([...(all as readonly unknown[]), { ...schema, allOf: undefined }].map(inner));
  const alternatives = schema['oneOf'] ?? schema['anyOf'];
  if (Array.isArray(alternatives))
    return alternatives.map(inner).find((sample) => sample !== undefined && sample !== null);
  return plainSample(schema, inner);
}

/** What a parameter, a media type or a schema gives as a value itself. */
export function givenIn({ example, examples, default: fallback, ...schema }: Schema): unknown {
  const choices = schema['enum'];
  const candidates = [
    example,
    firstExample(examples),
    schema['x-example'],
    fallback === null ? undefined : fallback,
    schema['const'],
    Array.isArray(choices) ? (choices[0] as unknown) : undefined,
  ];
  return candidates.find((candidate) => candidate !== undefined);
}

/** Schemas list examples; parameters and media types name them. */
function firstExample(examples: unknown): unknown {
  if (Array.isArray(examples)) return examples[0];
  if (typeof examples !== 'object' || examples === null) return undefined;
  const [named] = Object.values(examples) as readonly ({ readonly value?: unknown } | undefined)[];
  return named?.value;
}

/** The parts of `allOf` in one. */
function wholeOf(parts: readonly unknown[]): unknown {
  const objects = parts.filter((part) => typeof part === 'object' && part !== null && !Array.isArray(part));
  if (objects.length > 0) return Object.assign({}, ...objects) as unknown;
  return parts.find((part) => part !== undefined);
}

function plainSample(schema: Schema, inner: (part: unknown) => unknown): unknown {
  switch (typeOf(schema)) {
    case 'integer':
    case 'number':
      return numberIn(schema);
    case 'boolean':
      return true;
    case 'string':
      return textIn(schema);
    case 'array': {
      const item = inner(schema['items']);
      return item === undefined ? [] : [item];
    }
    case 'object':
      return objectIn(schema, inner);
    default:
      return undefined;
  }
}

function typeOf({ type, properties, items }: Schema): unknown {
  if (Array.isArray(type)) return type.find((one) => one !== 'null') as unknown;
  if (type !== undefined) return type;
  return properties !== undefined ? 'object' : items !== undefined ? 'array' : undefined;
}

/** 1, or the number next to it that the limits allow. */
function numberIn({ minimum, maximum, exclusiveMinimum }: Schema): number {
  const least = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : minimum;
  const above = typeof least === 'number' && exclusiveMinimum === true ? least + 1 : least;
  if (typeof above === 'number' && above > 1) return above;
  return typeof maximum === 'number' && maximum < 1 ? maximum : 1;
}

const formats: Readonly<Record<string, string>> = {
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  time: '00:00:00Z',
  email: 'user@example.com',
  uri: 'https://example.com/',
  ipv4: '127.0.0.1',
  ipv6: '::1',
  hostname: 'example.com',
};

function textIn({ format, minLength, pattern }: Schema): string {
  const known = typeof format === 'string' ? formats[format] : undefined;
  if (known !== undefined) return known;
  const length = typeof minLength === 'number' ? Math.min(Math.max(minLength, 1), 1000) : 1;
  const candidates = ['a', '1', 'A'].map((letter) => letter.repeat(length));
  return candidates.find((text) => matches(text, pattern)) ?? 'a'.repeat(length);
}

/** A pattern of the document runs only on short texts, because it may take very long on others. */
function matches(text: string, pattern: unknown): boolean {
  if (typeof pattern !== 'string') return true;
  try {
    return text.length <= 20 && new RegExp(pattern, 'u').test(text);
  } catch {
    return false;
  }
}

function objectIn({ properties, required }: Schema, inner: (part: unknown) => unknown): unknown {
  const names = Array.isArray(required) ? (required as readonly unknown[]) : [];
  const known = typeof properties === 'object' && properties !== null ? (properties as Schema) : {};
  return Object.fromEntries(
    names.flatMap((name) => {
      const sample = typeof name === 'string' ? inner(known[name]) : undefined;
      return sample === undefined ? [] : [[name as string, sample]];
    }),
  );
}
