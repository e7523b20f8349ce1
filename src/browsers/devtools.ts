import type { Readable, Writable } from 'node:stream';
import { createCommands, type Data } from './commands.ts';

/**
 * A connection to a Chromium over its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/): JSON messages
 * that end with a zero byte, over two pipes, which no other process can open.
 */
export interface DevTools {
  /** Sends a command to the browser, or to the tab of a session. Rejects with the browser's message, or when it exits. */
  send<Result = Data>(method: string, params?: Data, session?: string): Promise<Result>;
  /** Calls the listener for every event of this name. Returns a function that ends that. */
  on(event: string, listener: (params: Data, session: string | undefined) => void): () => void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Data;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** @param input and `output` as the browser has them: it reads commands from `input` */
export function connectDevTools(input: Writable, output: Readable): DevTools {
  const commands = createCommands((text) => input.write(`${text}\0`));
  input.on('error', commands.end);
  output.on('error', commands.end).on('close', commands.end);
  readMessages(output, (text) => {
    const { id, method = '', params = {}, sessionId, result, error } = JSON.parse(text) as Message;
    if (id === undefined) commands.emit(method, params, sessionId);
    else commands.answer(id, error === undefined ? { result } : { error: error.message });
  });
  return {
    send: (method, params = {}, sessionId) =>
      commands.send({ method, params, ...(sessionId === undefined ? {} : { sessionId }) }),
    on: commands.on,
  };
}

/** Calls `onText` for each text that ends with a zero byte. */
function readMessages(output: Readable, onText: (text: string) => void): void {
  let parts: Buffer[] = [];
  output.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let zero = chunk.indexOf(0); zero >= 0; zero = chunk.indexOf(0, start)) {
      parts.push(chunk.subarray(start, zero));
      onText(Buffer.concat(parts).toString('utf8'));
      parts = [];
      start = zero + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  });
}
