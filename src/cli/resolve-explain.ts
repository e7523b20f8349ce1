import {
  badPortList,
  isBadPort,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isToken,
} from '../fetch-standard/index.ts';
import { didYouMean } from '../text/nearest.ts';
import { originProblem } from '../policy/policy-fields.ts';
import type { ExplainRequest } from '../explain/request.ts';
import type { RawHeader } from '../results/exchange.ts';
import { quoted, type Finding } from './command-line.ts';
import type { ExplainOptions } from './explain-options.ts';
import { urlProblem } from './resolve-targets.ts';

export type ExplainResolution =
  | { readonly ok: true; readonly request: ExplainRequest }
  | { readonly ok: false; readonly problems: readonly string[] };

const timeoutMs = 10_000;

/** Makes of a command line the request that is to be explained, or says everything that is wrong with it. Pure. */
export function resolveExplain(
  url: string,
  options: ExplainOptions,
  browsers: readonly string[],
): ExplainResolution {
  const origin = resolveOrigin(options);
  const method = resolveMethod(options);
  const headers = resolveAll(options.header, resolveHeader);
  const cookies = resolveAll(options.cookie, resolveCookie);
  const browser = resolveBrowser(options.browser, browsers);
  const wrongUrl = urlProblem(url);
  const problems = [
    ...(wrongUrl === undefined ? [] : [`${quoted(url)}: ${wrongUrl}`]),
    ...[origin, method, headers, cookies, browser].flatMap((part) => part.problems),
    ...(origin.problems.length === 0 ? pageProblems(origin.value, browser.value) : []),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    request: {
      url: new URL(url).href,
      origin: origin.value,
      method: method.value,
      headers: headers.value,
      credentials: options.credentials ?? false,
      ...(options.data === undefined ? {} : { data: options.data }),
      cookies: cookies.value,
      browser: browser.value,
      allowWrites: options.allowWrites ?? false,
      insecure: options.insecure ?? false,
      timeoutMs,
    },
  };
}

function resolveAll(
  texts: readonly string[] | undefined,
  resolve: (text: string) => Finding<readonly RawHeader[]>,
): Finding<readonly RawHeader[]> {
  const all = (texts ?? []).map(resolve);
  return { value: all.flatMap(({ value }) => value), problems: all.flatMap(({ problems }) => problems) };
}

function resolveOrigin({ origin }: ExplainOptions): Finding<string> {
  if (origin === undefined)
    return {
      value: '',
      problems: [
        '--origin is missing: the origin of the page whose script makes the request, such as http://localhost:8080. `location.origin` in the console of the page tells it.',
      ],
    };
  if (origin === 'null') return { value: origin, problems: [] };
  if (origin.includes('*'))
    return { value: '', problems: [`--origin ${quoted(origin)}: a page has one origin. Name it.`] };
  const problem = originProblem(origin);
  return problem === undefined
    ? { value: origin, problems: [] }
    : { value: origin, problems: [`--origin ${quoted(origin)}: ${problem}.`] };
}

/** Which page can be opened where. The model opens none. */
function pageProblems(origin: string, browser: string): readonly string[] {
  if (browser === 'model') return [];
  if (origin === 'null')
    return [
      `--origin "null": corspec opens pages at http and https. Leave --browser ${browser} out: the model can tell.`,
    ];
  return origin !== '' && isBadPort(new URL(origin))
    ? [
        `--origin ${quoted(origin)}: browsers open no page at port ${new URL(origin).port} (${badPortList}). Use another port, or leave --browser ${browser} out: the model can tell.`,
      ]
    : [];
}

function resolveMethod({ method = 'GET', data }: ExplainOptions): Finding<string> {
  const refuse = (says: string) => ({ value: method, problems: [says] });
  if (!isToken(method)) return refuse(`--method ${quoted(method)}: it is no method. Write one such as PUT.`);
  if (isForbiddenMethod(method))
    return refuse(`--method ${quoted(method)}: browsers let no script use it (forbidden method).`);
  if (data !== undefined && /^(get|head)$/i.test(method))
    return refuse(`--data: browsers send no body with ${method.toUpperCase()}. Add --method POST.`);
  return { value: method, problems: [] };
}

function resolveHeader(text: string): Finding<readonly RawHeader[]> {
  const refuse = (says: string) => ({ value: [], problems: [`--header ${says}`] });
  const colon = text.indexOf(':');
  // The value may be a secret: messages show the name alone.
  if (colon === -1)
    return refuse("has no colon. Write 'Name: value', as in 'Content-Type: application/json'.");
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (!isToken(name)) return refuse(`${quoted(name)}: it is no name of a header. Write 'Name: value'.`);
  if (isForbiddenRequestHeader(name, value)) return refuse(`${quoted(name)}: ${forbidden(name)}`);
  if (
    [...value].some(
      (character) =>
        (character < ' ' && character !== '\t') || character === '\u007F' || character > '\u00FF',
    )
  )
    return refuse(`${quoted(name)}: its value has characters that no header can carry. Take them out.`);
  return { value: [[name, value]], problems: [] };
}

/** `#forbidden-request-header` */
function forbidden(name: string): string {
  const lower = name.toLowerCase();
  const own = 'browsers let no script set this header';
  if (lower === 'cookie')
    return `${own}. For a cookie that the browser has: --cookie NAME=VALUE --credentials.`;
  if (lower === 'origin') return `${own}. The page's origin is --origin.`;
  if (lower === 'host') return `${own}. It follows from the URL.`;
  if (lower.startsWith('access-control-request-'))
    return `${own}. The preflight gets it by itself, from --method and --header.`;
  return `${own}. Leave it out.`;
}

function resolveCookie(text: string): Finding<readonly RawHeader[]> {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(0, equals)).trim();
  const value = text.slice(equals + 1).trim();
  // eslint-disable-next-line no-control-regex -- what no cookie can hold
  if (equals > 0 && isToken(name) && /^[^\x00-\x20\x7f-\uffff;,"\\]*$/.test(value))
    return { value: [[name, value]], problems: [] };
  return {
    value: [],
    problems: [
      `--cookie ${quoted(name)}: write NAME=VALUE, without spaces, commas, semicolons or attributes.`,
    ],
  };
}

function resolveBrowser(browser = 'model', browsers: readonly string[]): Finding<string> {
  if (browsers.includes(browser)) return { value: browser, problems: [] };
  const says =
    browser.includes(',') || browser === 'all'
      ? 'one browser at a time is explained.'
      : 'there is no such browser.';
  return {
    value: 'model',
    problems: [
      `--browser ${quoted(browser)}: ${says}${didYouMean(browser, browsers)} There are ${browsers.join(', ')}.`,
    ],
  };
}
