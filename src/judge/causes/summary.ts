import { impactOf } from '../../causes/impacts.ts';
import { causeKey } from '../../causes/merge.ts';
import { causeTitle } from '../../causes/texts.ts';
import { cookieNotes, cookieNoteText } from '../../causes/cookie-notes.ts';
import { getHeader } from '../../fetch-standard/index.ts';
import type { CauseFix, CauseSummary } from '../../results/cause.ts';
import type { Exchange } from '../../results/exchange.ts';
import { printable } from '../../text/printable.ts';
import type { Finding } from './finding.ts';
import type { FoundCause } from './group.ts';

/** A cause as results have it. Texts are safe to print; header lines are as they were on the wire. */
export function causeSummary({ cause, level, checks, decisive }: FoundCause, fix: CauseFix): CauseSummary {
  const { result, finding } = decisive;
  const { code, ...data } = cause;
  const exchange = finding.decisive === null ? undefined : shownExchange(finding.decisive);
  const hasCredentials = 'credentials' in cause && cause.credentials;
  return {
    id: causeKey(cause),
    code,
    title: printable(causeTitle(cause)),
    level,
    target: result.target,
    policy: result.policy,
    browsers: [...new Set(checks.map((check) => check.result.browser))],
    data,
    impact: impactOf(code, hasCredentials),
    ...(exchange === undefined ? {} : { exchange }),
    message: result.message ?? '',
    ...notesOf(finding),
    fix,
    checks: checks.map((check) => ({ scenario: check.result.scenario, browser: check.result.browser })),
    reproduce: result.reproduce,
  };
}

/** What the exchange shows besides CORS. A request with a cookie is one with credentials. */
function notesOf({ decisive: exchange, refused }: Finding): Pick<CauseSummary, 'notes'> {
  if (exchange === null) return {};
  const isCredentialed = getHeader(exchange.request.headers, 'cookie') !== null;
  const facts = { exchange, isCredentialed, isCrossSite: null, isBlocked: refused !== null };
  const notes = cookieNotes(facts).map((note) => ({
    code: note.code,
    text: printable(cookieNoteText(note)),
  }));
  return notes.length === 0 ? {} : { notes };
}

/** Header names, in lower case, that show why a browser blocks or allows a request. */
const shownHeaders = new Set([
  'origin',
  'vary',
  'location',
  'www-authenticate',
  'cookie',
  'allow',
  'cache-control',
]);

function isShown(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('access-control-') || shownHeaders.has(lower);
}

function shownExchange({ request, response }: Exchange): NonNullable<CauseSummary['exchange']> {
  const shown = (headers: Exchange['request']['headers']): [string, string][] =>
    headers.filter(([name]) => isShown(name)).map(([name, value]) => [name, value]);
  return {
    request: { method: request.method, url: request.url, headers: shown(request.headers) },
    ...(response === undefined
      ? {}
      : { response: { status: response.status, headers: shown(response.headers) } }),
  };
}
