import type { Readable, Writable } from 'node:stream';

/** Parameters and results of the protocol; each caller knows those of its commands. */
type Data = Readonly<Record<string, unknown>>;

/**
 * A connection to a Chromium over its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/): JSON messages
 * that end with a zero byte, over two pipes, which no other process can open.
 */
export interface DevTools {
  /**
   * Sends a command to the browser, or to the tab of a session. Rejects with the browser's message, and when the connection
   * has ended or the time limit has passed.
   */
  send<Result = Data>(method: string, params?: Data, session?: string): Promise<Result>;
  /** Calls the listener for every event of this name. Returns a function that ends that. */
  on(event: string, listener: (params: Data, session: string | undefined) => void): () => void;
}

/** How long a command may take: milliseconds. */
const commandTimeoutMs = 30_000;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
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
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(params: Data, session: string | undefined) => void>>();
  let lastId = 0;
  let isOver = false;

  const settle = (id: number): Pending | undefined => {
    const command = pending.get(id);
    pending.delete(id);
    clearTimeout(command?.timer);
    return command;
  };
  const receive = ({ id, method, params = {}, sessionId, result, error }: Message) => {
    if (id === undefined) {
      for (const listener of listeners.get(method ?? '') ?? []) listener(params, sessionId);
      return;
    }
    const command = settle(id);
    if (error === undefined) command?.resolve(result);
    else command?.reject(new Error(error.message));
  };
  const end = () => {
    isOver = true;
    for (const id of pending.keys()) settle(id)?.reject(new Error('the browser has exited'));
  };
  input.on('error', end);
  output.on('error', end).on('close', end);
  readMessages(output, (text) => {
    receive(JSON.parse(text) as Message);
  });

  return {
    send<Result>(method: string, params: Data = {}, sessionId?: string) {
      return new Promise<Result>((resolve, reject) => {
        if (isOver) {
          reject(new Error('the browser has exited'));
          return;
        }
        const id = (lastId += 1);
        const timer = setTimeout(() => {
          settle(id)?.reject(
            new Error(`the browser did not answer ${method} within ${commandTimeoutMs / 1000} s`),
          );
        }, commandTimeoutMs);
        pending.set(id, { resolve: (result) => resolve(result as Result), reject, timer });
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
      });
    },
    on(event, listener) {
      const own = listeners.get(event) ?? new Set();
      listeners.set(event, own.add(listener));
      return () => void own.delete(listener);
    },
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
