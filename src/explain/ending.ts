import {
  describeMismatch,
  describeReason,
  enumerate,
  type NetworkCall,
  type TraceEntry,
  type Verdict,
} from '../fetch-standard/index.ts';
import type { Exchange, RawHeader } from '../results/exchange.ts';
import { embeds } from '../scenarios/scenario.ts';
import type { Ending } from '../results/explanation.ts';
import { decidedAt } from '../judge/decided-at.ts';
import { outcomeOf } from '../judge/deviations.ts';
import { chromeWords, firefoxWords, type Refusal } from './console-messages.ts';
import type { Remedy } from './remedies.ts';
import type { Subject } from './subject.ts';

type Rows = Ending['rows'];

/** What is known beyond the request and the wire. */
export interface EndingOptions {
  /** What the browser has for the server. */
  readonly cookies: readonly RawHeader[];
  /** Whether to tell what scripts and consoles get in browsers at large, for who looks for just that line. */
  readonly quotesBrowsers: boolean;
}

/** What comes of it: what the script gets, what the console says, what became of the request on the server. */
export function endingOf(
  subject: Subject,
  first: Remedy | undefined,
  options: EndingOptions,
): Omit<Ending, 'observed'> {
  const { verdict } = subject.replayed;
  const entry = verdict?.decidedBy;
  if (verdict === null || entry?.step === 'network') return unknownEnding(subject);
  if (verdict.outcome === 'opaque')
    return { outcome: 'opaque', says: 'The response is hidden from scripts.', rows: [] };
  if (verdict.outcome === 'readable')
    return {
      outcome: 'readable',
      says: 'The script can read the response.',
      rows: readableRows(subject, verdict, options),
    };
  return {
    outcome: 'blocked',
    says: blockedWords(subject, entry),
    rows: blockedRows(subject, verdict, entry, first, options),
    ...(entry === undefined ? {} : { decidedBy: decidedAt(entry) }),
  };
}

function blockedWords({ request, replayed }: Subject, entry: TraceEntry | undefined): string {
  const method = request.method.toUpperCase();
  const who = isEmbed(request) ? 'page' : 'script';
  const { calls } = replayed;
  if (calls.length === 0) return `The browser sends nothing, and the ${who} gets an error.`;
  return calls[entry?.exchange ?? -1]?.kind === 'preflight'
    ? `The browser does not send the ${method}, and the ${who} gets an error.`
    : `The ${who} cannot read the response, and gets an error.`;
}

function isEmbed({ client }: Subject['request']): boolean {
  return embeds.some((embed) => embed === client);
}

/** The exchange that broke off, and why that is no verdict. */
function unknownEnding({ request, exchanges, replayed }: Subject): Omit<Ending, 'observed'> {
  const failure = exchanges.find((exchange) => exchange.response === undefined)?.failure;
  const ending = (says: string, rows: Rows = []): Omit<Ending, 'observed'> => ({
    outcome: 'unknown',
    says,
    rows,
  });
  if (failure === undefined)
    return ending(
      'The recorded exchanges are not enough to tell what a browser must do.',
      replayed.mismatches.map((mismatch) => ({ label: 'odd', text: describeMismatch(mismatch) })),
    );
  switch (failure.kind) {
    case 'held-back': {
      const asked = exchanges.length > 1 ? 'The preflight passes, and the' : 'The';
      return ending(
        `${asked} browser sends the ${request.method.toUpperCase()}. Whether the script can read its response was not tested.`,
        [{ label: 'to try it', text: 'add --allow-writes, if the server may execute this request' }],
      );
    }
    case 'destination-refused':
      return ending('The server redirects to another server, to which corspec sends nothing.', [
        { label: 'leads to', text: exchanges.at(-1)?.request.url ?? '' },
        { label: 'to go on', text: 'explain that URL; its response needs the CORS headers as well' },
        {
          label: 'a login?',
          text: 'an API that answers scripts with 401 instead of a redirect to a login page lets them handle it',
        },
      ]);
    default:
      return ending('The server, or the connection to it, failed. This says nothing about CORS.', [
        { label: 'what broke', text: failure.detail },
      ]);
  }
}

function readableRows(
  { exchanges, replayed: { answeredBy, calls } }: Subject,
  verdict: Verdict,
  { cookies }: EndingOptions,
): Rows {
  const response = exchanges[answeredBy[calls.length - 1] ?? -1]?.response;
  const visible = verdict.visibleHeaders.map(([name]) => name);
  const hidden = hiddenHeaders(response, new Set(visible));
  const status = `${verdict.status ?? 0} ${response?.reason ?? ''}`.trim();
  return [
    {
      label: 'status',
      text: (verdict.status ?? 0) >= 400 ? `${status}: the server's own status, unrelated to CORS` : status,
    },
    { label: 'headers', text: visible.length === 0 ? 'none' : enumerate(visible) },
    ...(hidden.length === 0
      ? []
      : [{ label: 'hidden', text: `${enumerate(hidden)} (Access-Control-Expose-Headers would show them)` }]),
    ...cookieRow(cookies, exchanges),
  ];
}

