import type { NetworkCall, Replay, TraceEntry, Verdict } from '../../fetch-standard/index.ts';
import type { Exchange } from '../../vocabulary/exchange.ts';
import type { Ending } from '../../vocabulary/story.ts';
import { deviationsOf, outcomeOf } from '../judge/deviations.ts';
import { chromeWords, firefoxWords, type Refusal } from './console-words.ts';
import type { Remedy } from './remedies.ts';
import { type ExplainFacts, toPageRequest } from './request.ts';

type Rows = Ending['rows'];

/** What comes of it: what the script gets, what the console says, what became of the request on the server. */
export function endingOf(facts: ExplainFacts, replayed: Replay, first: Remedy | undefined): Ending {
  const observed = observedOf(facts, replayed);
  return { ...byStandard(facts, replayed, first), ...(observed === undefined ? {} : { observed }) };
}

function byStandard(
  facts: ExplainFacts,
  replayed: Replay,
  first: Remedy | undefined,
): Omit<Ending, 'observed'> {
  const { verdict } = replayed;
  const entry = verdict?.decidedBy;
  if (verdict === null || entry?.step === 'network') return unknownEnding(facts, replayed);
  const decidedBy = entry === undefined ? {} : { decidedBy: decided(entry) };
  if (verdict.outcome !== 'blocked')
    return {
      outcome: 'readable',
      says: 'The script can read the response.',
      rows: readableRows(facts, replayed, verdict),
    };
  return {
    outcome: 'blocked',
    says: blockedWords(facts, replayed, entry),
    rows: blockedRows(facts, verdict, entry, first),
    ...decidedBy,
  };
}

function blockedWords({ request }: ExplainFacts, { calls }: Replay, entry: TraceEntry | undefined): string {
  const method = request.method.toUpperCase();
  if (calls.length === 0) return `The browser sends nothing, and the script gets an error.`;
  return calls[entry?.exchange ?? -1]?.kind === 'preflight'
    ? `The browser does not send the ${method}, and the script gets an error.`
    : 'The browser keeps the response from the script, which gets an error.';
}

function decided({ step, anchor, header, says }: TraceEntry): NonNullable<Ending['decidedBy']> {
  return { step, anchor, says, ...(header === undefined ? {} : { header }) };
}

/** The exchange that broke off, and why that is no verdict. */
function unknownEnding(
  { request, exchanges }: ExplainFacts,
  { mismatches }: Replay,
): Omit<Ending, 'observed'> {
  const failure = exchanges.find((exchange) => exchange.response === undefined)?.failure;
  const ending = (says: string, rows: Rows = []): Omit<Ending, 'observed'> => ({
    outcome: 'unknown',
    says,
    rows,
  });
  if (failure === undefined)
    return ending(
      'What was on the wire does not tell what a browser has to make of it.',
      mismatches.map(({ says }) => ({ label: 'odd', text: says })),
    );
  switch (failure.kind) {
    case 'held-back': {
      const asked = exchanges.length > 1 ? 'The preflight passes, and the' : 'The';
      return ending(
        `${asked} browser sends the ${request.method.toUpperCase()}. Whether the script may read its response was not tried.`,
        [{ label: 'to try it', text: 'add --allow-writes, if the server may do what this request asks for' }],
      );
    }
    case 'destination-refused':
      return ending('The server redirects to another one, where corspec sends nothing unasked.', [
        { label: 'leads to', text: exchanges.at(-1)?.request.url ?? '' },
        { label: 'to go on', text: 'explain that URL; it needs the CORS headers as well' },
        {
          label: 'a login?',
          text: 'an API that answers scripts with 401 instead of a redirect to a login page lets them handle it',
        },
      ]);
    default:
      return ending('The server, or the way to it, is broken. This is no verdict about CORS.', [
        { label: 'what broke', text: failure.detail },
      ]);
  }
}

function readableRows(
  { request, exchanges }: ExplainFacts,
  { answeredBy, calls }: Replay,
  verdict: Verdict,
): Rows {
  const response = exchanges[answeredBy[calls.length - 1] ?? -1]?.response;
  const visible = verdict.visibleHeaders.map(([name]) => name);
  const hidden = hiddenHeaders(response, visible);
  const status = `${verdict.status ?? 0} ${response?.reason ?? ''}`.trim();
  return [
    {
      label: 'status',
      text:
        (verdict.status ?? 0) >= 400
          ? `${status}: the server's own answer, which has nothing to do with CORS`
          : status,
    },
    { label: 'headers', text: visible.length === 0 ? 'none' : visible.join(', ') },
    ...(hidden.length === 0
      ? []
      : [{ label: 'hidden', text: `${hidden.join(', ')} (Access-Control-Expose-Headers would show them)` }]),
    ...cookieRow(request, exchanges),
  ];
}

