import type { CauseSummary, Result, Results } from '../../src/results/results.ts';
import { isOpenFailure, openCauses } from '../../src/results/known-failures.ts';
import { groupBy, levelsByWeight } from './group.ts';
import { packageHomepage } from '../../src/package.ts';
import type { RawHeader } from '../../src/results/exchange.ts';
import { percentEncoded } from '../../src/text/percent-encoded.ts';
import { parseUrl } from '../../src/fetch-standard/index.ts';

/** The page about a cause in the documentation. */
export function causePage(code: string): string {
  return `${packageHomepage.replace(/#.*$/, '')}/blob/main/docs/causes/${percentEncoded(code)}.md`;
}

/** The exchange of a cause, with the header lines that a report shows. */
export interface CauseExchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly RawHeader[];
  /** Absent: no response. */
  readonly response?: {
    readonly status: number;
    readonly headers: readonly RawHeader[];
    /** Whether it has no Access-Control-Allow-Origin, which a reader looks for first. */
    readonly isWithoutAllowOrigin: boolean;
  };
}

/** The header lines of an exchange that CORS concerns. Cookies are not shown. */
export function exchangeOf({ request, response }: NonNullable<CauseSummary['exchange']>): CauseExchange {
  return {
    method: request.method,
    url: request.url,
    requestHeaders: request.headers.filter(([name]) => name.toLowerCase() !== 'cookie'),
    ...(response && {
      response: {
        status: response.status,
        headers: response.headers.filter(isCors),
        isWithoutAllowOrigin: !response.headers.some(isAllowOrigin),
      },
    }),
  };
}

function isCors([name]: RawHeader): boolean {
  return /^(access-control-|vary$|location$|www-authenticate$)/i.test(name);
}

function isAllowOrigin([name]: RawHeader): boolean {
  return name.toLowerCase() === 'access-control-allow-origin';
}

/** The failures that no cause explains, without known ones: of results of older versions, all. */
export function unexplained(results: readonly Result[]): readonly Result[] {
  return results.filter((result) => isOpenFailure(result) && result.cause === undefined);
}

/** The lines of a cause's exchange: the request, and the response. */
export function exchangeTexts(exchange: NonNullable<CauseSummary['exchange']>): {
  readonly request: string;
  readonly response: string;
} {
  const { method, url, requestHeaders, response } = exchangeOf(exchange);
  const { pathname } = parseUrl(url) ?? { pathname: url };
  return {
    request: [`${method} ${pathname}`, ...requestHeaders.map(headerText)].join(' · '),
    response: response === undefined ? 'no response' : responseText(response),
  };
}

function responseText({
  status,
  headers,
  isWithoutAllowOrigin,
}: NonNullable<CauseExchange['response']>): string {
  const absent = isWithoutAllowOrigin ? ['(no Access-Control-Allow-Origin)'] : [];
  return [String(status), ...headers.map(headerText), ...absent].join(' · ');
}

function headerText([name, value]: RawHeader): string {
  return `${name}: ${value}`;
}

/** A cause as plain text: what shows it, impact, fix, and where to read on. Untrusted. */
export function causeText(cause: CauseSummary): string {
  const { exchange, impact, fix, notes = [], code, reproduce } = cause;
  const shown = exchange === undefined ? null : exchangeTexts(exchange);
  return [
    ...(shown === null ? [] : [`Request: ${shown.request}`, `Response: ${shown.response}`]),
    `Impact: ${impact}`,
    `Fix: ${fix.says}`,
    ...(fix.snippet === undefined ? [] : [fix.snippet.trimEnd()]),
    ...notes.map(({ text }) => `Note: ${text}`),
    causePage(code),
    `Reproduce: ${reproduce}`,
  ].join('\n');
}

/** Causes of one target with the same id: one fix, under several policies. */
export interface CauseOfTarget {
  readonly cause: CauseSummary;
  readonly policies: readonly string[];
  readonly checks: number;
}

/** The causes of each target that are not known, those of several policies together, the worst first. */
export function causesByTarget(results: Results): ReadonlyMap<string, readonly CauseOfTarget[]> {
  const targets = groupBy(openCauses(results), ({ target }) => target);
  return new Map(
    [...targets].map(([target, own]) => [
      target,
      [...groupBy(own, ({ id }) => id).values()]
        .map((same) => ({
          cause: worstOf(same),
          policies: same.map(({ policy }) => policy),
          checks: same.reduce((sum, { checks }) => sum + checks.length, 0),
        }))
        .sort((a, b) => weight(a.cause) - weight(b.cause) || b.checks - a.checks),
    ]),
  );
}

function worstOf(causes: readonly CauseSummary[]): CauseSummary {
  return causes.reduce((worst, cause) => (weight(cause) < weight(worst) ? cause : worst));
}

function weight({ level }: CauseSummary): number {
  return levelsByWeight.indexOf(level);
}