/** Headers of the connection, and those that scripts do not need. */
const dull =
  /^(access-control-.*|set-cookie2?|connection|keep-alive|transfer-encoding|date|server|vary|x-powered-by)$/;

function hiddenHeaders(response: Exchange['response'], visible: ReadonlySet<string>): readonly string[] {
  const names = (response?.headers ?? []).map(([name]) => name.toLowerCase());
  return [...new Set(names)].filter((name) => !visible.has(name) && !dull.test(name));
}

function cookieRow(cookies: readonly RawHeader[], exchanges: readonly Exchange[]): Rows {
  if (cookies.length === 0) return [];
  const sent = exchanges.some(({ request }) =>
    request.headers.some(([name]) => name.toLowerCase() === 'cookie'),
  );
  return sent ? [] : [{ label: 'cookies', text: 'none was sent' }];
}

function blockedRows(
  subject: Subject,
  { calls }: Verdict,
  entry: TraceEntry | undefined,
  first: Remedy | undefined,
  { cookies, quotesBrowsers }: EndingOptions,
): Rows {
  const { request, exchanges, replayed } = subject;
  const call = calls[entry?.exchange ?? -1];
  const refusal = entry === undefined || call === undefined ? null : refusalOf(subject, entry, call, first);
  // What a browser sent unasked may have told the server more.
  const isWhole = exchanges.every((_, index) => replayed.answeredBy.includes(index));
  const server = onServer(exchanges, call, request.method.toUpperCase());
  return [
    ...(entry === undefined ? [] : [{ label: 'because', text: describeReason(entry) }]),
    ...(isEmbed(request) ? [{ label: 'the page', text: 'gets an `error` event without a reason' }] : []),
    ...(quotesBrowsers ? quotes(refusal) : []),
    ...(isWhole ? [{ label: 'the server', text: server }] : []),
    ...cookieRow(cookies, exchanges),
  ];
}

/** What browsers at large say of a refusal. */
function quotes(refusal: Refusal | null): Rows {
  const chrome = refusal === null ? null : chromeWords(refusal);
  const firefox = refusal === null ? null : firefoxWords(refusal);
  return [
    {
      label: 'the script',
      text: 'gets `TypeError: Failed to fetch` without a reason (axios: `Network Error`; XMLHttpRequest: status 0)',
    },
    ...(chrome === null ? [] : [{ label: 'Chrome says', text: chrome }]),
    ...(firefox === null ? [] : [{ label: 'Firefox says', text: firefox }]),
  ];
}

/** A refused response is not a refused request. */
function onServer(exchanges: readonly Exchange[], call: NetworkCall | undefined, method: string): string {
  if (exchanges.length === 0) return 'received nothing: the browser sent no request';
  if (call?.kind === 'preflight') return `did not receive the ${method}, only its preflight`;
  return ['GET', 'HEAD'].includes(method)
    ? `received the ${method} and responded: only the script cannot read the response`
    : `received the ${method} and may have executed it: only the script cannot read the response`;
}

function refusalOf(
  { origin, request, replayed }: Subject,
  entry: TraceEntry,
  call: NetworkCall,
  first: Remedy | undefined,
): Refusal {
  const asked = call.headers.find(([name]) => name === 'Access-Control-Request-Method')?.[1];
  return {
    entry,
    isPreflight: call.kind === 'preflight',
    url: call.url,
    ...(isRedirected(replayed.calls, call) ? { redirectedFrom: request.url } : {}),
    origin,
    method: asked ?? call.method,
    missingHeaders: first?.missingHeaders ?? [],
    status: first?.status ?? 0,
    headers: first?.headers ?? [],
  };
}

/** Whether an actual request went to another URL before. */
function isRedirected(calls: readonly NetworkCall[], call: NetworkCall): boolean {
  return calls.slice(0, calls.indexOf(call)).some(({ kind }) => kind === 'actual');
}

/** Whether a browser let the script read the response: what it did itself, or else what the standard says. */
export function isReadable({ outcome, observed }: Ending): boolean | null {
  if (outcome === 'unknown') return null;
  const did = observed === undefined ? null : outcomeOf(observed.outcome);
  return (did ?? outcome) === 'readable';
}
