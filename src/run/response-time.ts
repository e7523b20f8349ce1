import { longestWaitMs } from '../http1/pace.ts';
import type { RunRequest } from './request.ts';

/**
 * How long a page may wait for a response: as long as the proxy waits for the target, and as long as it keeps a request because the
 * target asks to wait, or because of the rate. Implementations do not ask.
 */
export function responseTimeMs({
  targets,
  timeoutMs,
  jobs,
  rate,
}: Pick<RunRequest, 'targets' | 'timeoutMs' | 'jobs' | 'rate'>): number {
  const keptMs = targets.some(({ kind }) => kind === 'url') ? longestWaitMs : 0;
  // All requests that are under way may be for one host.
  return timeoutMs + keptMs + (rate === undefined ? 0 : Math.ceil((1000 * jobs) / rate));
}
