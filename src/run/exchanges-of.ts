import { setTimeout } from 'node:timers/promises';
import { replayRequests } from '../judge/replay-steps.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome } from '../results/outcome.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import { unanswered } from '../scenarios/scenario.ts';
import type { PlannedCheck } from './plan.ts';

type SentCheck = Pick<PlannedCheck, 'id' | 'origin' | 'waitsInRealTime' | 'steps'>;

export interface ExchangesOptions {
  readonly proxy: Pick<RecordingProxy, 'take' | 'isPending'>;
  /** How long to wait for requests whose response no script gets: milliseconds. */
  readonly timeoutMs: number;
  /** How long at most to wait for those that are under way: milliseconds. Default: as long as for the others */
  readonly pendingMs?: number;
  readonly signal: AbortSignal;
}

/** How often the proxy is asked for exchanges that are still to come: milliseconds. */
const pollMs = 20;

/** Whether a page is not told what comes of a request, nor when it ends. */
export function isUnanswered({ client }: Pick<PageRequest, 'client'>): boolean {
  return unanswered.some((each) => each === client);
}

/**
 * The exchanges of a check that the page has reported. A page reports a request whose response it does not get before the
 * browser sends it: then those that decide it, by the standard, are awaited.
 */
export async function exchangesOf(
  check: SentCheck,
  outcome: Outcome,
  { proxy, timeoutMs, pendingMs = timeoutMs, signal }: ExchangesOptions,
): Promise<readonly Exchange[]> {
  const taken = [...(await proxy.take(check.id))];
  if (!check.steps.some(({ request }) => isUnanswered(request))) return taken;
  const startedAt = performance.now();
  const isLate = () => {
    const passedMs = performance.now() - startedAt;
    return passedMs >= timeoutMs && (passedMs >= pendingMs || !proxy.isPending(check.id));
  };
  while (!isDecided(check, outcome, taken) && !signal.aborted && !isLate()) {
    await setTimeout(pollMs);
    taken.push(...(await proxy.take(check.id)));
  }
  return taken.sort((one, other) => one.sequence - other.sequence);
}

/** Whether the standard's algorithm needs no further response for any request that the page has made. */
function isDecided(check: SentCheck, outcome: Outcome, exchanges: readonly Exchange[]): boolean {
  if (outcome.steps.every(({ kind }) => kind !== 'sent')) return true;
  return replayRequests({ ...check, outcome, exchanges }).every(({ verdict }) => verdict !== null);
}
