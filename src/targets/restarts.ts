import { setTimeout as delay } from 'node:timers/promises';
import { isLoopback } from '../fetch-standard/index.ts';
import { connectTo } from '../http1/connect.ts';
import { waitForUrl } from './web-server/wait.ts';

/** How often a server is connected to: milliseconds. One on another machine less often. */
const intervalMs = 250;
const remoteIntervalMs = 2000;
/** How long a connection may take: milliseconds. */
const connectMs = 5000;
/** How long a server that listens again may take to respond: milliseconds. */
const responseMs = 30_000;

/** A server that refused so many connections is down, and not only being restarted. */
const noticed = 2;

type Contact =
  /** The server does not accept connections. */
  | 'refused'
  /** It accepted one, and closed it before the next is due. */
  | 'closed'
  | 'kept';

interface RestartOptions {
  readonly isDown: boolean;
  readonly onDown: () => void;
  readonly signal: AbortSignal;
}

/** Whether a server accepts connections. Never rejects. */
export async function acceptsConnections(url: URL, signal: AbortSignal): Promise<boolean> {
  return (await connectFor(url, 0, signal)) !== 'refused';
}

/**
 * Resolves with true when a server was restarted and responds again, with false when the signal is aborted. Never rejects.
 *
 * A connection is opened, kept until the next one is due, and closed. The server was restarted when it accepts one after it
 * refused one; or when it keeps one after it closed one itself, as happens when its process ends and another one listens on
 * the same socket. Of a server that closes every connection at once, only refused ones count. No connection lasts long
 * enough to be closed for being idle, or to block a server that handles one connection at a time.
 * @param isDown whether the server is known not to accept connections
 * @param onDown is called once when the server has not accepted connections for some time
 */
export async function untilRestarted(url: URL, { isDown, onDown, signal }: RestartOptions): Promise<boolean> {
  const interval = isLoopback(url.hostname) ? intervalMs : remoteIntervalMs;
  let before: Contact = isDown ? 'refused' : 'kept';
  let refused = 0;
  while (!signal.aborted) {
    const contact = await connectFor(url, interval, signal);
    if (isOver(signal)) break;
    const isBack =
      (before === 'refused' && contact !== 'refused') || (before === 'closed' && contact === 'kept');
    if (isBack) {
      await waitForUrl(url.href, responseMs, signal);
      return !isOver(signal);
    }
    refused += contact === 'refused' ? 1 : 0;
    if (refused === noticed) onDown();
    before = contact;
    if (contact !== 'kept') await delay(interval, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

/** A function, because the value changes meanwhile. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** Opens a connection, with TLS for https, so that the server has no broken handshake to log. */
async function connectFor(url: URL, milliseconds: number, signal: AbortSignal): Promise<Contact> {
  const { connection, ready, reached } = connectTo(url, { insecure: true });
  const within = <T>(promise: Promise<T>, limitMs: number) => {
    const over = new AbortController();
    const limit = delay(limitMs, null, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => null);
    return Promise.race([promise, limit]).finally(() => over.abort());
  };
  const isReady = await within(ready, connectMs);
  const gone = new Promise<'gone'>((resolve) => {
    connection.onGone(() => resolve('gone'));
    if (connection.gone) resolve('gone');
  });
  const isGone = isReady === true && (await within(gone, milliseconds)) === 'gone';
  connection.cut();
  if (isGone) return 'closed';
  return reached() ? 'kept' : 'refused';
}
