import type { Socket } from 'node:net';

/** One request of a page to a hostile target. */
export interface Asked {
  readonly method: string;
  readonly isPreflight: boolean;
  /** The value of Host. */
  readonly host: string;
  /** Requests that the target has got so far, this one included. */
  readonly count: number;
  /** `127.0.0.1:1234`: a server that is no target, and that no request may reach. */
  readonly undeclared: string;
}

export type Answer = (socket: Socket, asked: Asked) => void;

export const page = 'https://app.example.com';
const cors =
  `Access-Control-Allow-Origin: ${page}\r\nVary: Origin\r\n` +
  'Access-Control-Allow-Methods: GET, HEAD, PUT\r\nCache-Control: no-store\r\n';

/** The right head and body, with headers added. A character is a byte. */
export function right(headers = '', body = 'ok', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\n${cors}${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** HEAD has no body. */
function withBody(text: string, method: string): string {
  if (method !== 'HEAD') return text;
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text : text.slice(0, end.index + end[0].length);
}

export const says =
  (bytes: string): Answer =>
  (socket, { method }) =>
    void socket.write(withBody(bytes, method), 'latin1');
/** Whatever the method: bytes as they are, and the end. */
export const ends =
  (bytes: string | Buffer): Answer =>
  (socket) =>
    void socket.end(bytes);

/** Sends pieces as fast as they are taken, or one every so many milliseconds. */
export const endless =
  (head: string, piece: string, everyMs = 0): Answer =>
  (socket) => {
    socket.write(head, 'latin1');
    const send = (): void => {
      if (socket.destroyed) return;
      const hasRoom = socket.write(piece, 'latin1');
      if (everyMs > 0) setTimeout(send, everyMs).unref();
      else if (hasRoom) setImmediate(send);
      else socket.once('drain', send);
    };
    send();
  };

export const start = `HTTP/1.1 200 OK\r\n${cors}`;
export const chunked = `${start}Transfer-Encoding: chunked\r\n\r\n`;
