import { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/**
 * A socket whose failed writes do not close it. A server that rejects a request before it has read the body sends its response,
 * and resets the connection: the next write fails, and Node.js would discard what was received but not read. The end
 * of the connection, or its error, follows when all of that was read.
 */
export class ResponseFirstSocket extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, done: Done): void {
    super._write(chunk, encoding, () => done());
  }

  // Node.js defines it for sockets, and its types only for streams that may lack it.
  override _writev = (chunks: { chunk: unknown; encoding: BufferEncoding }[], done: Done): void => {
    Socket.prototype._writev?.call(this, chunks, () => done());
  };
}
