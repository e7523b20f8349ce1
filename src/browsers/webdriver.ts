/** A session of the WebDriver protocol (https://www.w3.org/TR/webdriver2/), only the commands that corspec needs. */
export interface WebDriver {
  readonly browserVersion: string;
  /** `firefox`, `chrome`, `MiniBrowser`. */
  readonly browserName: string;
  /** For WebDriver BiDi in the same session, where that was asked for and is offered. */
  readonly webSocketUrl?: string;
  /** Opens a new top-level window and returns its handle. */
  newWindow(): Promise<string>;
  /** Selects the window for the following commands. */
  switchTo(handle: string): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
  /** Runs the body of a function in the current window. */
  evaluate(script: string): Promise<unknown>;
  addCookie(cookie: Readonly<Record<string, unknown>>): Promise<unknown>;
  closeWindow(): Promise<unknown>;
  windowHandles(): Promise<readonly string[]>;
  /** Ends the session, and the browser with it. */
  quit(): Promise<unknown>;
}

/** How long a command may take: milliseconds. */
const commandTimeoutMs = 30_000;
/** The same for commands that WebKitWebDriver does not answer when its browser was killed. */
const pulseTimeoutMs = 5_000;

/**
 * Starts a session at a WebDriver server, however long the browser takes to start: the signal ends the wait. Commands of
 * one session must not overlap; the caller ensures that. Rejects with the server's message.
 */
export async function newSession(
  base: string,
  alwaysMatch: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<WebDriver> {
  const created = (await send(base, 'POST', '/session', { capabilities: { alwaysMatch } }, signal)) as {
    sessionId: string;
    capabilities: { browserVersion?: string; browserName?: string; webSocketUrl?: unknown };
  };
  const session = `/session/${created.sessionId}`;
  const get = (path: string, within: AbortSignal) => command(base, 'GET', session + path, undefined, within);
  const post = (path: string, body: object) => command(base, 'POST', session + path, body);
  const { browserVersion = 'unknown', browserName = '', webSocketUrl } = created.capabilities;
  return {
    browserVersion,
    browserName,
    ...(typeof webSocketUrl === 'string' && { webSocketUrl }),
    newWindow: async () => ((await post('/window/new', { type: 'window' })) as { handle: string }).handle,
    switchTo: (handle) => post('/window', { handle }),
    navigate: (url) => post('/url', { url }),
    evaluate: (script) => post('/execute/sync', { script, args: [] }),
    addCookie: (cookie) => post('/cookie', { cookie }),
    closeWindow: () => command(base, 'DELETE', `${session}/window`),
    windowHandles: async () =>
      (await get('/window/handles', AbortSignal.timeout(pulseTimeoutMs))) as string[],
    quit: () => command(base, 'DELETE', session, undefined, AbortSignal.timeout(pulseTimeoutMs)),
  };
}

/** Polls until the WebDriver server at `base` accepts sessions, or the signal is aborted. */
export async function untilReady(base: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const status = await command(base, 'GET', '/status', undefined, signal).catch(() => undefined);
    if ((status as { ready?: boolean } | undefined)?.ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function command(base: string, method: string, path: string, body?: object, signal?: AbortSignal) {
  const timeout = AbortSignal.timeout(commandTimeoutMs);
  return send(base, method, path, body, signal ? AbortSignal.any([signal, timeout]) : timeout);
}

async function send(
  base: string,
  method: string,
  path: string,
  body: object | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  const { url, headers } = withoutUser(base + path);
  const response = await fetch(url, {
    method,
    signal,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const value = valueOf(await response.text());
  if (response.ok && value !== undefined) return value;
  const { error, message } = (value ?? {}) as { error?: string; message?: string };
  if (error === undefined) throw new NoWebDriverError(response.status);
  throw new Error(`WebDriver: ${method} ${path} failed: ${error}${message ? `: ${message}` : ''}`);
}

/** The response is not one of the WebDriver protocol. */
export class NoWebDriverError extends Error {
  constructor(readonly status: number) {
    super(`the response, with status ${status}, is not one of WebDriver`);
  }
}

/** Undefined if the text is not a response of WebDriver. */
function valueOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { value?: unknown } | null)?.value;
  } catch {
    return undefined;
  }
}

/** `fetch` rejects URLs with a user name and a password. */
export function withoutUser(text: string): { url: string; headers: Readonly<Record<string, string>> } {
  const url = new URL(text);
  if (url.username === '' && url.password === '') return { url: text, headers: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}
