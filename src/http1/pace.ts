import type { ResponseHead } from './http-head.ts';
import { retryAfterMs } from './retry-after.ts';

/** How long a request waits in all because of Retry-After, at most: milliseconds. */
export const longestWaitMs = 60_000;
/** How many times a request is repeated because of Retry-After, at most. */
const mostRepeats = 3;
/** A server that asks to wait without a time is not asked again at once: milliseconds. */
const shortestWaitMs = 100;
/** How often a request that waits looks whether it is still wanted: milliseconds. */
const sliceMs = 250;

/** When requests are sent to each host: at most so many per second, and not while it asks to wait. */
export interface Pace {
  /**
   * Sends a request as soon as its host takes it, and repeats it when the host asks to wait. A host that has asked gets one request
   * at a time from then on. Without a response in time: the last one, which asks to wait, or {@link NotSent}.
   * @param host with the port
   */
  send<Answer>(host: string, request: PacedRequest<Answer>): Promise<Answer | NotSent>;
  /** Has `tell` called when a host first asks to wait. */
  onAsked(tell: ((host: string, waitMs: number) => void) | null): void;
  /** Forgets what hosts have asked for. */
  forget(): void;
}

export interface PacedRequest<Answer> {
  readonly send: () => Promise<Answer>;
  /** Null without a response. */
  readonly headOf: (answer: Answer) => ResponseHead | null;
  /** Called with a response that is not used, because the request is repeated. */
  readonly discard?: (answer: Answer) => void;
  /** Whether the request can be sent again. Default: true */
  readonly isRepeatable?: boolean;
  /** Whether the response of a rate limit is what the request asks for. */
  readonly expectsLimit?: boolean;
  /** Whether nobody waits for the response any more. */
  readonly isOver?: () => boolean;
  /** Around each wait. */
  readonly whileWaiting?: (wait: Promise<void>) => Promise<void>;
}

/** A request that was not sent, because its host asks to wait for longer than corspec does. */
export interface NotSent {
  readonly kind: 'asked-to-wait';
  /** A sentence. */
  readonly detail: string;
}

interface Host {
  readonly name: string;
  /** When the next request may be sent, because of the rate. */
  nextAt: number;
  /** Until when the host has asked to wait. */
  heldUntil: number;
  hasAsked: boolean;
  /** Whether it went on asking after the last wait: then nothing waits for it. */
  hasGivenUp: boolean;
  /** Resolves when no request of a host that has asked is under way. */
  last: Promise<void>;
}

