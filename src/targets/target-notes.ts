import { tooManyRequests } from '../http1/status.ts';

/** The sentences about a target as a whole. */

const shownQuestions = 2;

/** Of requests that got different answers; null when there are none. */
export function differentAnswers(
  questions: readonly { readonly summary: string; readonly answers: ReadonlySet<string> }[],
): string | null {
  if (questions.length === 0) return null;
  const shown = questions
    .slice(0, shownQuestions)
    .map(({ summary, answers }) => `${summary} got ${[...answers].slice(0, 2).join(', and ')}`);
  const more = questions.length - shown.length;
  const others = more > 0 ? `; and ${more} other ${more === 1 ? 'request' : 'requests'}` : '';
  return `The target answers the same request differently: ${shown.join('; ')}${others}. Results may change from run to run.`;
}

/** Of checks that a rate limit ended; null when there are none. */
export function rateLimit(checks: number): string | null {
  if (checks === 0) return null;
  const them = checks === 1 ? '1 check has' : `${checks} checks have`;
  return `The target limits the rate of requests: it answered with status ${tooManyRequests} (Too Many Requests), so ${them} no verdict. Raise its limit for the test, or send fewer requests at once (--jobs 1) or in all (--suite).`;
}

/** The fewest failed requests that are taken for the end of a target. */
const fewest = 3;

/**
 * Of a target that does not answer any more; null when it does.
 * @param late the requests that failed after the last response
 */
export function silence(late: readonly { readonly detail: string }[], hasAnswered: boolean): string | null {
  const last = late.at(-1);
  if (last === undefined || late.length < fewest) return null;
  const reason = last.detail.replace(/\.$/, '');
  return hasAnswered
    ? `The target stopped answering during the run: the last ${late.length} requests failed (${reason}).`
    : `The target answered none of the ${late.length} requests of this run (${reason}).`;
}
