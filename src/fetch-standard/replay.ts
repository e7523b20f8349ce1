import { corsFetch } from './algorithm.ts';
import { getHeader } from './header-lists.ts';
import { withoutFragment } from './preflight.ts';
import type { Mismatch } from './mismatches.ts';
import type {
  FetchContext, FetchRequest, HeaderList, NetworkAnswer, NetworkCall, PreflightAssumed,
} from './types.ts'; // prettier-ignore
import type { Verdict } from './verdict.ts';
import { parseUrl } from './urls.ts';

/** What a browser sent and got, in the order in which it was sent. */
export interface RecordedExchange {
  readonly method: string;
  readonly url: string;
  /** The request's. With them, Origin and the preflight's questions are compared, and a preflight is told for sure. */
  readonly headers?: HeaderList;
  readonly answer: NetworkAnswer;
  /** When it was sent: ms on the context's clock, which it then overrides. */
  readonly at?: number;
}

export interface Replay {
  /** Null when the recording lacks an answer that the algorithm needs. */
  readonly verdict: Verdict | null;
  /** What the algorithm wanted sent. */
  readonly calls: readonly NetworkCall[];
  /** For each call, the index in the recording of the exchange that answered it; null when none did. */
  readonly answeredBy: readonly (number | null)[];
  /** How many exchanges of the recording, from its beginning, belong to this request. */
  readonly consumed: number;
  readonly mismatches: readonly Mismatch[];
}

export interface ReplayOptions {
  /** Whether the recording goes on with later requests of the page: what is left over is then no mismatch. */
  readonly moreFollows?: boolean;
}

/**
 * Feeds recorded exchanges to the algorithm. One that it did not ask for is passed over, when what it asks for comes
 * later; a preflight that it asked for and that is not there is taken as remembered; without an actual request there
 * is no verdict. Pass the same context for all requests of a page. `#concept-fetch`
 */
export function replay(
  request: FetchRequest,
  recording: readonly RecordedExchange[],
  context: FetchContext,
  { moreFollows = false }: ReplayOptions = {},
): Replay {
  const reader = createReader(recording);
  const fetching = corsFetch(request, { ...context, now: () => reader.clock() ?? context.now() });
  const calls: NetworkCall[] = [];
  const answeredBy: (number | null)[] = [];
  const ended = (verdict: Verdict | null): Replay => {
    const consumed = moreFollows ? reader.position() : recording.length;
    if (!moreFollows) reader.passOverUntil(recording.length);
    return { verdict, calls, answeredBy, consumed, mismatches: reader.mismatches };
  };
  for (let next = fetching.next(); ;) {
    if (next.done) return ended(next.value);
    const reply = reader.answer(next.value, calls.push(next.value) - 1);
    answeredBy.push(reply?.exchange ?? null);
    if (!reply) return ended(null);
    next = fetching.next(reply.answer);
  }
}

interface Reply {
  readonly answer: NetworkAnswer | PreflightAssumed;
  /** Index in the recording; null when nothing there answered. */
  readonly exchange: number | null;
}

interface Reader {
  readonly mismatches: readonly Mismatch[];
  /** Null when nothing in the recording can answer. */
  readonly answer: (call: NetworkCall, index: number) => Reply | null;
  /** When what comes next was sent, or else what came last: ms. */
  readonly clock: () => number | undefined;
  readonly position: () => number;
  /** Takes what comes before that index as unexpected. */
  readonly passOverUntil: (index: number) => void;
}

function createReader(recording: readonly RecordedExchange[]): Reader {
  const mismatches: Mismatch[] = [];
  let position = 0;

  const passOverUntil = (end: number): void => {
    mismatches.push(
      ...recording.slice(position, end).map((recorded, i) => unexpected(recorded, position + i)),
    );
    position = end;
  };
  const answer = (call: NetworkCall, index: number): Reply | null => {
    const ahead = recording.slice(position);
    const offset = find(call, ahead);
    const recorded = ahead[offset];
    if (recorded) {
      passOverUntil(position + offset);
      mismatches.push(...compare(recorded, position, call, index));
      position += 1;
      return { answer: recorded.answer, exchange: position - 1 };
    }
    mismatches.push(missing(call, index));
    const remembered = call.kind === 'preflight' && ahead.length > 0;
    return remembered ? { answer: { kind: 'preflight-assumed' }, exchange: null } : null;
  };
  const clock = (): number | undefined => (recording[position] ?? recording.at(-1))?.at;
  return { mismatches, answer, clock, position: () => position, passOverUntil };
}

/** Where the answer to a call is, or -1. A preflight does not come after the request that it is for. */
function find(call: NetworkCall, ahead: readonly RecordedExchange[]): number {
  if (call.kind === 'actual') {
    const exact = ahead.findIndex((recorded) => answers(recorded, call));
    return exact >= 0 ? exact : ahead.findIndex((recorded) => isOtherMethod(recorded, call));
  }
  const actual = ahead.findIndex((recorded) => !isPreflight(recorded));
  const preflights = actual < 0 ? ahead : ahead.slice(0, actual);
  return preflights.findIndex((recorded) => answers(recorded, call));
}

/** Without its headers, any OPTIONS may be a preflight. */
function isPreflight({ method, headers }: RecordedExchange): boolean {
  return method === 'OPTIONS' && (!headers || getHeader(headers, 'access-control-request-method') !== null);
}

function answers(recorded: RecordedExchange, call: NetworkCall): boolean {
  if (recorded.method !== call.method || !sameUrl(recorded.url, call.url)) return false;
  return recorded.headers === undefined || isPreflight(recorded) === (call.kind === 'preflight');
}

/** The right place with the wrong method. */
function isOtherMethod(recorded: RecordedExchange, call: NetworkCall): boolean {
  return !isPreflight(recorded) && sameUrl(recorded.url, call.url);
}

function sameUrl(recorded: string, wanted: string): boolean {
  const url = parseUrl(recorded);
  return url !== null && withoutFragment(url) === wanted;
}

function unexpected(recorded: RecordedExchange, exchange: number): Mismatch {
  const { method, url } = recorded;
  return isPreflight(recorded)
    ? { kind: 'unexpected-preflight', exchange, url }
    : { kind: 'unexpected-request', exchange, method, url };
}

function missing({ kind, method, url }: NetworkCall, call: number): Mismatch {
  return kind === 'preflight'
    ? { kind: 'missing-preflight', call, url }
    : { kind: 'missing-request', call, method, url };
}

/** What a preflight never carries is compared with nothing. */
const comparedHeaders = {
  actual: ['origin'],
  preflight: [
    'origin',
    'access-control-request-method',
    'access-control-request-headers',
    'cookie',
    'authorization',
  ],
} as const;

function compare(
  recorded: RecordedExchange,
  exchange: number,
  call: NetworkCall,
  index: number,
): readonly Mismatch[] {
  const method: readonly Mismatch[] =
    recorded.method === call.method
      ? []
      : [
          {
            kind: 'different-method',
            call: index,
            exchange,
            url: call.url,
            sent: recorded.method,
            expected: call.method,
          },
        ];
  const { headers } = recorded;
  if (!headers) return method;
  const differing = comparedHeaders[call.kind].flatMap((header): readonly Mismatch[] => {
    const [sent, expected] = [getHeader(headers, header), getHeader(call.headers, header)];
    return sent === expected
      ? []
      : [{ kind: 'different-header', call: index, exchange, header, sent, expected }];
  });
  return [...method, ...differing];
}
