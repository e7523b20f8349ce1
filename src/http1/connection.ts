import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Protocol } from './protocol.ts';

/**
 * A socket read on demand: what nobody has asked for waits, and once it is much, the other side waits too. Never
 * throws; whoever reads from or writes to a connection that is gone learns it from `null` and `gone`.
 */
export interface Connection {
  /** The next piece; null once the other side has ended or the connection is lost. */
  read(): Promise<Buffer | null>;
  /** What is there already, without waiting. */
  readNow(): Buffer | null;
  /** Puts back what was read too much: it is read next. */
  unread(bytes: Buffer): void;
  /** Resolves once there is room for more, or the connection is lost; undefined when there is room at once. */
  write(bytes: Buffer): Promise<void> | undefined;
  /** What carries the HTTP/1 messages that are read and written. */
  readonly protocol: Protocol;
  /** The other side has ended, or the connection is lost. What came before can still be read. */
  readonly gone: boolean;
  /** What the socket failed with. */
  readonly error: NodeJS.ErrnoException | null;
  /** One listener at a time; called when the connection becomes gone. */
  onGone(listener: (() => void) | null): void;
  /** Sends what was written, then closes for writing: what comes until the other side closes can be read. */
  finish(): void;
  /** Sends what was written, then closes. */
  end(): void;
  /** Closes at once, by a reset: the other side must not take what it got for complete. */
  cut(): void;
  /** Gives the socket away, with what was not read put back into it. */
  release(): Duplex;
}

/** Bytes that wait before the socket is paused. */
const highWaterMark = 64 * 1024;
/** How long the other side may take to close, once everything is said. */
const lingerMs = 2000;

/** `base` is the TCP socket that a cut resets: the one below, where `socket` is TLS; null where closing will do. */
export function openConnection(
  socket: Duplex,
  base: Socket | null,
  protocol: Protocol = 'http/1.1',
): Connection {
  const inbox = createInbox(socket);
  let gone = false;
  let error: NodeJS.ErrnoException | null = null;
  let writer: (() => void) | null = null;
  let goneListener: (() => void) | null = null;

  const onDrain = (): void => {
    writer?.();
    writer = null;
  };
  const onGone = (): void => {
    if (!gone) {
      gone = true;
      inbox.close();
      goneListener?.();
    }
    if (socket.destroyed) onDrain();
  };
  socket.on('data', inbox.add).on('drain', onDrain).on('end', onGone).on('close', onGone);
  socket.on('error', (found) => (error ??= found));

  return {
    protocol,
    readNow: inbox.readNow,
    read: inbox.read,
    unread: inbox.unread,
    write(bytes) {
      if (socket.destroyed || !socket.writable || socket.write(bytes)) return undefined;
      return new Promise((resolve) => (writer = resolve));
    },
    get gone() {
      return gone;
    },
    get error() {
      return error;
    },
    onGone(listener) {
      goneListener = listener;
    },
    finish() {
      if (!socket.destroyed) socket.end();
    },
    end() {
      // Nobody would tell the timer below that the socket is closed: it is already, and the process would wait.
      if (socket.destroyed) return;
      // Closed with something unread, a socket is reset, and the other side loses what it has not read either.
      socket.off('data', inbox.add).resume().end();
      const timer = setTimeout(() => socket.destroy(), lingerMs);
      socket.once('close', () => clearTimeout(timer));
    },
    cut() {
      base?.resetAndDestroy();
      socket.destroy();
    },
    release() {
      socket.pause();
      socket.off('data', inbox.add).off('drain', onDrain).off('end', onGone).off('close', onGone);
      for (let bytes = inbox.takeLast(); bytes !== null; bytes = inbox.takeLast()) socket.unshift(bytes);
      return socket;
    },
  };
}

/** What has come and was not read yet, and who waits for more. */
function createInbox(socket: Duplex) {
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let closed = false;
  let reader: ((bytes: Buffer | null) => void) | null = null;

  const deliver = (bytes: Buffer | null): boolean => {
    const found = reader;
    reader = null;
    found?.(bytes);
    return found !== null;
  };
  const readNow = (): Buffer | null => {
    const bytes = waiting.shift() ?? null;
    if (bytes === null) return null;
    waitingBytes -= bytes.length;
    if (waitingBytes === 0 && socket.isPaused()) socket.resume();
    return bytes;
  };

  return {
    readNow,
    takeLast: (): Buffer | null => waiting.pop() ?? null,
    add(this: void, bytes: Buffer): void {
      if (deliver(bytes)) return;
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= highWaterMark) socket.pause();
    },
    read(this: void): Promise<Buffer | null> {
      const bytes = readNow();
      if (bytes !== null || closed) return Promise.resolve(bytes);
      return new Promise((resolve) => (reader = resolve));
    },
    unread(this: void, bytes: Buffer): void {
      if (bytes.length === 0) return;
      waiting.unshift(bytes);
      waitingBytes += bytes.length;
    },
    close(this: void): void {
      closed = true;
      deliver(null);
    },
  };
}
