import type { Exchange, RawHeader, WireFailure } from '../results/exchange.ts';
import type { ResponseHead } from '../http1/http-head.ts';

/** The part of an exchange that is known from its request head. */
export interface RecordedStart {
  readonly check: string | null;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly RawHeader[];
  /** Values of added headers, which are masked in recorded bodies. */
  readonly secrets?: readonly string[];
}

/** A pending exchange. */
export interface Recording {
  /** The request is sent now: its duration begins. */
  sent(): void;
  requestBody(bytes: Buffer): void;
  /** The request is sent over HTTP/2, with other forms of its headers. */
  sentAs(headersOf: (headers: readonly RawHeader[]) => readonly RawHeader[]): void;
  response(head: ResponseHead): void;
  responseBody(bytes: Buffer): void;
  /** Called when recording ends before the response has ended. */
  onLeft(cut: () => void): void;
  /** The first call counts. */
  end(failure?: WireFailure): void;
}

export interface Recorder {
  begin(start: RecordedStart): Recording;
  /** Counts a refused destination, and reports it. */
  refuse(destination: string, start: RecordedStart): void;
  refused(): ReadonlyMap<string, number>;
  isPending(check: string): boolean;
  take(check: string, graceMs: number): Promise<readonly Exchange[]>;
  /** Forgets all exchanges; pending ones are not kept when they end. */
  forgetChecks(): void;
  /** Forgets all exchanges and refused destinations; pending exchanges are not kept when they end. */
  forget(): void;
}

export interface RecorderOptions {
  readonly recordedBodyBytes: number;
  readonly onExchange: (exchange: Exchange) => void;
}

interface UnderWay extends Recording {
  /** Ends it if the response head is there. */
  leave(): void;
}

/** The exchanges of one check that were not taken yet. */
interface Check {
  ended: Exchange[];
  readonly underWay: Set<UnderWay>;
  /** Called whenever one ends. */
  onEnd: Set<() => void>;
}

export const mask = '***';
/** Shorter values would also match unrelated text. */
const shortestSecret = 6;

/** Keeps the exchanges by check until they are taken. Exchanges without a check are only reported. */
export function createRecorder(options: RecorderOptions): Recorder {
  let sequence = 0;
  const checks = new Map<string, Check>();
  const refusals = new Map<string, number>();

  const checkOf = (name: string): Check => {
    const known = checks.get(name);
    if (known !== undefined) return known;
    const fresh: Check = { ended: [], underWay: new Set(), onEnd: new Set() };
    checks.set(name, fresh);
    return fresh;
  };

  const begin = (start: RecordedStart): Recording => {
    const check = start.check === null ? null : checkOf(start.check);
    const recording = record(start, (sequence += 1), options.recordedBodyBytes, (exchange) => {
      check?.underWay.delete(recording);
      check?.ended.push(exchange);
      try {
        options.onExchange(exchange);
      } catch {
        // An error in a listener must not break a connection.
      }
      for (const tell of check?.onEnd ?? []) tell();
    });
    check?.underWay.add(recording);
    return recording;
  };

  return {
    begin,
    refuse(destination, start) {
      refusals.set(destination, (refusals.get(destination) ?? 0) + 1);
      begin({ ...start, check: null }).end({
        kind: 'destination-refused',
        detail: `${destination} is not a declared origin, so the request was not sent.`,
      });
    },
    refused: () => new Map(refusals),
    isPending: (name) => (checks.get(name)?.underWay.size ?? 0) > 0,
    forgetChecks: () => {
      checks.clear();
    },
    forget() {
      checks.clear();
      refusals.clear();
    },
    async take(name, graceMs) {
      const check = checks.get(name);
      if (check === undefined) return [];
      if (check.underWay.size > 0 && graceMs > 0) await quiet(check, graceMs);
      // A browser may read the body for seconds although it has rejected the response.
      for (const one of [...check.underWay]) one.leave();
      const taken = check.ended;
      check.ended = [];
      if (check.underWay.size === 0) checks.delete(name);
      return taken.sort((one, other) => one.sequence - other.sequence);
    },
  };
}

/** Waits until a check has no pending exchanges, at most `graceMs`. */
function quiet(check: Check, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      check.onEnd.delete(look);
      resolve();
    };
    const look = (): void => {
      if (check.underWay.size === 0) finish();
    };
    const timer = setTimeout(finish, graceMs);
    check.onEnd.add(look);
  });
}

function record(
  start: RecordedStart,
  sequence: number,
  bodyBytes: number,
  onEnd: (exchange: Exchange) => void,
): UnderWay {
  let startedAt = Date.now();
  let began = performance.now();
  const requestBody = keepBeginning(bodyBytes, start.secrets ?? []);
  const responseBody = keepBeginning(bodyBytes, start.secrets ?? []);
  let head: ResponseHead | null = null;
  let http2Headers: readonly RawHeader[] | null = null;
  let ended = false;
  let cut = (): void => undefined;
  const recording: UnderWay = {
    sent() {
      startedAt = Date.now();
      began = performance.now();
    },
    requestBody: requestBody.add,
    sentAs(headersOf) {
      http2Headers = headersOf(start.headers);
    },
    response(found) {
      head = found;
    },
    responseBody: responseBody.add,
    onLeft(found) {
      cut = found;
    },
    leave() {
      if (head === null) return;
      recording.end({
        kind: 'aborted',
        detail: 'The check ended before the response was complete.',
      });
      cut();
    },
    end(failure) {
      if (ended) return;
      ended = true;
      const { method, url } = start;
      const headers = http2Headers ?? start.headers;
      onEnd({
        sequence,
        check: start.check,
        startedAt,
        durationMs: Math.round((performance.now() - began) * 1000) / 1000,
        ...(http2Headers !== null && { protocol: 'h2' as const }),
        request: { method, url, headers, ...requestBody.recorded() },
        ...(head !== null && {
          response: {
            status: head.status,
            reason: head.reason,
            headers: head.headers,
            ...responseBody.recorded(),
          },
        }),
        ...(failure !== undefined && { failure }),
      });
    },
  };
  return recording;
}

function keepBeginning(limit: number, secrets: readonly string[]) {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let bodyBytes = 0;
  return {
    add(this: void, bytes: Buffer): void {
      bodyBytes += bytes.length;
      if (keptBytes >= limit) return;
      // A copy, because the pieces are views of much larger buffers.
      const piece = Buffer.from(bytes.subarray(0, limit - keptBytes));
      kept.push(piece);
      keptBytes += piece.length;
    },
    recorded(this: void): { body: string; bodyBytes: number } {
      if (keptBytes === 0) return { body: '', bodyBytes };
      // If the beginning ends within a character, the decoder omits that character.
      const text = new TextDecoder().decode(Buffer.concat(kept), { stream: bodyBytes > keptBytes });
      return { body: secrets.reduce(hide, text), bodyBytes };
    },
  };
}

function hide(text: string, secret: string): string {
  return secret.length < shortestSecret ? text : text.replaceAll(secret, mask);
}
