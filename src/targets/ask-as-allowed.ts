import { corsCheck, isRedirectStatus } from '../fetch-standard/index.ts';
import { askOnce } from '../http1/ask-once.ts';
import type { Pace } from '../http1/pace.ts';
import type { ReadyTarget } from './ready-target.ts';

export interface AskOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
}

/**
 * Whether an allowed origin can read the response to a plain GET of the target. For runs without a check that shows it:
 * then every origin may be refused for the same reason, a server without CORS.
 */
export async function isReadableBy(
  origin: string,
  { upstream, routes }: ReadyTarget,
  { timeoutMs, signal, pace }: AskOptions,
): Promise<boolean> {
  const resource = new URL(routes.find('resource')?.url ?? upstream.url);
  const url = new URL(`${resource.pathname}${resource.search}`, upstream.url);
  const headers = [['Accept', '*/*'], ['Origin', origin], ...(upstream.addHeaders ?? [])] as const;
  const { insecure = false, protocol = 'http/1.1' } = upstream;
  const limits = { timeoutMs, bodyBytes: 0, signal, pace };
  const answer = await askOnce({ url, method: 'GET', headers, ...limits, insecure, protocol });
  if (answer.kind !== 'reply' || isRedirectStatus(answer.head.status)) return false;
  return corsCheck({ origin, credentials: 'omit' }, answer.head.headers).every(({ ok }) => ok);
}
