import type { RawHeader } from '../results/exchange.ts';
import { isSecretName, unmasked } from '../results/redaction.ts';
import type { LoginRequest, UrlTarget } from '../targets/target-request.ts';
import { shellQuote } from '../text/shell.ts';
import type { CommandInputs } from './catalogue.ts';
import type { RunOptions } from './command-line.ts';
import { quoted, type Validated } from '../options/validated.ts';
import { resolveHeader } from '../options/header-option.ts';
import { loginProblem, resolveMethods, targetHeader } from '../options/target-options.ts';
import { shortSecret } from '../options/short-secret.ts';
import { requestHeader, resolveCookie } from '../options/request-options.ts';
import { resolveRoutes } from './resolve-routes.ts';

export type UrlOptions = Omit<UrlTarget, 'kind' | 'url'>;

/** The options for a server at a URL. */
export function resolveUrlOptions(options: RunOptions, inputs: CommandInputs): Validated<UrlOptions> {
  const routes = resolveRoutes(options.routes, inputs);
  const headers = all(options.targetHeader, (text) => resolveHeader(text, targetHeader));
  const cookies = all(options.cookie, (text) => resolveCookie(text));
  const login = resolveLogin(options.login, inputs);
  const page = resolvePage(options, inputs);
  const methods = resolveMethods(
    options.endpointMethods === undefined ? undefined : [options.endpointMethods],
    '--endpoint-methods',
  );
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
    ...valueOf('--start', options.start === undefined ? undefined : withoutSecrets(options.start)),
    ...valueOf('--wait', options.wait),
    ...(options.routes ?? []).flatMap((value) => ['--routes', value]),
    ...(options.allowWrites ? ['--allow-writes'] : []),
    ...headers.flatMap(([name]) => ['--target-header', `${name}: …`]),
    ...pageHeaders.flatMap(([name]) => ['--header', `${name}: …`]),
    ...(options.cookie ?? []).flatMap((text) => ['--cookie', `${text.split('=', 1)[0] ?? ''}=…`]),
    ...(options.login === undefined
      ? []
      : ['--login', options.login.trim().split(/\s+/).slice(0, 2).concat('…').join(' ')]),
    ...(options.data === undefined ? [] : ['--data', options.data.startsWith('@') ? options.data : '…']),
    ...valueOf('--endpoint-methods', options.endpointMethods),
    ...(options.insecure ? ['--insecure'] : []),
    ...valueOf('--expect-status', options.expectStatus),
  ];
  return words.length === 0 ? {} : { commandOptions: words.map(shellQuote).join(' ') };
}

function valueOf(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

/** A command without the values of variables whose names suggest credentials: `API_KEY=… npm start`. */
function withoutSecrets(command: string): string {
  return command.replace(/([\w-]+)=("[^"]*"|'[^']*'|\S+)/g, (whole, name: string) =>
    isSecretName(name) ? `${name}=…` : whole,
  );
}

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
