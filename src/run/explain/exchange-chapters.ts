import type { NetworkCall, Replay, TraceEntry } from '../../fetch-standard/index.ts';
import type { Exchange } from '../../vocabulary/exchange.ts';
import type { Chapter, Paragraph, ToldCheck } from '../../vocabulary/story.ts';
import type { ExplainFacts } from './request.ts';
import { tellExchange } from './told-exchange.ts';

/** Each exchange as it went, with the checks of the standard that looked at it. */
export function exchangeChapters({ request, exchanges }: ExplainFacts, replayed: Replay): readonly Chapter[] {
  const { calls, answeredBy, verdict } = replayed;
  const told = calls.flatMap((call, index): readonly Chapter[] => {
    const exchange = exchanges[answeredBy[index] ?? -1];
    if (exchange === undefined) return [];
    const entries = verdict?.trace.filter((entry) => entry.exchange === index) ?? [];
    const checks = entries.filter(({ step }) => step !== 'network').map(toCheck);
    const paragraphs: readonly Paragraph[] = [
      { kind: 'exchange', exchange: tellExchange(exchange, request) },
      ...(checks.length === 0 ? [] : [{ kind: 'checks', checks } as const]),
    ];
    return [{ title: titleOf(calls, index), ...turnOf(call, exchange, entries, paragraphs) }];
  });
  return [...told, ...strangers(exchanges, replayed, request), ...neverSent(replayed)];
}

function titleOf(calls: readonly NetworkCall[], index: number): string {
  const call = calls[index];
  const name = call?.kind === 'preflight' ? 'The preflight' : `The ${call?.method ?? ''}`;
  const redirected = calls.slice(0, index).some(({ kind }) => kind === 'actual');
  return redirected ? `${name}, redirected` : name;
}

function turnOf(
  { kind, method }: NetworkCall,
  { response, failure }: Exchange,
  entries: readonly TraceEntry[],
  paragraphs: readonly Paragraph[],
): Omit<Chapter, 'title'> {
  if (response === undefined) {
    const held = failure?.kind === 'held-back';
    const held_ = `The browser sends it now. corspec kept it from the server, where it may change something: with --allow-writes it goes through, and the story goes on.`;
    return {
      answer: held ? 'held back by corspec' : 'got no answer',
      turn: 'unknown',
      paragraphs: held ? [...paragraphs, { kind: 'text', text: held_ }] : paragraphs,
    };
  }
  const refused = entries.some(({ ok, step }) => !ok && step !== 'expose-headers');
  if (kind === 'preflight')
    return {
      answer: refused ? `does not allow the request` : `allows the request`,
      turn: refused ? 'stop' : 'on',
      paragraphs,
    };
  return {
    answer: refused
      ? `is answered, and the answer is kept from the script`
      : `${method} is answered with ${response.status}`,
    turn: refused ? 'stop' : 'on',
    paragraphs,
  };
}

function toCheck({ ok, says, anchor, header }: TraceEntry): ToldCheck {
  return { ok, says, anchor, ...(header === undefined ? {} : { header }) };
}

/** What a browser sent though the standard does not ask for it. */
function strangers(
  exchanges: readonly Exchange[],
  { answeredBy }: Replay,
  request: ExplainFacts['request'],
): readonly Chapter[] {
  return exchanges
    .filter((_, index) => !answeredBy.includes(index))
    .map((exchange) => ({
      title: `Another ${exchange.request.method}`,
      answer: 'which the standard does not ask for',
      turn: 'on',
      paragraphs: [{ kind: 'exchange', exchange: tellExchange(exchange, request) }],
    }));
}

/** A request whose preflight failed is the one that people look for on the server, in vain. */
function neverSent({ calls, verdict }: Replay): readonly Chapter[] {
  const last = calls.at(-1);
  if (last?.kind !== 'preflight' || verdict?.decidedBy === undefined || verdict.decidedBy.step === 'network')
    return [];
  const method = last.headers.find(([name]) => name === 'Access-Control-Request-Method')?.[1] ?? 'request';
  return [{ title: `The ${method}`, answer: 'is never sent', turn: 'stop', paragraphs: [] }];
}
