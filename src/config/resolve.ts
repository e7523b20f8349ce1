import { blockedPortProblem, urlProblem } from '../options/target-url.ts';
import { resolveNeeds } from '../options/request-needs.ts';
import type { Policy } from '../policy/policy.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { JsonPath } from '../text/json-text.ts';
import { didYouMean } from '../text/nearest.ts';
import { shellQuote } from '../text/shell.ts';
import type { Config, OpenApiTargetConfig, UrlTargetConfig } from './config.ts';
import { type ConfigProblem, placeText, problemAt } from './issues.ts';
import { type ConfigFile, problemLines } from './load.ts';
import { expandOpenApi } from './openapi/expand.ts';
import { placeIn, type PolicyPlace, readPolicies } from './policies.ts';
import { parseUrl } from '../fetch-standard/index.ts';

/** What a configuration asks to test. */
export interface ConfiguredTargets {
  readonly targets: readonly UrlTarget[];
  /** The policies that targets use, by name. */
  readonly policies: Readonly<Record<string, Policy>>;
  readonly places: Readonly<Record<string, PolicyPlace>>;
  /** The entries of targets that are paths of an OpenAPI document, by name: `targets[0]`. */
  readonly entries: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/**
 * The targets of a configuration and their policies. Gives all problems, each with its line and column.
 * @param builtIn the policies that need no definition
 * @param configArgument what selects the file on a command line: `` or ` --config FILE`
 */
export async function resolveConfig(
  file: ConfigFile,
  builtIn: Readonly<Record<string, Policy>>,
  configArgument: string,
): Promise<Attempt<ConfiguredTargets, readonly string[]>> {
  const defined = await readPolicies(file);
  const known = { ...builtIn, ...defined.policies };
  const all: unknown = file.config.targets;
  const given = Array.isArray(all) ? (all as Config['targets']) : [];
  const around = { file, known, configArgument };
  const isOnly = given.filter((target) => !isUrlTarget(target)).length === 1;
  const resolved = await Promise.all(
    given.map(async (target, index) => {
      const path = ['targets', index];
      if (file.broken.has(index)) return [];
      return isUrlTarget(target)
        ? [resolveTarget(target, path, around)]
        : resolveDocument(target, path, around, isOnly);
    }),
  );
  const targets = resolved.flat();
  const problems = [...file.problems, ...targets.flatMap((one) => one.problems), ...repeatedNames(targets)];
  const lines = [
    ...defined.problems,
    ...problemLines(problems, file.name, file.positionOf),
    ...targets.flatMap((one) => one.lines ?? []),
  ];
  if (lines.length > 0) return failure(lines);
  const used = Object.assign({}, ...targets.map(({ policies }) => policies)) as Record<string, Policy>;
  const own = Object.assign({}, ...targets.map(({ places }) => places)) as Record<string, PolicyPlace>;
  return success({
    targets: targets.flatMap(({ target }) => (target === null ? [] : [target])),
    policies: used,
    places: Object.fromEntries(
      Object.entries({ ...defined.places, ...own }).filter(([name]) => name in used),
    ),
    entries: Object.fromEntries(
      targets.flatMap(({ target, entry }) =>
        target?.name === undefined || entry === undefined ? [] : [[target.name, entry]],
      ),
    ),
    warnings: problemLines(
      targets.flatMap(({ warnings }) => warnings),
      file.name,
      file.positionOf,
    ),
  });
}

function isUrlTarget(target: UrlTargetConfig | OpenApiTargetConfig): target is UrlTargetConfig {
  return 'url' in target;
}

interface ResolvedTarget {
  readonly target: UrlTarget | null;
  readonly path: JsonPath;
  /** Of a path of an OpenAPI document: the entry that names the document. */
  readonly entry?: string;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly places: Readonly<Record<string, PolicyPlace>>;
  readonly problems: readonly ConfigProblem[];
  /** Problems in other files: complete lines. */
  readonly lines?: readonly string[];
  readonly warnings: readonly ConfigProblem[];
}

interface Around {
  readonly file: ConfigFile;
  readonly known: Readonly<Record<string, Policy>>;
  readonly configArgument: string;
}

function resolveTarget(config: UrlTargetConfig, path: JsonPath, around: Around): ResolvedTarget {
  const { file, known, configArgument } = around;
  const url = absoluteUrl(config.url, file.config.baseUrl, path);
  const name = config.name ?? config.url;
  const needs = resolveNeeds(config, (key) => placeText([...path, key]));
  const policy = policyOf(config, path, name, around);
  const at = ({ key, name: inner, text }: (typeof needs.problems)[number]): ConfigProblem => ({
    path: [...path, key, ...(inner === undefined ? [] : [inner])],
    part: 'value',
    text,
  });
  const problems = [...url.problems, ...policy.problems, ...needs.problems.map(at)];
  const target: UrlTarget = {
    kind: 'url',
    url: url.value,
    name,
    policies: [policy.name],
    typed: `${shellQuote(name)}${configArgument}`,
    ...(config.tags !== undefined && { tags: [...new Set(config.tags)] }),
    ...needs.value,
  };
  const value = known[policy.name] ?? (typeof config.policy === 'string' ? {} : config.policy);
  return {
    target: problems.length > 0 ? null : target,
    path,
    policies: { [policy.name]: value },
    places: typeof config.policy === 'string' ? {} : { [policy.name]: placeIn(file, [...path, 'policy']) },
    problems,
    warnings: needs.warnings.map(at),
  };
}

/** A policy in place has the name of its target. */
function policyOf(
  { policy }: UrlTargetConfig,
  path: JsonPath,
  target: string,
  { known }: Around,
): { readonly name: string; readonly problems: readonly ConfigProblem[] } {
  if (typeof policy !== 'string') {
    const taken = Object.hasOwn(known, target);
    return { name: taken ? `policy of ${target}` : target, problems: [] };
  }
  return { name: policy, problems: unknownPolicy(policy, [...path, 'policy'], { known }) };
}

function unknownPolicy(
  policy: string,
  path: JsonPath,
  { known }: Pick<Around, 'known'>,
): readonly ConfigProblem[] {
  if (Object.hasOwn(known, policy)) return [];
  const names = Object.keys(known);
  const text = `${JSON.stringify(policy)}: no such policy.${didYouMean(policy, names)} Policies: ${names.join(', ')}.`;
  return [problemAt(path, text)];
}

/** An absolute URL, or one relative to the base. */
function absoluteUrl(
  url: string,
  base: string | undefined,
  path: JsonPath,
): { readonly value: string; readonly problems: readonly ConfigProblem[] } {
  const refuse = (text: string, at: JsonPath = [...path, 'url'], value = url) => ({
    value: url,
    problems: [problemAt(at, `${JSON.stringify(value)}: ${text}`)],
  });
  if (/^[./?]/.test(url)) {
    if (base === undefined) return refuse('a path needs baseUrl, such as http://localhost:3000.');
    const wrongBase = urlProblem(base);
    if (wrongBase !== undefined) return refuse(wrongBase, ['baseUrl'], base);
    return wholeUrl(parseUrl(url, base)?.href ?? url, refuse);
  }
  if (!url.includes('://') && base !== undefined)
    return refuse(`relative to baseUrl, it is ${JSON.stringify(`/${url}`)}.`);
  return wholeUrl(url, refuse);
}

function wholeUrl(
  url: string,
  refuse: (text: string) => ReturnType<typeof absoluteUrl>,
): ReturnType<typeof absoluteUrl> {
  const problem = urlProblem(url) ?? blockedPortProblem(url);
  return problem === undefined ? { value: new URL(url).href, problems: [] } : refuse(problem);
}

function repeatedNames(targets: readonly ResolvedTarget[]): readonly ConfigProblem[] {
  const seen = new Map<string, JsonPath>();
  return targets.flatMap(({ target, path }) => {
    if (target?.name === undefined) return [];
    const first = seen.get(target.name);
    seen.set(target.name, first ?? path);
    if (first === undefined) return [];
    const text = `${JSON.stringify(target.name)}: ${placeText(first)} has the same name. Give each a name of its own.`;
    return [problemAt(path, text)];
  });
}

/** Every path of an OpenAPI document. What is wrong with all of them is told once. */
async function resolveDocument(
  config: OpenApiTargetConfig,
  path: JsonPath,
  around: Around,
  isOnly: boolean,
): Promise<readonly ResolvedTarget[]> {
  const { folder, config: whole } = around.file;
  const { place, targets, lines, ...expanded } = await expandOpenApi(config, path, { folder, baseUrl: whole.baseUrl, isOnly }); // prettier-ignore
  const unknown = Object.entries(config.policies).flatMap(([glob, policy]) =>
    policy === null ? [] : unknownPolicy(policy, [...path, 'policies', glob], around),
  );
  const problems = [...expanded.problems, ...unknown];
  const itself = {
    target: null,
    path,
    policies: {},
    places: {},
    lines,
    problems,
    warnings: expanded.warnings,
  };
  if (problems.length > 0) return [itself];
  const found = targets.map(({ config: one, endpoint }) => {
    const resolved = resolveTarget(one, path, around);
    const { parameters } = endpoint;
    const target = resolved.target && {
      ...resolved.target,
      pathParameters: parameters,
      ...(place !== null && { document: place }),
    };
    return { ...resolved, target, entry: placeText(path), warnings: [] };
  });
  const broken = found.find((one) => one.problems.length > 0);
  return broken === undefined ? [itself, ...found] : [itself, broken];
}
