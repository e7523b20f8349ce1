import { printable } from '../../src/text/printable.ts';
import type { Ending, Explanation, ShownExchange } from '../../src/results/explanation.ts';
import { wrap } from '../../src/text/columns.ts';
import { adviceLines, exchangeLines, rowLines, type Style } from './parts.ts';

/** What is left out of the short form: what the sentences before it say already, and what decides nothing. */
const longOnly: ReadonlySet<string> = new Set(['the script', 'Firefox says', 'headers', 'hidden']);

/** An explanation in few lines: the verdict, the exchange that decided, what the console says, and the fix. */
export function shortLines(explanation: Explanation, style: Style, count = 1): string[] {
  const { request, ending, advice } = explanation;
  const exchange = decisiveExchange(explanation);
  const rows = ending.rows.filter(({ label }) => !longOnly.has(label));
  return [
    ...verdictLines(ending, `${request.method} ${request.url}`, count, style),
    ...wrap(
      printable(`from a page at ${request.origin}${request.credentials ? ', with credentials' : ''}`),
      style.columns,
      '  ',
    ),
    ...wrap(printable(ending.says), style.columns, '  '),
    ...(exchange === null ? [] : ['', ...exchangeLines(withCorsHeaders(exchange), style), '']),
    ...rowLines(rows, style),
    ...adviceLines(advice, style),
  ];
}

function verdictLines({ outcome }: Ending, what: string, count: number, { paint, columns }: Style): string[] {
  const mark = { readable: '✓', blocked: '✗', opaque: '–', unknown: '!' }[outcome];
  const tint = { readable: paint.green, blocked: paint.red, opaque: paint.reset, unknown: paint.yellow }[
    outcome
  ];
  const times = count === 1 ? '' : ` (${count} requests)`;
  return wrap(printable(`${mark} ${what}${times}`), columns).map((line) => paint.bold(tint(line)));
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
            others: response.others + response.headers.length - kept.length,
          },
        }),
  };
}
