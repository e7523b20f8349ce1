import { setTimeout as delay } from 'node:timers/promises';
import { askUrl, type UrlAnswer } from './answer.ts';

/** Pauses between requests, as Playwright has them: ms. The last one repeats. */
const pauses = [100, 250, 500, 1000];

export type Waited =
  | { readonly kind: 'ready' }
  /** `last` is the last answer. */
  | { readonly kind: 'late'; readonly last: UrlAnswer }
  | { readonly kind: 'aborted' };

/** Requests a URL until it responds with a status below 500, the time is up, or the signal is aborted. Never rejects. */
export async function waitForUrl(url: string, timeoutMs: number, signal: AbortSignal): Promise<Waited> {
  const end = performance.now() + timeoutMs;
  const answer = async () => askUrl(url, end - performance.now(), signal);
  let last = await answer();
  for (let attempt = 0; !isReadyAnswer(last); attempt += 1) {
    const left = end - performance.now();
    if (signal.aborted || left <= 0) break;
    const pause = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
    await delay(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
    last = await answer();
  }
  if (isReadyAnswer(last)) return { kind: 'ready' };
  return signal.aborted ? { kind: 'aborted' } : { kind: 'late', last };
}

export function isReadyAnswer(answer: UrlAnswer): boolean {
  return answer.kind === 'response' && answer.status < 500;
}
