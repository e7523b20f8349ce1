import { isToken } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import { unmasked } from '../results/redaction.ts';
import type { LoginRequest, UrlTarget } from '../targets/target-request.ts';
import { shellQuote } from '../text/shell.ts';
import type { CommandInputs } from './catalogue.ts';
import { members, quoted, type RunOptions, type Validated } from './command-line.ts';
import { resolveHeader, type HeaderOption } from './header-option.ts';
import { shortSecret } from './problems.ts';
import { requestHeader, resolveCookie } from './request-options.ts';
import { resolveRoutes } from './resolve-routes.ts';

export type UrlOptions = Omit<UrlTarget, 'kind' | 'url'>;

/** The options for a server at a URL. */
export function resolveUrlOptions(options: RunOptions, inputs: CommandInputs): Validated<UrlOptions> {
  const routes = resolveRoutes(options.routes, inputs);
  const headers = all(options.targetHeader, (text) => resolveHeader(text, targetHeader));
  const cookies = all(options.cookie, resolveCookie);
  const login = resolveLogin(options.login, inputs);
  const page = resolvePage(options, inputs);
  const methods = resolveMethods(options.endpointMethods);
  const expectStatus = resolveExpectStatus(options.expectStatus);
  const pageHeaders = page.value.page?.headers ?? [];
  return {
    value: {
      routes: routes.value,
      allowWrites: options.allowWrites ?? false,
      headers: headers.value,
      insecure: options.insecure ?? false,
      ...(cookies.value.length === 0 ? {} : { cookies: cookies.value }),
      ...login.value,
      ...page.value,
      ...methods.value,
      ...expectStatus.value,
      ...commandOptions(options, headers.value, pageHeaders),
    },
    problems: [routes, headers, cookies, login, page, methods, expectStatus].flatMap(
      ({ problems }) => problems,
    ),
    warnings: [
      ...unmasked(headers.value).map((name) => `--target-header ${shortSecret(name)}`),
      ...unmasked(pageHeaders).map((name) => `--header ${shortSecret(name)}`),
      ...unmasked(cookies.value).map((name) => `--cookie ${shortSecret(name)}`),
    ],
  };
}

function all(
  texts: readonly string[] = [],
  resolve: (text: string) => Validated<readonly RawHeader[]>,
): Validated<readonly RawHeader[]> {
  const resolved = texts.map(resolve);
  return {
    value: resolved.flatMap(({ value }) => value),
    problems: resolved.flatMap(({ problems }) => problems),
  };
}

/** `METHOD /path`, and a body: `name=value&…`, JSON, or `@FILE`. The body is a secret: problems do not show it. */
function resolveLogin(
  option: string | undefined,
  inputs: CommandInputs,
): Validated<{ readonly login?: LoginRequest }> {
  if (option === undefined) return { value: {}, problems: [] };
  const refuse = (problem: string) => ({ value: {}, problems: [`--login: ${problem}`] });
  const [, method = '', path = '', text = ''] = /^(\S+)\s+(\S+)(?:\s+(.+))?$/s.exec(option.trim()) ?? [];
  const problem = loginProblem(method, path);
  if (problem !== null) return refuse(problem);
  const body = textOf(text, inputs);
  if (!body.ok) return refuse(body.reason);
  const isJson = body.text.trimStart().startsWith('{');
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return { value: { login: { method, path, type, body: body.text } }, problems: [] };
}

function loginProblem(method: string, path: string): string | null {
  const example = "'POST /login name=a&password=b'";
  if (path === '') return `expected a method, a path and a body, such as ${example}.`;
  if (!isToken(method) || method !== method.toUpperCase())
    return `${quoted(method)} is not a method in upper case. Expected ${example}.`;
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('#'))
    return `${quoted(path)} is not a path of the target. Expected ${example}.`;
  return null;
}

/** `--header` and `--data` */
function resolvePage(
  { header, data }: RunOptions,
  inputs: CommandInputs,
): Validated<Pick<UrlTarget, 'page'>> {
  if (header === undefined && data === undefined) return { value: {}, problems: [] };
  const headers = all(header, (text) => resolveHeader(text, requestHeader));
  const body = data === undefined ? null : textOf(data, inputs);
  const page = { headers: headers.value, ...(body?.ok === true ? { data: body.text } : {}) };
  const problems = body?.ok === false ? [`--data: ${body.reason}`] : [];
  return { value: { page }, problems: [...headers.problems, ...problems] };
}

