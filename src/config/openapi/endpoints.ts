import type { DocumentPlace } from '../../targets/document-place.ts';
import type { OpenApiDocument } from './document.ts';
import { follow, type Located } from './references.ts';
import { givenIn, sampleOf } from './sample.ts';
import { parseUrl } from '../../fetch-standard/index.ts';

/** A path of a document. */
export interface Endpoint {
  /** As in the document: `/pets/{petId}`. */
  readonly path: string;
  /** In upper case. */
  readonly methods: readonly string[];
  /** The path with its parameters filled in, and the query parameters that are required. */
  readonly request: string;
  /** The names of its path parameters. */
  readonly parameters: readonly string[];
  /** A JSON body for its writes. */
  readonly data?: unknown;
}

export interface Endpoints {
  readonly endpoints: readonly Endpoint[];
  /** The names of all parameters that the document's paths have. */
  readonly parameters: ReadonlySet<string>;
}

type Values = Readonly<Record<string, string | number>>;

/** The methods that pages send. Of the others, browsers refuse TRACE, and OPTIONS is the preflight. */
const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

/** The endpoints of a document, in its order. @param values of parameters, by name */
export function endpointsOf(document: OpenApiDocument, values: Values = {}): Endpoints {
  const { root, file } = document;
  const names = new Set<string>();
  const paths = Object.entries(objectOf(root['paths'])).filter(([path]) => path.startsWith('/'));
  const endpoints = paths.flatMap(([path, value]) => {
    const found = endpointOf(path, { value, file }, document, values);
    for (const name of found.names) names.add(name);
    return found.endpoint.methods.length === 0 ? [] : [found.endpoint];
  });
  return { endpoints, parameters: names };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly value: unknown;
}

function endpointOf(
  path: string,
  located: Located,
  document: OpenApiDocument,
  values: Values,
): { readonly endpoint: Endpoint; readonly names: readonly string[] } {
  const { bundle } = document;
  const item = follow(located, bundle);
  const operations = methods.flatMap((method) => {
    const operation = objectOf(item.value)[method];
    return operation === undefined ? [] : [{ method, operation: { value: operation, file: item.file } }];
  });
  const shared = parametersOf(item, document);
  const own = operations.flatMap(({ operation }) => parametersOf(operation, document));
  // Required by the first operation: GET, if there is one. Others may need different ones.
  const first = operations[0] === undefined ? [] : parametersOf(operations[0].operation, document);
  const all = [...own, ...shared];
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const valueOf = (name: string, where: string): string => {
    const found = all.find((one) => one.name === name && one.in === where);
    return textOf(values[name] ?? found?.value ?? (where === 'path' ? '1' : 'a'));
  };
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(valueOf(name, 'path')));
  const query = [...first, ...shared].filter(({ in: where, required, name }) => where === 'query' && (required || name in values)); // prettier-ignore
  const pairs = [...new Set(query.map(({ name }) => name))].map(
    (name) => `${encodeURIComponent(name)}=${encodeURIComponent(valueOf(name, 'query'))}`,
  );
  const data = operations.map(({ operation }) => bodyOf(operation, document)).find((body) => body !== undefined); // prettier-ignore
  return {
    endpoint: {
      path,
      methods: operations.map(({ method }) => method.toUpperCase()),
      request: pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`,
      parameters: inPath,
      ...(data !== undefined && { data }),
    },
    names: [...inPath, ...all.filter(({ in: where }) => where === 'query').map(({ name }) => name)],
  };
}

function parametersOf({ value, file }: Located, { bundle }: OpenApiDocument): readonly Parameter[] {
  const list = objectOf(value)['parameters'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const located = follow({ value: one, file }, bundle);
    const { name, in: where, required, schema, content } = objectOf(located.value);
    if (typeof name !== 'string' || typeof where !== 'string') return [];
    const inSchema = schema ?? objectOf(Object.values(objectOf(content))[0])['schema'] ?? located.value;
    const sample = givenIn(objectOf(located.value)) ?? sampleOf({ value: inSchema, file: located.file }, bundle); // prettier-ignore
    return [{ name, in: where, required: required === true, value: sample }];
  });
}

/** The JSON body of an operation, in 3 as `requestBody`, in 2.0 as a parameter. */
function bodyOf(operation: Located, { bundle, root }: OpenApiDocument): unknown {
  const { requestBody, parameters } = objectOf(operation.value);
  if (root['swagger'] !== undefined) {
    const list = Array.isArray(parameters) ? (parameters as readonly unknown[]) : [];
    const body = list
      .map((value) => follow({ value, file: operation.file }, bundle))
      .find(({ value }) => objectOf(value)['in'] === 'body');
    return body && sampleOf({ value: objectOf(body.value)['schema'], file: body.file }, bundle);
  }
  const body = follow({ value: requestBody, file: operation.file }, bundle);
  const media = Object.entries(objectOf(objectOf(body.value)['content'])).find(([type]) =>
    /^application\/(.+\+)?json\b/i.test(type),
  )?.[1];
  const content = objectOf(media);
  return givenIn(content) ?? sampleOf({ value: content['schema'], file: body.file }, bundle);
}

/** The value of a parameter in a URL: a list is separated by commas. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Where an API is: the given URL, or the document's first server; or what is missing. */
export function baseUrlOf(
  { root }: OpenApiDocument,
  given: string | undefined,
): { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: string } {
  const server = serverOf(root);
  const isRelative = server?.startsWith('/') ?? true;
  if (given === undefined) {
    if (server !== undefined && !isRelative) return { ok: true, url: withoutSlash(server) };
    return {
      ok: false,
      problem: `the document does not say where the API is${server === undefined ? '' : ` (its server is ${JSON.stringify(server)})`}`,
    };
  }
  // A document whose server is a path says only where the API is on its host.
  const base = withoutSlash(given);
  const path = server !== undefined && isRelative ? withoutSlash(server) : '';
  const hasPath = (parseUrl(base)?.pathname ?? '/') !== '/';
  return { ok: true, url: hasPath ? base : `${base}${path}` };
}

/** Where the API of a document should be, and where else its first server says that it is. */
export function documentPlace({ name, root }: OpenApiDocument, baseUrl: string): DocumentPlace {
  const server = serverOf(root);
  const isUrl = parseUrl(baseUrl) !== null && server !== undefined && parseUrl(server, baseUrl) !== null;
  if (!isUrl) return { name, baseUrl };
  const path = withoutSlash(new URL(server, baseUrl).pathname);
  const other = `${new URL(baseUrl).origin}${path}`;
  return { name, baseUrl, ...(other !== baseUrl && { otherBaseUrl: other }) };
}

function serverOf(root: Readonly<Record<string, unknown>>): string | undefined {
  if (root['swagger'] !== undefined) {
    const { host, basePath = '', schemes } = root;
    const scheme = Array.isArray(schemes) ? String(schemes[0]) : 'https';
    const path = typeof basePath === 'string' ? basePath : '';
    if (typeof host === 'string') return `${scheme}://${host}${path}`;
    return path === '' ? undefined : path;
  }
  const [first] = Array.isArray(root['servers']) ? (root['servers'] as readonly unknown[]) : [];
  const { url, variables } = objectOf(first);
  if (typeof url !== 'string') return undefined;
  const named = objectOf(variables);
  return url.replace(/\{([^}]+)\}/g, (_, name: string) => textOf(objectOf(named[name])['default'] ?? name));
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
