import { resolveRate } from '../options/rate.ts';
import type { Validated } from '../options/validated.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { RunRequest } from '../run/request.ts';
import type { CommandLine } from './command-line.ts';

/** How long a request may take, how many there may be at once, and how many a second: what `run` and `compare` may ask of servers. */
export function resolveLimits({
  timeout: timeoutText = '10000',
  jobs: jobsText = '12',
  rate: rateText,
}: CommandLine['options']): Validated<Pick<RunRequest, 'timeoutMs' | 'jobs' | 'rate'>> {
  const timeout = wholeNumber('--timeout', timeoutText, 'milliseconds');
  const jobs = wholeNumber('--jobs', jobsText, 'concurrent requests');
  const rate = resolveRate(rateText);
  return {
    value: {
      timeoutMs: timeout.value,
      jobs: jobs.value,
      ...(rate.value !== undefined && { rate: rate.value }),
    },
    problems: [timeout, jobs, rate].flatMap(({ problems }) => problems),
  };
}
