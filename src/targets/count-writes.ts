import { askOnce } from '../http1/ask-once.ts';

export interface CountOptions {
  /** For the head of the response, and for its body: milliseconds each. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What the route says is a few characters long: bytes. */
const longestBody = 64 * 1024;

/**
 * Asks an implementation, not through any browser, how many writes it counts for a check.
 * @param upstream where it really is
 * @returns null when it does not tell, within the time
 */
export async function countWrites(
  upstream: string,
  pathname: string,
  label: string,
  { timeoutMs, signal }: CountOptions,
): Promise<number | null> {
  const url = new URL(pathname, upstream);
  url.search = new URLSearchParams({ id: label }).toString();
  const limits = { timeoutMs, bodyBytes: longestBody };
  const answer = await askOnce({ url, method: 'GET', headers: [], ...limits, insecure: true, signal });
  return answer.kind === 'reply' && answer.complete ? writesIn(answer.body.toString('utf8')) : null;
}

function writesIn(body: string): number | null {
  try {
    const { writes } = JSON.parse(body) as { writes?: unknown };
    return typeof writes === 'number' ? writes : null;
  } catch {
    return null;
  }
}
