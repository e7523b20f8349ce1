import {
  extractTokens,
  getHeader,
  type HeaderList,
  type NetworkCall,
  type RecordedExchange,
  type TraceEntry,
} from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { Subject } from './subject.ts';

/** One thing that is wrong with a response, and the header that would be right. */
export interface Remedy {
  readonly entry: TraceEntry;
  readonly call: NetworkCall;
  readonly status: number;
  /** What the server sent. */
  readonly headers: HeaderList;
  /** Names of request headers that are asked for and not listed, in lower case. */
  readonly missingHeaders: readonly string[];
  /** What it has to send for the check to pass; null where no header helps. */
  readonly send: RawHeader | null;
}

/** More faults than there are checks would be a fault of this loop. */
const mostRemedies = 8;

/**
 * Everything that stands in the way of the request, not only the first: whoever mends one thing should not find the
 * next red line after it. Each fault that the standard finds is corrected in the recording, and the standard asked again.
 */
export function remedies(subject: Subject): readonly Remedy[] {
  const found: Remedy[] = [];
  let corrected = subject.recording;
  while (found.length < mostRemedies) {
    const next = firstFault(subject, corrected);
    if (next === null) break;
    found.push(next.remedy);
    if (!canBeFixed(next.remedy)) break;
    corrected = corrected.map((exchange, at) => (at === next.at ? fixed(exchange, next.remedy) : exchange));
  }
  return found;
}

/** The fault that makes it a network error, and the index of the exchange that has it. */
function firstFault(
  { again, recording }: Subject,
  corrected: readonly RecordedExchange[],
): { readonly remedy: Remedy; readonly at: number } | null {
  const { verdict, calls, answeredBy } = again(corrected);
  const entry = verdict?.decidedBy;
  if (entry?.exchange === undefined) return null;
  const at = answeredBy[entry.exchange] ?? -1;
  const call = calls[entry.exchange];
  const [now, sent] = [corrected[at]?.answer, recording[at]?.answer];
  if (call === undefined || now?.kind !== 'response' || sent?.kind !== 'response') return null;
  return { remedy: remedyFor(entry, call, now.headers, sent), at };
}

interface Answered {
  readonly status: number;
  readonly headers: HeaderList;
}

function remedyFor(entry: TraceEntry, call: NetworkCall, now: HeaderList, sent: Answered): Remedy {
  const missingHeaders = entry.step === 'preflight-headers' ? missing(call, now) : [];
  return {
    entry,
    call,
    status: sent.status,
    headers: sent.headers,
    missingHeaders,
    send: headerFor(entry, call, now, missingHeaders),
  };
}

function headerFor(
  { step }: TraceEntry,
  { headers }: NetworkCall,
  now: HeaderList,
  missingHeaders: readonly string[],
): RawHeader | null {
  switch (step) {
    case 'cors-check': {
      // No server should allow `null`: every site can have that origin.
      const origin = getHeader(headers, 'origin') ?? '';
      return origin === 'null' ? null : ['Access-Control-Allow-Origin', origin];
    }
    case 'credentials-check':
      return ['Access-Control-Allow-Credentials', 'true'];
    case 'preflight-methods': {
      const method = getHeader(headers, 'access-control-request-method') ?? '';
      return [
        'Access-Control-Allow-Methods',
        [...listed(now, 'access-control-allow-methods'), method].join(', '),
      ];
    }
    case 'preflight-headers':
      return [
        'Access-Control-Allow-Headers',
        [...listed(now, 'access-control-allow-headers'), ...missingHeaders].join(', '),
      ];
    default:
      return null;
  }
}

/** What is listed by name: `*` does not help where something is missing. */
function listed(headers: HeaderList, name: string): readonly string[] {
  const list = extractTokens(headers, name);
  return list.kind === 'value' ? list.value.filter((member) => member !== '*') : [];
}

function missing({ headers }: NetworkCall, now: HeaderList): readonly string[] {
  const asked = (getHeader(headers, 'access-control-request-headers') ?? '').split(',').filter(Boolean);
  const allowed = extractTokens(now, 'access-control-allow-headers');
  const names = new Set(allowed.kind === 'value' ? allowed.value.map((name) => name.toLowerCase()) : []);
  const left = asked.filter((name) => !names.has(name));
  // Without credentials `*` is for all but Authorization, and only that can be what is missing.
  return names.has('*') && left.includes('authorization') ? ['authorization'] : left;
}

/** Whether a header or a status of the server helps. */
export function canBeFixed({ entry, send }: Remedy): boolean {
  return send !== null || entry.step === 'preflight-status';
}

function fixed(exchange: RecordedExchange, { send }: Remedy): RecordedExchange {
  if (exchange.answer.kind !== 'response') return exchange;
  const { answer } = exchange;
  if (send === null) return { ...exchange, answer: { ...answer, status: 204 } };
  const others = answer.headers.filter(([name]) => name.toLowerCase() !== send[0].toLowerCase());
  return { ...exchange, answer: { ...answer, headers: [...others, send] } };
}
