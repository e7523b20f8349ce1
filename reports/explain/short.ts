import { printable } from '../../src/text/printable.ts';
import type { Ending, Explanation, ShownExchange } from '../../src/results/explanation.ts';
import { wrap } from '../../src/text/columns.ts';
import {
  adviceLines,
  causeLines,
  exchangeLines,
  noteLines,
  pageLines,
  rowLines,
  type Style,
  styleOf,
} from './parts.ts';
import { observedLines } from './terminal.ts';
import { parseUrl } from '../../src/fetch-standard/index.ts';

/** An explanation of one request in few lines. All text from a server is escaped. */
export function shortText(
  explanation: Explanation,
  options: { readonly color: boolean; readonly columns: number },
): string {
  const style = styleOf(options);
  const { request, ending } = explanation;
  const lines = [
    ...verdictLine(ending, ending.says, style),
    ...wrap(printable(`${request.method} ${request.url} ${pageText(request)}`), style.columns, '  '),
    ...evidenceLines(explanation, style),
    ...noteLines(explanation.notes, style),
    ...pageLines(explanation.causes, style),
    style.paint.dim('Every step: add --verbose.'),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for one of many requests: what it is about comes first. */
export function shortLines(explanation: Explanation, style: Style, count: number): string[] {
  const { request, ending } = explanation;
  const times = count === 1 ? '' : ` (${count} requests)`;
  return [
    ...verdictLine(ending, `${request.method} ${request.url}${times}`, style),
    ...wrap(printable(pageText(request)), style.columns, '  '),
    ...wrap(printable(ending.says), style.columns, '  '),
    ...evidenceLines(explanation, style),
  ];
}

function verdictLine({ outcome }: Ending, text: string, { paint, columns }: Style): string[] {
  const mark = { readable: '✓', blocked: '✗', opaque: '–', unknown: '!' }[outcome];
  const tint = { readable: paint.green, blocked: paint.red, opaque: paint.reset, unknown: paint.yellow }[
    outcome
  ];
  return wrap(printable(`${mark} ${text}`), columns).map((line) => paint.bold(tint(line)));
}

function pageText({ origin, credentials }: Explanation['request']): string {
  return `from a page at ${origin}, ${credentials ? 'with credentials' : 'without credentials'}`;
}

/** The exchange that decided, what the console says, and the fix. */
function evidenceLines(explanation: Explanation, style: Style): string[] {
  const { ending, advice, request } = explanation;
  const exchange = decisiveExchange(explanation);
  // That only the preflight reached the server is what the verdict says.
  const isPreflight = exchange !== null && ending.outcome === 'blocked' && exchange.method !== request.method;
  const rows = ending.rows.filter(
    ({ label }) => isShown(label, ending) && !(isPreflight && label === 'the server'),
  );
  return [
    ...(exchange === null ? [] : [...exchangeLines(withCorsHeaders(exchange), style), '']),
    ...rowLines([...stepRow(explanation), ...rows], style),
    ...observedLines(ending, request.method, style),
    ...adviceLines(advice, style),
    ...causeLines(explanation.causes, style),
  ];
}

/** One browser's console is enough, and none beside what a browser really wrote. */
function isShown(label: string, { observed }: Ending): boolean {
  if (label === 'the script' || label === 'Firefox says') return false;
  return label !== 'Chrome says' || observed === undefined;
}

/** What passed, where the ending does not say it: how each request went, or that CORS does not apply. */
function stepRow({ chapters, ending, request }: Explanation): Ending['rows'] {
  if (ending.outcome === 'blocked') return [];
  const isSameOrigin = parseUrl(request.url)?.origin === request.origin;
  const told = chapters.filter(
    ({ paragraphs }, index) =>
      (isSameOrigin && index === 0) || paragraphs.some(({ kind }) => kind === 'exchange'),
  );
  const text = told.map(({ title, answer }) => `${title} ${answer}.`).join(' ');
  return text === '' ? [] : [{ label: 'steps', text }];
}

/** The exchange at which the request ended; the last one where it did not. */
function decisiveExchange({ chapters }: Explanation): ShownExchange | null {
  const exchangesOf = (wanted: typeof chapters) =>
    wanted.flatMap(({ paragraphs }) =>
      paragraphs.flatMap((paragraph) => (paragraph.kind === 'exchange' ? [paragraph.exchange] : [])),
    );
  return (
    exchangesOf(chapters.filter(({ turn }) => turn === 'stop'))[0] ?? exchangesOf(chapters).at(-1) ?? null
  );
}

const decisive = /^(access-control-|origin$|location$|cookie$|authorization$)/i;

/** That there is none of them is shown; how many others there are is not. */
function withCorsHeaders(exchange: ShownExchange): ShownExchange {
  const { response, requestHeaders } = exchange;
  const kept = (response?.headers ?? []).filter(([name]) => decisive.test(name));
  const { body: _, ...rest } = response ?? { status: 0, reason: '', headers: [], others: 0 };
  return {
    ...exchange,
    requestHeaders: requestHeaders.filter(([name]) => decisive.test(name)),
    ...(response === undefined
      ? {}
      : {
          response: {
            ...rest,
            headers: kept,
            others: kept.length === 0 ? response.others + response.headers.length : 0,
          },
        }),
  };
}
