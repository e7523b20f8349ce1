import { tooManyRequests } from '../http1/status.ts';
import { type Written, writtenText } from './written.ts';
import { textFrom, type Texts } from '../text/coded.ts';

/** What concerns a target as a whole. */
export type TargetNote =
  /** Checks that a rate limit ended. */
  | { readonly code: 'rate-limited'; readonly checks: number }
  /** The target does not answer any more, or never did; how the last of so many requests failed. */
  | {
      readonly code: 'no-answers';
      readonly requests: number;
      readonly detail: string;
      readonly hasAnswered: boolean;
    }
  /** Requests, each with the different answers that it got. */
  | {
      readonly code: 'different-answers';
      readonly requests: readonly { readonly summary: string; readonly answers: readonly string[] }[];
    }
  /** What `--allow-writes` let through. */
  | { readonly code: 'written'; readonly written: readonly Written[] };

/** Complete sentences. */
export function targetNoteText(note: TargetNote): string {
  return textFrom(texts, note);
}

const shownRequests = 2;

const texts: Texts<TargetNote> = {
  written: ({ written }) => `The checks sent requests that write (--allow-writes): ${writtenText(written)}.`,
  'rate-limited': ({ checks }) =>
    `The target limits the rate of requests: it answered with status ${tooManyRequests} (Too Many Requests), or asked to wait (Retry-After), so ${checks === 1 ? '1 check has' : `${checks} checks have`} no verdict. Raise its limit for the test, send fewer requests per second (--rate), or run fewer checks (--suite).`,
  'no-answers': ({ requests, detail, hasAnswered }) => {
    const reason = detail.replace(/\.$/, '');
    return hasAnswered
      ? `The target stopped answering during the run: the last ${requests} requests failed (${reason}).`
      : `The target answered none of the ${requests} requests of this run (${reason}).`;
  },
  'different-answers': ({ requests }) => {
    const shown = requests
      .slice(0, shownRequests)
      .map(({ summary, answers }) => `${summary} got ${answers.slice(0, 2).join(', and ')}`);
    const more = requests.length - shown.length;
    const others = more > 0 ? `; and ${more} other ${more === 1 ? 'request' : 'requests'}` : '';
    return `The target answers the same request differently: ${shown.join('; ')}${others}. Results may change from run to run.`;
  },
};
