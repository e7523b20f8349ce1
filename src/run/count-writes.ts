import { ask } from '../http1/ask.ts';
import { connectTo } from '../http1/connect.ts';

export interface CountOptions {
  /** For the connection, for the head and for the body: milliseconds each. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What a route says is a few characters long: bytes. */
const longestBody = 64 * 1024;

/**
 * Asks an implementation, not through any browser, how many writes it counts for a cell.
 * @param upstream where it really is
 * @returns null when it does not tell, within the time
 */
export async function countWrites(
  upstream: string,
  pathname: string,
  cell: string,
  { timeoutMs, signal }: CountOptions,
): Promise<number | null> {
  const url = new URL(pathname, upstream);
  url.search = new URLSearchParams({ id: cell }).toString();
  const { connection, ready } = connectTo(url, { insecure: true });
  const cut = (): void => connection.cut();
  const timer = setTimeout(cut, timeoutMs);
  signal?.addEventListener('abort', cut, { once: true });
  if (signal?.aborted === true) cut();
  try {
    if (!(await ready)) return null;
    clearTimeout(timer);
    const head = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`;
    const answer = await ask(connection, Buffer.from(head, 'latin1'), 'GET', {
      headMs: timeoutMs,
      bodyMs: () => timeoutMs,
      bodyBytes: longestBody,
    });
    return answer.kind === 'reply' && answer.complete ? writesIn(answer.body.toString('utf8')) : null;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cut);
    cut();
  }
}

function writesIn(body: string): number | null {
  try {
    const { writes } = JSON.parse(body) as { writes?: unknown };
    return typeof writes === 'number' ? writes : null;
  } catch {
    return null;
  }
}
