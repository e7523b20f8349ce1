import { createNetwork, type Network } from '../browsers/index.ts';
import type { NetworkCall } from '../fetch-standard/index.ts';
import type { StepOutcome } from '../results/outcome.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { PageReport } from '../page/work.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import { createSlots, type Slots } from '../system/slots.ts';
import { inParallel } from '../system/in-parallel.ts';
import type { PlannedCheck } from './plan.ts';

export interface RawPlayerOptions {
  readonly proxy: RecordingProxy;
  /** For each request. */
  readonly timeoutMs: number;
  /** The maximum number of concurrent requests. */
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
  const lines = createLines(options);
  try {
    const play = (check: PlannedCheck) => playCheck(lines, check, options);
    for (const [width, sameWidth] of byWidth(checks, options.jobs))
      await inParallel(
        inTurns(width, sameWidth),
        Math.max(1, Math.floor(options.jobs / width)),
        async (turns) => {
          for (const check of turns) await play(check);
        },
      );
    await inParallel(checks.filter(isTimed), 1, play);
  } finally {
    lines.close();
  }
}

function isTimed({ steps }: PlannedCheck): boolean {
  return steps.some(({ request }) => (request.raw?.times ?? 1) > 1);
}

/** Requests of other checks to the same server would change what concurrent requests show, so those checks take turns. */
function inTurns(width: number, checks: readonly PlannedCheck[]): readonly (readonly PlannedCheck[])[] {
  if (width === 1) return checks.map((check) => [check]);
  const groups = new Map<string, PlannedCheck[]>();
  for (const check of checks) {
    const { url } = check.target.upstream;
    const group = groups.get(url);
    if (group === undefined) groups.set(url, [check]);
    else group.push(check);
  }
  return [...groups.values()];
}

/** All other checks, by the number of requests that one of them sends at once. */
function byWidth(
  checks: readonly PlannedCheck[],
  jobs: number,
): ReadonlyMap<number, readonly PlannedCheck[]> {
  const groups = new Map<number, PlannedCheck[]>();
  for (const check of checks) {
    if (isTimed(check)) continue;
    const inBackground = check.steps.filter(({ background }) => background === true).length;
    const width = Math.min(1 + inBackground, Math.max(1, jobs));
    const group = groups.get(width);
    if (group === undefined) groups.set(width, [check]);
    else group.push(check);
  }
  return groups;
}

/** Connections to the proxy: those that all checks share, and some for one check or one request. */
interface Lines {
  readonly shared: Network;
  /** Lends connections that nothing else uses, and closes them afterwards. */
  lend<T>(use: (own: Network) => Promise<T>): Promise<T>;
  close(): void;
}

/** Pending requests end as soon as the run is aborted. */
function createLines({ proxy, signal }: Pick<RawPlayerOptions, 'proxy' | 'signal'>): Lines {
  const open = new Set<Network>();
  const add = (): Network => {
    const network = createNetwork(proxy.port);
    open.add(network);
    if (signal.aborted) network.close();
    return network;
  };
  const closeAll = (): void => {
    for (const network of open) network.close();
  };
  signal.addEventListener('abort', closeAll, { once: true });
  return {
    shared: add(),
    async lend(use) {
      const own = add();
      try {
        return await use(own);
      } finally {
        own.close();
        open.delete(own);
      }
    },
    close() {
      signal.removeEventListener('abort', closeAll);
      closeAll();
    },
  };
}

async function playCheck(lines: Lines, check: PlannedCheck, options: RawPlayerOptions): Promise<void> {
  if (isOver(options.signal)) return;
  const startedAt = performance.now();
  const isKept = check.steps.some(({ request }) => request.raw?.connection === 'kept');
  const steps = isKept
    ? await lines.lend((own) => sendAll(check, { lines, own, options }))
    : await sendAll(check, { lines, own: lines.shared, options });
  if (isOver(options.signal)) return;
  const report = { check: check.id, outcome: { steps }, durationMs: performance.now() - startedAt };
  options.onReport(check, report);
}

/** A function, because the value changes while a check runs. */
function isOver({ aborted }: AbortSignal): boolean {
  return aborted;
}

interface Sending {
  readonly lines: Lines;
  /** The connections of requests that may use any. */
  readonly own: Network;
  readonly options: RawPlayerOptions;
}

/** In order; a request in the background does not keep the next one waiting. */
async function sendAll({ steps }: PlannedCheck, sending: Sending): Promise<StepOutcome[]> {
  const slots: Slots = createSlots(Math.max(1, sending.options.jobs));
  const outcomes: Promise<StepOutcome>[] = [];
  for (const { request, background } of steps) {
    const outcome = slots.use(() => sendOne(request, sending));
    outcomes.push(outcome);
    if (background !== true) await outcome;
  }
  return Promise.all(outcomes);
}

function sendOne(request: PageRequest, { lines, own, options }: Sending): Promise<StepOutcome> {
  const { timeoutMs } = options;
  return request.raw?.connection === 'new'
    ? lines.lend((alone) => send(alone, request, timeoutMs))
    : send(own, request, timeoutMs);
}

/** The outcome is that of the last request. Never rejects. */
async function send(network: Network, request: PageRequest, timeoutMs: number): Promise<StepOutcome> {
  const call = toCall(request);
  const { times = 1, cookie = null, httpVersion } = request.raw ?? {};
  let outcome: StepOutcome | undefined;
  for (let sent = 0; sent < times; sent += 1) {
    const reply = await network.send(call, null, cookie, timeoutMs, httpVersion);
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
