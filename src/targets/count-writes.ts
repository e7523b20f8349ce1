import { askOnce } from '../http1/ask-once.ts';

export interface CountOptions {
  /** For the head of the response, and for its body: milliseconds each. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** The limit of the response body, which is a few characters long: bytes. */
const longestBody = 64 * 1024;

/**
 * Requests from an implementation, without a browser, how many writes it has counted for a check.
 * @param upstream the implementation's real address
 * @returns null when there is no valid response in time
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