export interface PaceOptions {
  /** Requests per second for each host. Default: no limit */
  readonly rate?: number | undefined;
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

export function createPace(options: PaceOptions = {}): Pace {
  const hosts = new Map<string, Host>();
  let tell: ((host: string, waitMs: number) => void) | null = null;
  const hostOf = (name: string): Host => {
    const known = hosts.get(name);
    if (known !== undefined) return known;
    const fresh = {
      name,
      nextAt: 0,
      heldUntil: 0,
      hasAsked: false,
      hasGivenUp: false,
      last: Promise.resolve(),
    };
    hosts.set(name, fresh);
    return fresh;
  };
  const sender = createSender(options, (host, waitMs) => tell?.(host, waitMs));
  return {
    send: (name, request) => send(sender, hostOf(name), request),
    onAsked(listener) {
      tell = listener;
    },
    forget: () => hosts.clear(),
  };
}

/** Sends requests, and knows the time. */
interface Sender {
  readonly now: () => number;
  until<Answer>(time: number, request: PacedRequest<Answer>): Promise<void>;
  /** At the rate of the host. */
  send<Answer>(host: Host, request: PacedRequest<Answer>): Promise<Answer>;
  /** Whether a response asks to wait. Notes until when. */
  isAsked(host: Host, head: ResponseHead | null): boolean;
}

function createSender(
  { rate, now = Date.now, sleep = pause }: PaceOptions,
  tell: (host: string, waitMs: number) => void,
): Sender {
  const until: Sender['until'] = async (time, { isOver, whileWaiting = itself }) => {
    const wait = async () => {
      for (let left = time - now(); left > 0 && isOver?.() !== true; left = time - now())
        await sleep(Math.min(left, sliceMs));
    };
    if (time > now()) await whileWaiting(wait());
  };
  return {
    now,
    until,
    async send(host, request) {
      if (rate !== undefined) {
        const at = Math.max(now(), host.nextAt);
        host.nextAt = at + 1000 / rate;
        await until(at, request);
      }
      return request.send();
    },
    isAsked(host, head) {
      const waitMs = head === null ? null : retryAfterMs(head, now());
      if (waitMs === null) {
        if (head !== null) host.hasGivenUp = false;
        return false;
      }
      if (!host.hasAsked) tell(host.name, waitMs);
      host.hasAsked = true;
      host.heldUntil = Math.max(host.heldUntil, now() + Math.max(waitMs, shortestWaitMs));
      return true;
    },
  };
}

async function send<Answer>(
  sender: Sender,
  host: Host,
  request: PacedRequest<Answer>,
): Promise<Answer | NotSent> {
  if (request.expectsLimit === true) return sender.send(host, request);
  const deadline = sender.now() + longestWaitMs;
  let refused: Answer | null = null;
  if (!host.hasAsked) {
    refused = await sender.send(host, request);
    if (!isToRepeat(sender, host, request, refused)) return refused;
  }
  const before = host.last;
  let leave = ignore;
  host.last = new Promise((resolve) => (leave = resolve));
  try {
    await (request.whileWaiting ?? itself)(before);
    return await sendAlone(sender, { host, deadline, refused }, request);
  } finally {
    leave();
  }
}

function isToRepeat<Answer>(
  sender: Sender,
  host: Host,
  { headOf, isRepeatable = true }: PacedRequest<Answer>,
  answer: Answer,
): boolean {
  return sender.isAsked(host, headOf(answer)) && isRepeatable;
}

interface Turn<Answer> {
  readonly host: Host;
  /** Until when the request may wait. */
  readonly deadline: number;
  /** A response to the request that asks to wait. */
  readonly refused: Answer | null;
}

/** Waits until a host takes a request. False if that takes too long, or nobody waits for the response any more. */
async function isFree<Answer>(
  sender: Sender,
  host: Host,
  request: PacedRequest<Answer>,
  deadline: number,
): Promise<boolean> {
  if (host.heldUntil > deadline || (host.hasGivenUp && host.heldUntil > sender.now())) return false;
  await sender.until(host.heldUntil, request);
  return request.isOver?.() !== true;
}

/** Sends a request, and repeats it, while no other one is under way. */
async function sendAlone<Answer>(
  sender: Sender,
  { host, deadline, refused }: Turn<Answer>,
  request: PacedRequest<Answer>,
): Promise<Answer | NotSent> {
  let answer = refused;
  for (let repeats = 0; repeats < mostRepeats || answer === null; repeats += 1) {
    if (!(await isFree(sender, host, request, deadline))) break;
    if (answer !== null) request.discard?.(answer);
    answer = await sender.send(host, request);
    if (!isToRepeat(sender, host, request, answer)) return answer;
    // After the time that it asked for, one request tries whether it goes on.
    if (host.hasGivenUp) return answer;
  }
  const leftMs = host.heldUntil - sender.now();
  host.hasGivenUp ||= leftMs > 0 && request.isOver?.() !== true;
  return answer ?? { kind: 'asked-to-wait', detail: askedToWait(host.name, leftMs) };
}

function askedToWait(host: string, leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return `${host} asks to wait (Retry-After), for ${seconds} s from now on. corspec waits at most ${longestWaitMs / 1000} s for a request, and repeats it at most ${mostRepeats} times.`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function itself(wait: Promise<void>): Promise<void> {
  return wait;
}

function ignore(): void {
  // What comes of a request is its caller's.
}
