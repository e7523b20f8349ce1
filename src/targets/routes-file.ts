import { routes, type Route } from '../scenarios/scenario.ts';
import { failure, success, type Attempt } from '../text/attempt.ts';
import { parseJson, positionOfKey, positionOfValue } from '../text/json-text.ts';
import { didYouMean } from '../text/nearest.ts';
import { parseUrl } from '../fetch-standard/index.ts';

/** The routes that a target has, and their paths. */
export type RoutePaths = Readonly<Partial<Record<Route, string>>>;

/**
 * Parses the text of a routes file: JSON, route → path on the target or absolute URL. `where` is the file's name, for
 * the messages. Returns all problems. Never throws.
 */
export function parseRoutes(text: string, where: string): Attempt<RoutePaths, readonly string[]> {
  const json = parseJson(text);
  if (!json.ok) return failure([`${where}:${json.line}:${json.column}: invalid JSON: ${json.message}`]);
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return failure([`${where}: expected an object such as {"private": "/api/me"}`]);

  const paths = json.value as Record<string, string>;
  const problems = checkRoutes(paths).map(({ route, problem }) => {
    const { line, column } = (isRoute(route) ? positionOfValue : positionOfKey)(text, [route]);
    return `${where}:${line}:${column}: ${problem}`;
  });
  return problems.length > 0 ? failure(problems) : success(paths);
}

/**
 * Parses `whoami=/me`: a route and its path on the target, or its absolute URL. Never throws.
 */
export function parseRoutePair(pair: string): Attempt<RoutePaths, string> {
  const at = pair.indexOf('=');
  const route = pair.slice(0, at).trim();
  const path = pair.slice(at + 1);
  const problem = routeProblem(route, path);
  return problem === undefined ? success({ [route]: path }) : failure(problem);
}

/** The problems with routes and their paths. */
export function checkRoutes(
  paths: Readonly<Record<string, unknown>>,
): readonly { readonly route: string; readonly problem: string }[] {
  return Object.entries(paths).flatMap(([route, path]) => {
    const problem = routeProblem(route, path);
    return problem === undefined ? [] : [{ route, problem }];
  });
}

/** Whether an option is `ROUTE=PATH`; a file whose name has this form is written with its folder, `./a=b.json`. */
export function isRoutePair(option: string): boolean {
  return /^[^/\\=]*=/.test(option);
}

function routeProblem(route: string, path: unknown): string | undefined {
  if (!isRoute(route))
    return `${JSON.stringify(route)}: unknown route.${didYouMean(route, routes)} Routes: ${routes.join(', ')}`;
  const shown = `${route}: ${JSON.stringify(path)}`;
  if (typeof path !== 'string') return `${shown}: expected a path ("/api/me") or an absolute URL`;
  if (path.includes('#')) return `${shown}: fragments are not sent to servers; remove it`;
  if (path.startsWith('/') && !path.startsWith('//') && parseUrl(path, 'http://localhost') !== null)
    return undefined;
  if (/^https?:\/\//i.test(path) && parseUrl(path) !== null) return userinfoProblem(shown, new URL(path));
  return `${shown}: expected a path that starts with one slash ("/api/me"), or an absolute http or https URL`;
}

function isRoute(name: string): boolean {
  return (routes as readonly string[]).includes(name);
}

function userinfoProblem(shown: string, url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return `${shown}: URLs must not contain a user name or password; use --target-header 'Authorization: …'`;
}
