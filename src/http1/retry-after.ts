import type { ResponseHead } from './http-head.ts';
import { serviceUnavailable, tooManyRequests } from './status.ts';

const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .+ GMT$/;

/**
 * For how long a response asks its client to wait before the next request: milliseconds; null when it does not. Only of the two
 * statuses that say that the request was not processed because there are too many.
 * @param now the time here: a date is compared with the server's clock, if its response has one
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(
  { status, headers }: Pick<ResponseHead, 'status' | 'headers'>,
  now: number,
): number | null {
  if (status !== tooManyRequests && status !== serviceUnavailable) return null;
  const valueOf = (wanted: string) =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1].trim() ?? '';
  const value = valueOf('retry-after');
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const until = dateOf(value);
  return until === null ? null : Math.max(0, until - (dateOf(valueOf('date')) ?? now));
}

function dateOf(value: string): number | null {
  const time = httpDate.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : time;
}

/** Whether a response says only that there are too many requests. */
export function limitsRate(response: Pick<ResponseHead, 'status' | 'headers'>): boolean {
  return response.status === tooManyRequests || retryAfterMs(response, 0) !== null;
}