/** Headers of the connection, and those that nobody misses in a script. */
const dull =
  /^(access-control-.*|set-cookie2?|connection|keep-alive|transfer-encoding|date|server|vary|x-powered-by)$/;

function hiddenHeaders(response: Exchange['response'], visible: readonly string[]): readonly string[] {
  const names = (response?.headers ?? []).map(([name]) => name.toLowerCase());
  return [...new Set(names)].filter((name) => !visible.includes(name) && !dull.test(name));
}

function cookieRow({ cookies }: ExplainFacts['request'], exchanges: readonly Exchange[]): Rows {
  if (cookies.length === 0) return [];
  const sent = exchanges.some(({ request }) =>
    request.headers.some(([name]) => name.toLowerCase() === 'cookie'),
  );
  return sent ? [] : [{ label: 'cookies', text: 'none was sent' }];
}

function blockedRows(
  { request, exchanges }: ExplainFacts,
  { calls }: Verdict,
  entry: TraceEntry | undefined,
  first: Remedy | undefined,
): Rows {
  const call = calls[entry?.exchange ?? -1];
  const refusal = entry === undefined || call === undefined ? null : refusalOf(request, entry, call, first);
  const chrome = refusal === null ? null : chromeWords(refusal);
  const firefox = refusal === null ? null : firefoxWords(refusal);
  return [
    ...(entry === undefined ? [] : [{ label: 'because', text: entry.says }]),
    {
      label: 'the script',
      text: 'gets `TypeError: Failed to fetch`, and no reason (axios: `Network Error`; XMLHttpRequest: status 0)',
    },
    ...(chrome === null ? [] : [{ label: 'Chrome says', text: chrome }]),
    ...(firefox === null ? [] : [{ label: 'Firefox says', text: firefox }]),
    { label: 'the server', text: onServer(exchanges, call, request.method.toUpperCase()) },
    ...cookieRow(request, exchanges),
  ];
}

/** A refused response is not a refused request. */
function onServer(exchanges: readonly Exchange[], call: NetworkCall | undefined, method: string): string {
  if (exchanges.length === 0) return 'never got anything: the browser sent nothing';
  if (call?.kind === 'preflight') return `never got the ${method}, and has no trace of it but the OPTIONS`;
  return ['GET', 'HEAD'].includes(method)
    ? `got the ${method} and answered it: only the script is kept out`
    : `got the ${method}, and what it did stays done: only the script is kept from the answer`;
}

function refusalOf(
  { origin }: ExplainFacts['request'],
  entry: TraceEntry,
  call: NetworkCall,
  first: Remedy | undefined,
): Refusal {
  const asked = call.headers.find(([name]) => name === 'Access-Control-Request-Method')?.[1];
  return {
    entry,
    isPreflight: call.kind === 'preflight',
    url: call.url,
    origin,
    method: asked ?? call.method,
    missingHeaders: first?.missingHeaders ?? [],
    status: first?.status ?? 0,
    headers: first?.headers ?? [],
  };
}

/** What a real browser did, beside what the standard says. */
function observedOf(facts: ExplainFacts, replayed: Replay): Ending['observed'] {
  const { observed, exchanges, browser } = facts;
  if (observed === null) return undefined;
  const { outcome, console } = observed;
  // What corspec answered in the server's place is none of the browser's doing.
  const whole = exchanges.every(({ failure }) => failure === undefined);
  const request = toPageRequest(facts.request);
  const deviations = whole
    ? deviationsOf(browser.id, { ...replayed, request, exchanges, outcome }, false)
    : [];
  return { outcome, console: console.map(withoutPage), deviations };
}

/** Lines of the console end with who made the request: a page that nobody else knows. */
function withoutPage(line: string): string {
  return line.replace(/ \(https?:\/\/[^()\s]*\/\.corspec\/[^()]*\)$/, '');
}

/** Whether a browser let the script read the response: what it did itself, or else what the standard says. */
export function isReadable({ outcome, observed }: Ending): boolean | null {
  if (outcome === 'unknown') return null;
  const did = observed === undefined ? null : outcomeOf(observed.outcome);
  return (did ?? outcome) === 'readable';
}
