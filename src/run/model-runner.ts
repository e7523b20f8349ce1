import {
  createModelBrowser,
  type ModelAnswer,
  type ModelBrowser,
  modelCapabilities,
  type ModelPage,
} from '../browsers/index.ts';
import { describeReason, type TraceEntry } from '../fetch-standard/index.ts';
import { packageVersion } from '../package.ts';
import type { Outcome, StepOutcome } from '../results/outcome.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import {
  cookiesOf,
  type CheckRunner,
  type RunnerEvents,
  type PlayableCheck,
  pageTimeoutMs,
} from './check-runner.ts';
import { encodeBody } from './encode-body.ts';
import { isUnanswered } from './exchanges-of.ts';
import { inParallel } from '../system/in-parallel.ts';
import { inTurns } from './spread-hosts.ts';
import { usesPreload } from '../judge/preloads.ts';
import { toFetchRequest } from '../judge/to-fetch-request.ts';

export interface ModelRunnerOptions {
  readonly proxy: RecordingProxy;
  readonly timeoutMs: number;
  readonly jobs: number;
}

/** Runs checks by the standard's algorithm: results in milliseconds, without a browser. */
export function createModelRunner({ proxy, timeoutMs, jobs }: ModelRunnerOptions): CheckRunner {
  let browser = createModelBrowser(proxy.port);
  return {
    summary: { id: 'model', name: 'The Fetch standard', version: packageVersion, driver: 'corspec' },
    capabilities: modelCapabilities,
    targetsAtOnce: 12,
    play: (checks, events) => play(browser, checks, events, pageTimeoutMs(timeoutMs), jobs),
    renew() {
      browser.close();
      browser = createModelBrowser(proxy.port);
      return Promise.resolve();
    },
    close() {
      browser.close();
      return Promise.resolve();
    },
  };
}

async function play<Check extends PlayableCheck>(
  browser: ModelBrowser,
  checks: readonly Check[],
  events: RunnerEvents<Check>,
  timeoutMs: number,
  jobs: number,
): Promise<void> {
  for (const cookie of cookiesOf(checks)) browser.setCookie(cookie);
  const isOver = () => events.signal.aborted;
  // Pending requests end as soon as the run is aborted and give no result.
  events.signal.addEventListener('abort', browser.close, { once: true });
  const spread = inTurns(checks, ({ target }) => target.origin);
  await inParallel(spread, jobs, async (check) => {
    if (isOver()) return;
    const startedAt = performance.now();
    const outcome = await playCheck(browser.openPage(check.origin), check, timeoutMs);
    if (isOver()) return;
    events.onReport(check, { check: check.id, outcome, durationMs: performance.now() - startedAt }, []);
  });
  events.signal.removeEventListener('abort', browser.close);
}

async function playCheck(
  page: ModelPage,
  { steps, origin }: PlayableCheck,
  timeoutMs: number,
): Promise<Outcome> {
  const outcomes: StepOutcome[] = [];
  for (const { waitMs, request } of steps) {
    page.wait(waitMs);
    const preload = steps.findIndex((earlier) => usesPreload(request, earlier.request));
    const preloaded = outcomes[preload];
    if (preloaded?.kind === 'response') {
      outcomes.push(preloaded);
      continue;
    }
    const { body, type } = encodeBody(request.body, request.client);
    const asked = { ...toFetchRequest(request, origin, type), url: request.url };
    outcomes.push(toOutcome(await page.fetch(asked, body, timeoutMs), request));
  }
  return { steps: outcomes, cookie: '' };
}

function reasonOf(entry: TraceEntry | undefined): string {
  return entry === undefined ? 'A network error.' : describeReason(entry);
}

function toOutcome(answer: ModelAnswer, request: PageRequest): StepOutcome {
  if (answer.kind === 'timeout') return answer;
  if (isUnanswered(request)) return { kind: 'sent' };
  const { verdict, body, complete } = answer;
  if (verdict.outcome === 'blocked')
    return { kind: 'error', name: 'TypeError', message: reasonOf(verdict.decidedBy) };
  const isXhr = request.client === 'xhr' || request.client === 'axios-xhr';
  return {
    kind: 'response',
    type: isXhr ? null : (verdict.type ?? null),
    status: verdict.status ?? 0,
    redirected: verdict.calls.filter(({ kind }) => kind === 'actual').length > 1,
    url: verdict.url ?? '',
    headers: verdict.visibleHeaders,
    body,
    ...(complete ? {} : { incomplete: true }),
  };
}
