import { once } from 'node:events';
import { WebSocket } from 'ws';
import { createCommands, type Data } from './commands.ts';

/** A session of WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/): JSON messages over a WebSocket. */
export interface BiDi {
  readonly browserVersion: string;
  /** Rejects with the browser's message, or when it exits. */
  send<Result = Data>(method: string, params?: Data): Promise<Result>;
  /** Calls the listener for every event of this name to which the session has subscribed. */
  on(event: string, listener: (params: Data) => void): () => void;
}

interface Message {
  readonly type: 'success' | 'error' | 'event';
  readonly id?: number;
  readonly method?: string;
  readonly params?: Data;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/**
 * Opens the only session of a browser that accepts every certificate.
 * @param address `ws://127.0.0.1:4000`, as the browser prints it
 */
export async function startBiDi(address: string): Promise<BiDi> {
  const { send, on } = await connectBiDi(`${address}/session`);
  const { capabilities } = await send<{ capabilities: { browserVersion?: string } }>('session.new', {
    capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
  });
  return { browserVersion: capabilities.browserVersion ?? 'unknown', send, on };
}

/** A connection to a session that exists, or to a browser without one. */
export interface BiDiConnection extends Pick<BiDi, 'send' | 'on'> {
  /** Resolves when the connection has ended. */
  readonly ended: Promise<void>;
}

export async function connectBiDi(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<BiDiConnection> {
  // The browser accepts clients without an Origin header: no page can be one.
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const commands = createCommands((text) => {
    socket.send(text);
  });
  socket.on('error', commands.end).on('close', commands.end);
  socket.on('message', (data: Buffer) => {
    const { id, method = '', params = {}, ...answer } = JSON.parse(data.toString('utf8')) as Message;
    if (answer.type === 'event') commands.emit(method, params);
    else if (answer.type === 'success' && id !== undefined) commands.answer(id, { result: answer.result });
    else if (id !== undefined) commands.answer(id, { error: `${answer.error}: ${answer.message}` });
  });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'open');
  return {
    ended,
    send: (method, params = {}) => commands.send({ method, params }),
    on: commands.on,
  };
}
