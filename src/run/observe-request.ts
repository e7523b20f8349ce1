import { checkParameter } from '../results/check-parameter.ts';
import type { Exchange } from '../results/exchange.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { CheckRunner, PlayableCheck } from './check-runner.ts';
import { withSession } from './session.ts';
import { toRecorded } from '../judge/replay-steps.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { newSecret } from '../system/secret.ts';
import { type ExplainFacts, type ExplainRequest, toPageRequest } from '../explain/request.ts';
import { replayRequest } from '../explain/replay-request.ts';
import { parseUrl } from '../fetch-standard/index.ts';

/** How long to wait for further exchanges once the page has reported: milliseconds. */
const graceMs = 1000;

/** How much longer the page waits than the proxy, which knows the cause of a timeout: milliseconds. */
const pageGraceMs = 2000;

/**
 * Makes the request from a page at its origin through the recording proxy. Returns the exchanges and the outcome.
 * @throws CannotRunError when the browser is missing, does not start, or fails
 */
export async function observe(request: ExplainRequest, signal: AbortSignal): Promise<ExplainFacts> {
  const seen = collectExchanges();
  const options = {
    browsers: [request.browser],
    limits: { timeoutMs: request.timeoutMs + pageGraceMs, jobs: 1 },
    proxy: { onExchange: seen.add, responseTimeoutMs: request.timeoutMs },
    signal,
    interrupted: 'Interrupted before there was a result.',
  };
  return withSession(options, async ({ proxy, startRunner }) =>
    play(await startRunner(request.browser), proxy, request, seen, signal),
  );
}

async function play(
  engine: CheckRunner,
  proxy: RecordingProxy,
  request: ExplainRequest,
  seen: Collected,
  signal: AbortSignal,
): Promise<ExplainFacts> {
  const check = checkOf(request);
  const target = check.target.origin;
  const upstream = { url: target, readOnly: !request.allowWrites, insecure: request.insecure };
  proxy.addTarget(target, upstream);
  proxy.addChecks([check.id], upstream);
  if (request.origin !== target && /^https?:/.test(request.origin)) proxy.addPages(request.origin);
  const observed = await playOne(engine, check, signal);
  const isWhole = (exchanges: readonly Exchange[]) =>
    replayRequest(
      request,
      exchanges.map((exchange) => toRecorded(exchange)),
    ).verdict !== null;
  const exchanges = await seen.until((all) => isWhole(own(all, check)), graceMs);
  return {
    request,
    browser: engine.summary,
    exchanges: own(exchanges, check),
    observed: engine.capabilities.isIndependent ? observed : null,
  };
}

/** The outcome. */
async function playOne(
  engine: CheckRunner,
  check: PlayableCheck,
  signal: AbortSignal,
): Promise<NonNullable<ExplainFacts['observed']>> {
  const reports: NonNullable<ExplainFacts['observed']>[] = [];
  const problems: string[] = [];
  await engine.play([check], {
    signal,
    onReport(_, { outcome }, console) {
      reports.push(...outcome.steps.map((step) => ({ outcome: step, console })));
    },
    onProblem(_, problem) {
      problems.push(problem);
    },
  });
  const [report] = reports;
  if (report !== undefined) return report;
  throw new CannotRunError(problems[0] ?? 'Interrupted before there was a result.');
}

function checkOf(request: ExplainRequest): PlayableCheck {
  const check = newSecret();
  const url = new URL(request.url);
  const asked = toPageRequest(request);
  const separator = url.search === '' && !url.href.endsWith('?') ? '?' : '&';
  return {
    id: check,
    origin: request.origin,
    target: { origin: url.origin, cookieName: '' },
    cookies: request.cookies.map(([name, value]) => ({ url: url.origin, name, value })),
    steps: [{ waitMs: 0, request: { ...asked, url: `${url.href}${separator}${checkParameter}=${check}` } }],
  };
}

/** The exchanges of the request: those of its check, others with the target, and those of redirects. */
function own(all: readonly Exchange[], { id: check, target }: PlayableCheck): readonly Exchange[] {
  const kept: Exchange[] = [];
  for (const exchange of all) {
    const { origin } = new URL(exchange.request.url);
    const led = kept.some((earlier) => leadsTo(earlier, exchange.request.url));
    if (exchange.check === check || origin === target.origin || led) kept.push(exchange);
  }
  return kept;
}

function leadsTo({ request, response }: Exchange, url: string): boolean {
  const location = response?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined) return false;
  return parseUrl(location, request.url)?.origin === new URL(url).origin;
}

interface Collected {
  readonly add: (exchange: Exchange) => void;
  /** All exchanges in the order of their requests, once they are sufficient or the time is up. */
  until(enough: (all: readonly Exchange[]) => boolean, withinMs: number): Promise<readonly Exchange[]>;
}

function collectExchanges(): Collected {
  const all: Exchange[] = [];
  let onAdd = (): void => {};
  const inOrder = () => [...all].sort((a, b) => a.sequence - b.sequence);
  return {
    add(exchange) {
      all.push(exchange);
      onAdd();
    },
    until: (enough, withinMs) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          resolve(inOrder());
        };
        const timer = setTimeout(finish, withinMs);
        onAdd = () => {
          if (enough(inOrder())) finish();
        };
        onAdd();
      }),
  };
}
