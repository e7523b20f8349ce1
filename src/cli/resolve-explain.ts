import { badPortList, isBadPort, isForbiddenMethod, isToken } from '../fetch-standard/index.ts';
import { resolveHeader } from '../options/header-option.ts';
import { requestHeader, resolveCookie } from '../options/request-options.ts';
import { didYouMean } from '../text/nearest.ts';
import { originProblem } from '../policy/policy-fields.ts';
import type { ExplainRequest } from '../explain/request.ts';
import type { RawHeader } from '../results/exchange.ts';
import { quoted, type Validated } from '../options/validated.ts';
import type { ExplainOptions } from './command-line.ts';
import { resolveFix } from '../options/resolve-fix.ts';
import { urlProblem } from '../options/target-url.ts';

export type ExplainResolution =
  | { readonly ok: true; readonly request: ExplainRequest }
  | { readonly ok: false; readonly problems: readonly string[] };

const timeoutMs = 10_000;

/** Turns the options into the request to explain, or lists all problems. Pure. */
export function resolveExplain(
  url: string,
  options: ExplainOptions,
  browsers: readonly string[],
): ExplainResolution {
  const origin = resolveOrigin(options);
  const method = resolveMethod(options);
  const headers = resolveAll(options.header, (text) => resolveHeader(text, requestHeader));
  const cookies = resolveAll(options.cookie, (text) => resolveCookie(text));
  const browser = resolveBrowser(options.browser, browsers);
  const fix = resolveFix(options.fix);
  const wrongUrl = urlProblem(url);
  const problems = [
    ...(wrongUrl === undefined ? [] : [`${quoted(url)}: ${wrongUrl}`]),
    ...[origin, method, headers, cookies, browser, fix].flatMap((part) => part.problems),
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
      ...fix.value,
    },
  };
}

function resolveAll(
  texts: readonly string[] | undefined,
  resolve: (text: string) => Validated<readonly RawHeader[]>,
): Validated<readonly RawHeader[]> {
  const all = (texts ?? []).map(resolve);
  return { value: all.flatMap(({ value }) => value), problems: all.flatMap(({ problems }) => problems) };
}

function resolveOrigin({ origin }: ExplainOptions): Validated<string> {
  if (origin === undefined)
    return {
      value: '',
      problems: [
        '--origin is missing: the origin of the page whose script makes the request, such as http://localhost:8080. To find it, evaluate `location.origin` in the console of the page.',
      ],
    };
  if (origin === 'null') return { value: origin, problems: [] };
  if (origin.includes('*'))
    return {
      value: '',
      problems: [
        `--origin ${quoted(origin)}: expected the one origin of a page, such as https://app.example.com.`,
      ],
    };
  const problem = originProblem(origin);
  return problem === undefined
    ? { value: origin, problems: [] }
    : { value: origin, problems: [`--origin ${quoted(origin)}: ${problem}.`] };
}

/** Whether the browser can open a page at the origin. The model opens no pages. */
function pageProblems(origin: string, browser: string): readonly string[] {
  if (browser === 'model') return [];
  if (origin === 'null')
    return [
      `--origin "null": corspec cannot open a page with the origin null in a browser. Omit --browser ${browser} to use the model.`,
    ];
  if (origin !== '' && !/^https?:/.test(origin))
    return [
      `--origin ${quoted(origin)}: corspec can only open pages at http and https in a browser. Omit --browser ${browser} to use the model.`,
    ];
  return origin !== '' && isBadPort(new URL(origin))
    ? [
        `--origin ${quoted(origin)}: browsers do not open pages at port ${new URL(origin).port} (${badPortList}). Use another port, or omit --browser ${browser} to use the model.`,
      ]
    : [];
}

function resolveMethod({ method = 'GET', data }: ExplainOptions): Validated<string> {
  const refuse = (problem: string) => ({ value: method, problems: [problem] });
  if (!isToken(method)) return refuse(`--method ${quoted(method)}: not a valid method. Use one such as PUT.`);
  if (isForbiddenMethod(method))
    return refuse(
      `--method ${quoted(method)}: browsers do not allow scripts to use this method (forbidden method).`,
    );
  if (data !== undefined && /^(get|head)$/i.test(method))
    return refuse(`--data: browsers do not send a body with ${method.toUpperCase()}. Add --method POST.`);
  return { value: method, problems: [] };
}

function resolveBrowser(browser = 'model', browsers: readonly string[]): Validated<string> {
  if (browsers.includes(browser)) return { value: browser, problems: [] };
  const problem = browser.includes(',') || browser === 'all' ? 'expected one browser.' : 'unknown browser.';
  return {
    value: 'model',
    problems: [
      `--browser ${quoted(browser)}: ${problem}${didYouMean(browser, browsers)} Available: ${browsers.join(', ')}.`,
    ],
  };
}
