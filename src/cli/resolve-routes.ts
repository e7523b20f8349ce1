import { isRoutePair, parseRoutePair, parseRoutes, type RoutePaths } from '../targets/routes-file.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import { routes } from '../scenarios/scenario.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import type { CommandInputs } from './catalogue.ts';
import { quoted, type Validated } from '../options/validated.ts';

/** Whether a value of `--routes` is the name of a file. */
export function isRoutesFile(value: string): boolean {
  return value !== 'standard' && !isRoutePair(value);
}

/** `--routes`: files and pairs, which together name each route at most once, or `standard`. */
export function resolveRoutes(
  values: readonly string[] = [],
  inputs: CommandInputs,
): Validated<UrlTarget['routes']> {
  if (values.includes('standard')) return standard(values);
  const parsed = [...new Set(values)].map((value) => ({ value, result: resolveOne(value, inputs) }));
  const paths = parsed.flatMap(({ value, result }) => (result.ok ? [{ value, paths: result.value }] : []));
  return {
    value: Object.assign({}, ...paths.map((one) => one.paths)) as RoutePaths,
    problems: [...parsed.flatMap(({ result }) => (result.ok ? [] : result.reason)), ...repeated(paths)],
  };
}

function standard(values: readonly string[]): Validated<UrlTarget['routes']> {
  const others = [...new Set(values)].filter((value) => value !== 'standard');
  const problem = `--routes standard and --routes ${others.map(quoted).join(', ')} cannot be combined: standard already names all routes. Remove one of them.`;
  return { value: 'standard', problems: others.length === 0 ? [] : [problem] };
}

function resolveOne(value: string, { texts }: CommandInputs): Attempt<RoutePaths, readonly string[]> {
  if (!isRoutesFile(value)) {
    const pair = parseRoutePair(value);
    return pair.ok ? success(pair.value) : failure([`--routes ${quoted(value)}: ${pair.reason}.`]);
  }
  const file = texts.get(value);
  if (file?.ok === true) return parseRoutes(file.text, value);
  const reason = file?.reason ?? 'it was not read';
  return failure([`--routes ${quoted(value)}: ${reason}. ${hintFor(value)}`]);
}

/** `--routes whoami:/me`, `--routes whoami` */
function hintFor(value: string): string {
  const route = routes.find((name) => value === name || value.startsWith(`${name}:`));
  if (route === undefined) return 'Use a JSON file, ROUTE=PATH such as whoami=/me, or "standard".';
  return `Did you mean --routes ${route}=${value.slice(route.length + 1) || '/path'}?`;
}

/** Of a route with two paths, only one would be tested. */
function repeated(all: readonly { readonly value: string; readonly paths: RoutePaths }[]): readonly string[] {
  return all.flatMap(({ value, paths }, index) =>
    Object.keys(paths).flatMap((route) => {
      const first = all.slice(0, index).find((one) => Object.hasOwn(one.paths, route));
      if (first === undefined) return [];
      return [
        `--routes ${quoted(first.value)} and ${quoted(value)}: both name the route ${route}. Remove one of them.`,
      ];
    }),
  );
}
