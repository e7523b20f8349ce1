import { unmasked } from '../results/redaction.ts';
import type { RawHeader } from '../results/exchange.ts';
import { checkRoutes } from '../targets/routes-file.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import { resolveHeader, type HeaderOption } from './header-option.ts';
import { requestHeader, resolveCookie } from './request-options.ts';
import { loginProblem, resolveMethods, targetHeader } from './target-options.ts';
import { shortSecret } from './short-secret.ts';
import type { Validated } from './validated.ts';

/** What the requests to a server at a URL need, as values of code or of a configuration. */
export interface RequestNeeds {
  readonly routes?: UrlTarget['routes'] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly targetHeaders?: Readonly<Record<string, string>> | undefined;
  readonly cookies?: Readonly<Record<string, string>> | undefined;
  readonly login?:
    | {
        readonly method?: string | undefined;
        readonly path: string;
        /** Text is sent as a form, or as JSON if it begins with `{`; any other value as JSON. */
        readonly body?: unknown;
      }
    | undefined;
  /** Text, or a value that is sent as JSON. */
  readonly data?: unknown;
  readonly methods?: readonly string[] | undefined;
  readonly allowWrites?: boolean | undefined;
  readonly insecure?: boolean | undefined;
  readonly expectStatus?: number | undefined;
}

/** A problem with one of them. */
export interface NeedProblem {
  readonly key: keyof RequestNeeds;
  /** The name of the header, cookie or route that it concerns. */
  readonly name?: string;
  /** Starts with the name of the key, as {@link resolveNeeds} was told to write it. */
  readonly text: string;
}

/** The options of a target at a URL. @param nameOf how problems name a key: `targets[0].headers` */
export function resolveNeeds(
  needs: RequestNeeds,
  nameOf: (key: keyof RequestNeeds) => string,
): {
  readonly value: Omit<UrlTarget, 'kind' | 'url'>;
  readonly problems: readonly NeedProblem[];
  readonly warnings: readonly NeedProblem[];
} {
  const routes = resolveRoutes(needs.routes, nameOf('routes'));
  const headers = resolveHeaders('headers', needs.headers, nameOf, requestHeader);
  const added = resolveHeaders('targetHeaders', needs.targetHeaders, nameOf, targetHeader);
  const cookies = resolveCookies(needs.cookies, nameOf('cookies'));
  const login = resolveLogin(needs.login, nameOf('login'));
  const methods = resolveMethods(needs.methods, nameOf('methods'));
  const data = bodyText(needs.data);
  const hasPage = headers.value.length > 0 || data !== undefined;
  return {
    value: {
      routes: needs.routes ?? {},
      allowWrites: needs.allowWrites ?? false,
      headers: added.value,
      insecure: needs.insecure ?? false,
      ...(needs.expectStatus === undefined ? {} : { expectStatus: needs.expectStatus }),
      ...(cookies.value.length === 0 ? {} : { cookies: cookies.value }),
      ...login.value,
      ...(hasPage ? { page: { headers: headers.value, ...(data === undefined ? {} : { data }) } } : {}),
      ...methods.value,
    },
    problems: [
      ...routes,
      ...headers.problems,
      ...added.problems,
      ...cookies.problems,
      ...login.problems.map((text) => ({ key: 'login' as const, text })),
      ...methods.problems.map((text) => ({ key: 'methods' as const, text })),
    ],
    warnings: [
      ...shortSecrets('headers', headers.value, nameOf),
      ...shortSecrets('targetHeaders', added.value, nameOf),
      ...shortSecrets('cookies', cookies.value, nameOf),
    ],
  };
}

type Resolved = { readonly value: readonly RawHeader[]; readonly problems: readonly NeedProblem[] };

function resolveRoutes(routes: RequestNeeds['routes'] = {}, option: string): readonly NeedProblem[] {
  if (routes === 'standard') return [];
  return checkRoutes(routes).map(({ route, problem }) => ({
    key: 'routes',
    name: route,
    text: `${option} ${problem}.`,
  }));
}

function resolveHeaders(
  key: 'headers' | 'targetHeaders',
  headers: Readonly<Record<string, string>> = {},
  nameOf: (key: keyof RequestNeeds) => string,
  rules: HeaderOption,
): Resolved {
  const found = Object.entries(headers).map(([name, value]) => ({
    name,
    ...resolveHeader(`${name}: ${value}`, { ...rules, option: nameOf(key) }),
  }));
  return {
    value: found.flatMap(({ value }) => value),
    problems: found.flatMap(({ name, problems }) => problems.map((text) => ({ key, name, text }))),
  };
}

function resolveCookies(cookies: Readonly<Record<string, string>> = {}, option: string): Resolved {
  const found = Object.entries(cookies).map(([name, value]) => ({
    name,
    ...resolveCookie(`${name}=${value}`, option),
  }));
  return {
    value: found.flatMap(({ value }) => value),
    problems: found.flatMap(({ name, problems }) =>
      problems.map((text) => ({ key: 'cookies' as const, name, text })),
    ),
  };
}

function resolveLogin(login: RequestNeeds['login'], option: string): Validated<Pick<UrlTarget, 'login'>> {
  if (login === undefined) return { value: {}, problems: [] };
  const { method = 'POST', path } = login;
  const problem = loginProblem(method, path);
  if (problem !== null) return { value: {}, problems: [`${option}: ${problem}`] };
  const body = bodyText(login.body) ?? '';
  const isJson = body.trimStart().startsWith('{');
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return { value: { login: { method, path, type, body } }, problems: [] };
}

function bodyText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function shortSecrets(
  key: keyof RequestNeeds,
  headers: readonly RawHeader[],
  nameOf: (key: keyof RequestNeeds) => string,
): readonly NeedProblem[] {
  return unmasked(headers).map((name) => ({ key, name, text: `${nameOf(key)} ${shortSecret(name)}` }));
}
