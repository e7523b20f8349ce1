import picomatch from 'picomatch';
import type { OpenApiInput } from './catalogue.ts';
import { type OpenApiDocument, readOpenApi } from '../config/openapi/document.ts';
import { baseUrlOf, documentPlace, type Endpoint, endpointsOf } from '../config/openapi/endpoints.ts';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { quoted, type Validated } from '../options/validated.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import type { Attempt } from '../text/attempt.ts';
import { didYouMean } from '../text/nearest.ts';
import { shellQuote } from '../text/shell.ts';
import type { CommandLine, RunOptions } from './command-line.ts';
import type { UrlOptions } from './resolve-url-options.ts';

/** Reads the document of `--openapi`. */
export async function readOpenApiInput({ openapi }: RunOptions): Promise<OpenApiInput | undefined> {
  return openapi === undefined ? undefined : readOpenApi(openapi);
}

/** The paths of the document as targets: all, or those that the TARGETs name. */
export function openApiTargets(
  { targets: wanted, options }: CommandLine,
  input: OpenApiInput,
  url: UrlOptions,
): Validated<readonly UrlTarget[]> {
  if (!input.ok) return { value: [], problems: input.reason };
  const base = baseOf(options, input.value);
  if (!base.ok) return { value: [], problems: [base.reason] };
  const { endpoints } = endpointsOf(input.value);
  const paths = endpoints.map(({ path }) => path);
  const chosen = wanted.length === 0 ? endpoints : endpoints.filter(({ path }) => isNamed(path, wanted));
  const unknown = wanted.filter((name) => !paths.some((path) => isNamed(path, [name])));
  const none = `--openapi ${quoted(input.value.name)}: the document has no path with an operation.`;
  const document = documentPlace(input.value, base.value);
  return {
    value: chosen.map((endpoint) => ({ ...targetOf(endpoint, base.value, url), document })),
    problems: [
      ...(endpoints.length === 0 ? [none] : []),
      ...unknown.map(
        (name) => `${quoted(name)}: no path of ${input.value.name} matches.${didYouMean(name, paths)}`,
      ),
    ],
  };
}

function isNamed(path: string, names: readonly string[]): boolean {
  return names.some((name) => path === name || picomatch.isMatch(path, name, { dot: true }));
}

function baseOf({ baseUrl }: RunOptions, document: OpenApiDocument): Attempt<string, string> {
  const given = baseUrl === undefined ? undefined : urlProblem(baseUrl);
  if (given !== undefined) return { ok: false, reason: `--base-url ${quoted(baseUrl ?? '')}: ${given}` };
  const base = baseUrlOf(document, baseUrl);
  if (!base.ok)
    return { ok: false, reason: `--openapi ${quoted(document.name)}: ${base.problem}. Add --base-url http://localhost:8000.` }; // prettier-ignore
  const problem = urlProblem(base.url) ?? blockedPortProblem(base.url);
  if (problem === undefined) return { ok: true, value: base.url };
  return { ok: false, reason: `--openapi ${quoted(document.name)}: ${quoted(base.url)}: ${problem}` }; // prettier-ignore
}

function targetOf(
  { path, request, methods, parameters, data }: Endpoint,
  base: string,
  { commandOptions, ...options }: UrlOptions,
): UrlTarget {
  const page = options.page ?? (data === undefined ? undefined : { headers: [], data: JSON.stringify(data) });
  const own = `--endpoint-methods ${shellQuote(methods.join(','))}`;
  return {
    kind: 'url',
    ...options,
    url: new URL(`${base}${request}`).href,
    name: path,
    pathParameters: parameters,
    endpointMethods: methods,
    ...(page !== undefined && { page }),
    commandOptions: commandOptions === undefined ? own : `${commandOptions} ${own}`,
  };
}
