import { describeReason, type NetworkCall, type TraceEntry } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Section, SharedParagraph, ShownCheck } from '../results/explanation.ts';
import type { Replayed, Subject } from './subject.ts';

/**
 * Each exchange as it went, with the checks of the standard that looked at it.
 * @param show how an exchange itself is told
 */
export function exchangeSections<Shown>(
  { exchanges, replayed }: Pick<Subject, 'exchanges' | 'replayed'>,
  show: (exchange: Exchange) => Shown,
): readonly Section<Shown | SharedParagraph>[] {
  const { calls, answeredBy, verdict } = replayed;
  const told = calls.flatMap((call, index): readonly Section<Shown | SharedParagraph>[] => {
    const exchange = exchanges[answeredBy[index] ?? -1];
    if (exchange === undefined) return [];
    const entries = verdict?.trace.filter((entry) => entry.exchange === index) ?? [];
    const paragraphs = [show(exchange), ...checksOf(entries)];
    return [{ title: titleOf(calls, index), ...turnOf(call, exchange, entries, paragraphs) }];
  });
  const others = strangers(exchanges, replayed, show);
  return [...told, ...neverSent(replayed, others.length === 0), ...others];
}

/** The checks that are worth telling; none is no paragraph. */
export function checksOf(entries: readonly TraceEntry[]): readonly SharedParagraph[] {
  const checks = entries.filter(isTold).map(toCheck);
  return checks.length === 0 ? [] : [{ kind: 'checks', checks }];
}

function titleOf(calls: readonly NetworkCall[], index: number): string {
  const call = calls[index];
  const name = call?.kind === 'preflight' ? 'preflight' : (call?.method ?? '');
  const redirected = calls.slice(0, index).some(({ kind }) => kind === 'actual');
  return redirected ? `The redirected ${name}` : `The ${name}`;
}

const heldBack =
  'The browser sends it now. corspec did not forward it, because it may change data on the server: add --allow-writes to send it.';

function turnOf<Shown>(
  { kind }: NetworkCall,
  { response, failure }: Exchange,
  entries: readonly TraceEntry[],
  paragraphs: readonly (Shown | SharedParagraph)[],
): Omit<Section<Shown | SharedParagraph>, 'title'> {
  if (failure?.kind === 'held-back')
    return {
      answer: 'is not forwarded by corspec',
      turn: 'unknown',
      paragraphs: [...paragraphs, { kind: 'text', text: heldBack }],
    };
  if (response === undefined) return { answer: 'gets no answer', turn: 'unknown', paragraphs };
  const refused = entries.some(({ ok, step }) => !ok && step !== 'expose-headers');
  const turn = refused ? 'stop' : 'on';
  if (kind === 'preflight')
    return { answer: refused ? 'does not allow the request' : 'allows the request', turn, paragraphs };
  const answered = `is answered with ${response.status}`;
  return { answer: refused ? `${answered}, and the script cannot read it` : answered, turn, paragraphs };
}

/** That nothing is exposed is told in the end, with what is hidden by it. */
function isTold({ step, code }: TraceEntry): boolean {
  return step !== 'network' && code !== 'expose-headers-missing';
}

function toCheck(entry: TraceEntry): ShownCheck {
  const { ok, code, anchor, header } = entry;
  return { ok, code, says: describeReason(entry), anchor, ...(header === undefined ? {} : { header }) };
}

/** What a browser sent though the standard does not ask for it. */
function strangers<Shown>(
  exchanges: readonly Exchange[],
  { answeredBy }: Replayed,
  show: (exchange: Exchange) => Shown,
): readonly Section<Shown>[] {
  return exchanges
    .filter((_, index) => !answeredBy.includes(index))
    .map((exchange) => ({
      title: `Another ${exchange.request.method}`,
      answer: 'which the standard does not require',
      turn: 'on',
      paragraphs: [show(exchange)],
    }));
}

/** What keeps a browser from sending anything at all, such as mixed content. */
export function unsentSection({ calls, verdict }: Replayed): Section<SharedParagraph> | null {
  if (calls.length > 0 || verdict?.decidedBy === undefined) return null;
  return {
    title: 'Does the browser send it?',
    answer: 'No',
    turn: 'stop',
    paragraphs: [{ kind: 'text', text: describeReason(verdict.decidedBy) }],
  };
}

/**
 * A request whose preflight failed is the one that people look for on the server, in vain.
 * @param isSure whether the browser did as the standard says
 */
function neverSent({ calls, verdict }: Replayed, isSure: boolean): readonly Section<never>[] {
  const last = calls.at(-1);
  if (last?.kind !== 'preflight' || verdict?.decidedBy === undefined || verdict.decidedBy.step === 'network')
    return [];
  const method = last.headers.find(([name]) => name === 'Access-Control-Request-Method')?.[1] ?? 'request';
  return [
    {
      title: `The ${method}`,
      answer: isSure ? 'is not sent' : 'must not be sent',
      turn: 'stop',
      paragraphs: [],
    },
  ];
}
