import { dirname, relative, resolve } from 'node:path';
import { documentConfigText } from '../config/init/config-text.ts';
import { surveyPaths } from '../config/init/path-survey.ts';
import type { SurveyOptions } from '../config/init/survey.ts';
import { type OpenApiDocument, readOpenApi } from '../config/openapi/document.ts';
import { baseUrlOf, documentPlace, type Endpoint, endpointsOf } from '../config/openapi/endpoints.ts';
import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { quoted, type Validated } from '../options/validated.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { InitOptions } from './command-line.ts';
import { pathSurveyText } from './init-text.ts';

/** A document whose paths are asked. */
export interface AskedDocument {
  /** As it was given. */
  readonly file: string;
  readonly document: OpenApiDocument;
  readonly baseUrl: string;
  readonly endpoints: readonly Endpoint[];
}

/** The document of `--openapi`, and where its API is: null without the option, or with problems. */
export async function readAskedDocument(
  url: string | undefined,
  options: InitOptions,
): Promise<Validated<AskedDocument | null>> {
  const { openapi } = options;
  const problems = baseUrlProblems(url, options);
  if (openapi === undefined || problems.length > 0) return { value: null, problems };
  const read = await readOpenApi(openapi);
  if (!read.ok) return { value: null, problems: [...read.reason] };
  const found = askedDocument(openapi, read.value, url, options);
  return found.ok ? { value: found.value, problems: [] } : { value: null, problems: [found.reason] };
}

function baseUrlProblems(url: string | undefined, { openapi, baseUrl }: InitOptions): readonly string[] {
  if (baseUrl === undefined) return [];
  const option = `--base-url ${quoted(baseUrl)}`;
  if (openapi === undefined)
    return [`${option}: it is for --openapi. Without a document, give the URL itself.`];
  if (url !== undefined)
    return [`${option}: the URL ${quoted(url)} already says where the API is. Give one of them.`];
  const problem = urlProblem(baseUrl);
  return problem === undefined ? [] : [`${option}: ${problem}`];
}

function askedDocument(
  file: string,
  document: OpenApiDocument,
  url: string | undefined,
  { baseUrl }: InitOptions,
): Attempt<AskedDocument, string> {
  const base = baseUrlOf(document, url ?? baseUrl);
  const option = `--openapi ${quoted(document.name)}`;
  if (!base.ok) return failure(`${option}: ${base.problem}. Add --base-url http://localhost:8000.`);
  // The command checks the URL that is given.
  const problem = url === undefined ? (urlProblem(base.url) ?? blockedPortProblem(base.url)) : undefined;
  if (problem !== undefined) return failure(`${option}: ${quoted(base.url)}: ${problem}`);
  const { endpoints } = endpointsOf(document);
  if (endpoints.length === 0) return failure(`${option}: the document has no path with an operation.`);
  return success({ file, document, baseUrl: base.url, endpoints });
}

/** What to show, and the text of the configuration; or why no path could be asked. */
export async function askPaths(
  { file, document, baseUrl, endpoints }: AskedDocument,
  fileName: string,
  options: SurveyOptions,
): Promise<Attempt<{ readonly shown: string; readonly text: string }, string>> {
  const found = await surveyPaths(endpoints, documentPlace(document, baseUrl), options);
  if (!found.ok) return found;
  const openapi = `./${relative(dirname(resolve(fileName)), resolve(file))}`;
  return success({
    shown: pathSurveyText(found.value, { document: document.name, baseUrl }),
    text: documentConfigText(found.value, { fileName, baseUrl, openapi }),
  });
}
