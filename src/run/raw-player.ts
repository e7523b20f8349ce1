import { createNetwork, type Network } from '../browsers/index.ts';
import type { NetworkCall } from '../fetch-standard/index.ts';
import type { StepOutcome } from '../results/outcome.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { PageReport } from '../page/work.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import { inParallel } from '../system/in-parallel.ts';
import type { PlannedCheck } from './plan.ts';

export interface RawPlayerOptions {
  readonly proxy: RecordingProxy;
  /** For each request. */
  readonly timeoutMs: number;
  /** The maximum number of concurrent checks. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onReport: (check: PlannedCheck, report: PageReport) => void;
}

/**
 * Sends the raw requests of checks over plain HTTP through the proxy. Checks that compare response times run one after
 * the other, because concurrent requests would change the times.
 */
export async function playRawRequests(
  checks: readonly PlannedCheck[],
  options: RawPlayerOptions,
): Promise<void> {
  const network = createNetwork(options.proxy.port);
  // Pending requests end as soon as the run is aborted.
  options.signal.addEventListener('abort', network.close, { once: true });
  try {
    const play = (check: PlannedCheck) => playCheck(network, check, options);
    await inParallel(
      checks.filter((check) => !isTimed(check)),
      options.jobs,
      play,
    );
    await inParallel(checks.filter(isTimed), 1, play);
  } finally {
    options.signal.removeEventListener('abort', network.close);
    network.close();
  }
}

function isTimed({ steps }: PlannedCheck): boolean {
  return steps.some(({ request }) => (request.raw?.times ?? 1) > 1);
}

async function playCheck(network: Network, check: PlannedCheck, options: RawPlayerOptions): Promise<void> {
  if (isOver(options.signal)) return;
  const startedAt = performance.now();
  const steps: StepOutcome[] = [];
  for (const { request } of check.steps) steps.push(await send(network, request, options.timeoutMs));
  if (isOver(options.signal)) return;
  const report = { check: check.id, outcome: { steps }, durationMs: performance.now() - startedAt };
  options.onReport(check, report);
}

/** A function, because the value changes while a check runs. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** The outcome is that of the last request. */
async function send(network: Network, request: PageRequest, timeoutMs: number): Promise<StepOutcome> {
  const call = toCall(request);
  let outcome: StepOutcome | undefined;
  for (let sent = 0; sent < (request.raw?.times ?? 1); sent += 1) {
    const reply = await network.send(call, null, null, timeoutMs);
    if (reply.kind === 'timeout') return { kind: 'timeout', afterMs: timeoutMs };
    outcome =
      reply.kind === 'failure'
        ? { kind: 'error', name: 'Error', message: reply.detail }
        : {
            kind: 'response',
            type: null,
            status: reply.status,
            redirected: false,
            url: '',
            headers: reply.headers,
            body: reply.body,
            ...(reply.complete ? {} : { incomplete: true }),
          };
  }
  return outcome ?? { kind: 'error', name: 'Error', message: 'No request was sent.' };
}

function toCall({ url, method, headers, raw }: PageRequest): NetworkCall {
  const origin = raw?.origin ?? null;
  return {
    kind: 'actual',
    method,
    url,
    headers: [...headers, ...(origin === null ? [] : [['Origin', origin] as const])],
    sendCredentials: false,
    hasBody: false,
  };
}