/** The files that `@FILE` names in the options. */
export function bodyFiles({ data, login }: RunOptions): readonly string[] {
  const loginBody = login === undefined ? undefined : /^\s*\S+\s+\S+\s+(@.+)$/s.exec(login)?.[1];
  return [data, loginBody].flatMap((text) => (text?.startsWith('@') === true ? [text.slice(1).trim()] : []));
}

/** The text itself, or that of the file that `@FILE` names. */
function textOf(
  text: string,
  { texts }: CommandInputs,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string } {
  if (!text.startsWith('@')) return { ok: true, text };
  const name = text.slice(1).trim();
  const file = texts.get(name);
  return file?.ok === true
    ? { ok: true, text: file.text.replace(/\r?\n$/, '') }
    : { ok: false, reason: `${quoted(name)}: ${file?.reason ?? 'it was not read'}.` };
}

/** `--endpoint-methods LIST` */
function resolveMethods(option: string | undefined): Validated<Pick<UrlTarget, 'endpointMethods'>> {
  if (option === undefined) return { value: {}, problems: [] };
  const methods = members([option]).map((method) => method.toUpperCase());
  const wrong = methods.filter((method) => !isToken(method));
  const problems = [
    ...wrong.map((method) => `--endpoint-methods ${quoted(method)}: not a valid method.`),
    ...(methods.length === 0 ? ['--endpoint-methods: the list is empty. Expected GET,POST.'] : []),
  ];
  return { value: { endpointMethods: methods }, problems };
}

/** `--expect-status N` */
function resolveExpectStatus(option: string | undefined): Validated<Pick<UrlTarget, 'expectStatus'>> {
  if (option === undefined) return { value: {}, problems: [] };
  if (/^[2-5]\d\d$/.test(option)) return { value: { expectStatus: Number(option) }, problems: [] };
  const problem = `--expect-status ${quoted(option)}: expected an HTTP status from 200 to 599, such as 404.`;
  return { value: {}, problems: [problem] };
}

/** The same options for the command that reproduces a result. Values of headers, cookies and bodies may be secrets. */
function commandOptions(
  options: RunOptions,
  headers: readonly RawHeader[],
  pageHeaders: readonly RawHeader[],
): Pick<UrlTarget, 'commandOptions'> {
  const words = [
    ...(options.routes ?? []).flatMap((value) => ['--routes', value]),
    ...(options.allowWrites ? ['--allow-writes'] : []),
    ...headers.flatMap(([name]) => ['--target-header', `${name}: …`]),
    ...pageHeaders.flatMap(([name]) => ['--header', `${name}: …`]),
    ...(options.cookie ?? []).flatMap((text) => ['--cookie', `${text.split('=', 1)[0] ?? ''}=…`]),
    ...(options.login === undefined
      ? []
      : ['--login', options.login.trim().split(/\s+/).slice(0, 2).concat('…').join(' ')]),
    ...(options.data === undefined ? [] : ['--data', options.data.startsWith('@') ? options.data : '…']),
    ...(options.endpointMethods === undefined ? [] : ['--endpoint-methods', options.endpointMethods]),
    ...(options.insecure ? ['--insecure'] : []),
    ...(options.expectStatus === undefined ? [] : ['--expect-status', options.expectStatus]),
  ];
  return words.length === 0 ? {} : { commandOptions: words.map(shellQuote).join(' ') };
}

/** Headers that the browser sets, of the message itself or of CORS: another value would change what is tested. */
const ownedByBrowser = new Set([
  'access-control-request-headers', 'access-control-request-method', 'connection', 'content-length', 'host', 'origin',
  'transfer-encoding', 'upgrade',
]); // prettier-ignore

const targetHeader: HeaderOption = {
  option: '--target-header',
  example: 'Authorization: Bearer …',
  refusal: (name, value) => {
    if (ownedByBrowser.has(name.toLowerCase()))
      return ': the browser sets this header; another value would change what is tested. Remove it.';
    return value === '' ? ` has no value. Expected '${name}: value'.` : null;
  },
};

/** The options for a URL that were given. */
export function givenUrlOptions(options: RunOptions): readonly string[] {
  const names = {
    routes: '--routes',
    allowWrites: '--allow-writes',
    targetHeader: '--target-header',
    cookie: '--cookie',
    login: '--login',
    header: '--header',
    data: '--data',
    endpointMethods: '--endpoint-methods',
    insecure: '--insecure',
    expectStatus: '--expect-status',
  } as const;
  return Object.entries(names).flatMap(([key, name]) =>
    options[key as keyof typeof names] === undefined ? [] : [name],
  );
}
