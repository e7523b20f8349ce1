import { routes, type Route } from '../scenarios/scenario.ts';
import { parseJson, positionOfKey, positionOfValue } from '../text/json-text.ts';
import { didYouMean } from '../text/nearest.ts';

export type ParsedRoutes =
  | { readonly ok: true; readonly routes: Readonly<Partial<Record<Route, string>>> }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Parses the text of a routes file: JSON, route → path on the target or absolute URL. `where` is the file's name, for
 * the messages. Gives every problem at once. Never throws.
 */
export function parseRoutes(text: string, where: string): ParsedRoutes {
  const json = parseJson(text);
  if (!json.ok)
    return {
      ok: false,
      problems: [`${where}:${json.line}:${json.column}: this is not JSON: ${json.message}`],
    };
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return { ok: false, problems: [`${where}: routes are an object, such as {"private": "/api/me"}`] };

  const entries = Object.entries(json.value);
  const problems = entries.flatMap(([route, path]) => {
    const problem = routeProblem(route, path);
    if (problem === undefined) return [];
    const { line, column } = (isRoute(route) ? positionOfValue : positionOfKey)(text, [route]);
    return [`${where}:${line}:${column}: ${problem}`];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, routes: Object.fromEntries(entries) };
}

function routeProblem(route: string, path: unknown): string | undefined {
  if (!isRoute(route))
    return `${JSON.stringify(route)}: there is no such route.${didYouMean(route, routes)} Routes are ${routes.join(', ')}`;
  const shown = `${route}: ${JSON.stringify(path)}`;
  if (typeof path !== 'string') return `${shown}: write a path ("/api/me") or an absolute URL`;
  if (path.includes('#')) return `${shown}: a fragment never reaches a server; leave it out`;
  if (path.startsWith('/') && !path.startsWith('//') && URL.canParse(path, 'http://localhost'))
    return undefined;
  if (/^https?:\/\//i.test(path) && URL.canParse(path)) return userinfoProblem(shown, new URL(path));
  return `${shown}: write a path that begins with one slash ("/api/me"), or an absolute http or https URL`;
}

function isRoute(name: string): boolean {
  return (routes as readonly string[]).includes(name);
}

function userinfoProblem(shown: string, url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return `${shown}: no user name and password in a URL; use --target-header 'Authorization: …'`;
}
