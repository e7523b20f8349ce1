import { relative, resolve } from 'node:path';
import { didYouMean } from '../../text/nearest.ts';
import type { JsonPath } from '../../text/json-text.ts';
import { someOf } from '../../text/phrases.ts';
import type { DocumentPlace } from '../../targets/document-place.ts';
import type { OpenApiTargetConfig, UrlTargetConfig } from '../config.ts';
import { type ConfigProblem, problemAt } from '../issues.ts';
import { readOpenApi } from './document.ts';
import { baseUrlOf, documentPlace, type Endpoint, endpointsOf } from './endpoints.ts';
import { pathMatcher } from './path-matcher.ts';

/** A path of a document as a target. */
export interface ExpandedTarget {
  readonly config: UrlTargetConfig & { readonly name: string };
  readonly endpoint: Endpoint;
}

export interface Expanded {
  /** Null when something is wrong with it. */
  readonly place: DocumentPlace | null;
  readonly targets: readonly ExpandedTarget[];
  readonly problems: readonly ConfigProblem[];
  /** Problems of the document: complete lines. */
  readonly lines: readonly string[];
  readonly warnings: readonly ConfigProblem[];
}

export interface Around {
  readonly folder: string;
  readonly baseUrl?: string | undefined;
  /** Whether the configuration has no other document: then paths are names. */
  readonly isOnly: boolean;
}

const nothing: Expanded = { place: null, targets: [], problems: [], lines: [], warnings: [] };

/**
 * The paths of a document as targets at URLs.
 * @param at the place of the target in the configuration
 */
export async function expandOpenApi(
  config: OpenApiTargetConfig,
  at: JsonPath,
  { folder, baseUrl, isOnly }: Around,
): Promise<Expanded> {
  const file = relative(process.cwd(), resolve(folder, config.openapi)) || config.openapi;
  const read = await readOpenApi(file);
  if (!read.ok) return { ...nothing, lines: read.reason };
  const base = baseUrlOf(read.value, config.baseUrl ?? baseUrl);
  if (!base.ok)
    return {
      ...nothing,
      problems: [problemAt(at, `${base.problem}. Add baseUrl: 'http://localhost:8000'.`)],
    };
  const { endpoints, parameters } = endpointsOf(read.value, config.parameters);
  const rules = rulesOf(config.policies);
  const matched = endpoints.map((endpoint) => ({
    endpoint,
    rule: rules.find(({ matches }) => matches(endpoint.path)),
  }));
  const targets = matched.flatMap(({ endpoint, rule }) =>
    typeof rule?.policy !== 'string'
      ? []
      : [{ endpoint, config: targetOf(endpoint, rule.policy, base.url, config, isOnly) }],
  );
  const unmatched = matched.flatMap(({ endpoint, rule }) => (rule === undefined ? [endpoint.path] : []));
  const unused = rules.filter((rule) => matched.every((one) => one.rule !== rule));
  return {
    place: documentPlace(read.value, base.url),
    targets,
    problems: [
      ...unknownParameters(config, parameters, at),
      ...(targets.length === 0 ? [problemAt([...at, 'policies'], noTargets(endpoints, file))] : []),
    ],
    lines: [],
    warnings:
      targets.length === 0
        ? []
        : [
            ...unused.map(({ glob }) =>
              problemAt([...at, 'policies', glob], unusedText(glob, endpoints), 'key'),
            ),
            ...(unmatched.length === 0 ? [] : [problemAt([...at, 'policies'], unmatchedText(unmatched))]),
          ],
  };
}

interface Rule {
  readonly glob: string;
  /** Null: the paths are not tested. */
  readonly policy: string | null;
  readonly matches: (path: string) => boolean;
}

function rulesOf(policies: OpenApiTargetConfig['policies']): readonly Rule[] {
  return Object.entries(policies).map(([glob, policy]) => ({ glob, policy, matches: pathMatcher(glob) }));
}

function targetOf(
  { path, request, methods, data }: Endpoint,
  policy: string,
  base: string,
  config: OpenApiTargetConfig,
  isOnly: boolean,
): ExpandedTarget['config'] {
  const { openapi: _, baseUrl: _base, policies: _policies, parameters: _parameters, ...needs } = config;
  const name = isOnly ? path : `${base}${path}`;
  return {
    ...(data === undefined ? {} : { data }),
    ...needs,
    name,
    url: `${base}${request}`,
    policy,
    methods,
  };
}

function unknownParameters(
  { parameters = {} }: OpenApiTargetConfig,
  known: ReadonlySet<string>,
  at: JsonPath,
): readonly ConfigProblem[] {
  return Object.keys(parameters)
    .filter((name) => !known.has(name))
    .map((name) => {
      const text = `the document has no parameter of this name.${didYouMean(name, [...known])}`;
      return problemAt([...at, 'parameters', name], text, 'key');
    });
}

function noTargets(endpoints: readonly Endpoint[], file: string): string {
  if (endpoints.length === 0) return `${file} has no path with an operation.`;
  return `no path of ${file} matches. Its paths: ${someOf(endpoints.map(({ path }) => path))}.`;
}

function unusedText(glob: string, endpoints: readonly Endpoint[]): string {
  const near = didYouMean(glob, endpoints.map(({ path }) => path)); // prettier-ignore
  return `no path of the document is left that matches.${near} The first pattern that matches counts.`;
}

function unmatchedText(paths: readonly string[]): string {
  return paths.length === 1
    ? `1 path matches no pattern and is not tested: ${someOf(paths)}.`
    : `${paths.length} paths match no pattern and are not tested: ${someOf(paths)}.`;
}
