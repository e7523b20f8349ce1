import type { PageReport } from '../page/work.ts';
import { toExplanation } from '../results/request-explanation.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import { beginPhase, inPhase } from '../system/phases.ts';
import { countWrites } from '../targets/count-writes.ts';
import { type CheckFacts, judge, type Judged, redirectOrigins } from '../judge/index.ts';
import { type CheckRunner, pageTimeoutMs } from './check-runner.ts';
import { exchangesOf } from './exchanges-of.ts';
import { explainCheck } from '../explain/check.ts';
import { countsWrites, type PlannedCheck } from './plan.ts';
import type { ReproduceCommand } from './reproduce.ts';
import type { RunRequest } from './request.ts';
import { responseTimeMs } from './response-time.ts';
import { expectsRateLimit } from '../scenarios/expects-rate-limit.ts';
import { isPlayedByCorspec } from '../scenarios/played-by-corspec.ts';
import type { Manner, TargetLog } from '../targets/target-log.ts';
import { playRawRequests } from './raw-player.ts';

export interface PlayOptions {
  readonly proxy: RecordingProxy;
  readonly request: RunRequest;
  readonly signal: AbortSignal;
  readonly add: (judged: Judged) => void;
  /** Receives the exchanges of each check, for notes about the target. */
  readonly log: TargetLog;
  readonly reproduce: ReproduceCommand;
}

/** Runs checks, and judges each as soon as its outcome is known. */
export async function playAndJudge(
  engine: CheckRunner,
  checks: readonly PlannedCheck[],
  options: PlayOptions,
): Promise<void> {
  const judging: Promise<void>[] = [];
  const onReport = (check: PlannedCheck, report: PageReport, console: readonly string[] = []) => {
    beginPhase('checks');
    judging.push(conclude(check, report, console, options));
  };
  beginPhase('checks');
  // First, while no other requests load the target.
  const { jobs } = options.request;
  await playRawRequests(checks.filter(isPlayedByCorspec), {
    ...options,
    timeoutMs: pageTimeoutMs(responseTimeMs(options.request)),
    jobs,
    onReport,
  });
  const rest = checks.filter((check) => !isPlayedByCorspec(check));
  beginPhase('pages');
  await engine.play(rest, {
    signal: options.signal,
    onReport,
    onProblem(check, problem) {
      judging.push(concludeWithout(check, problem, options));
    },
  });
  await Promise.all(judging);
}

async function conclude(
  check: PlannedCheck,
  { outcome, durationMs }: PageReport,
  console: readonly string[],
  options: PlayOptions,
): Promise<void> {
  const exchanges = await exchangesOf(check, outcome, {
    ...options,
    timeoutMs: options.request.timeoutMs,
    pendingMs: responseTimeMs(options.request),
  });
  const writes = await writesOf(check, options);
  // A check that the end of the run interrupted has no result.
  if (options.signal.aborted && writes === null) return;
  const told = console.length === 0 ? outcome : { ...outcome, console };
  finish(
    { planned: check, outcome: told, exchanges, durationMs, ...(writes === undefined ? {} : { writes }) },
    options,
  );
}

async function concludeWithout(planned: PlannedCheck, problem: string, options: PlayOptions): Promise<void> {
  const exchanges = await options.proxy.take(planned.id);
  finish(
    { planned, outcome: null, exchanges, problem: { code: 'not-played', detail: problem }, durationMs: 0 },
    options,
  );
}

function finish(seen: CheckFacts, options: PlayOptions): void {
  inPhase('judge', () => judgeOne(seen, options));
}

function judgeOne(seen: CheckFacts, { request, add, proxy, log, reproduce }: PlayOptions): void {
  const undeclared = redirectOrigins(seen.exchanges).filter((origin) => !proxy.isTarget(origin));
  const facts: CheckFacts = { ...seen, undeclared };
  const { target, scenario, browser } = facts.planned;
  log.add(target.id, target.policyName, facts.exchanges, mannerOf(facts.planned));
  const command = reproduce(target.command, scenario.id, browser);
  add(judgeSafely(facts, command, request.evidence));
}

function mannerOf({ scenario, steps }: CheckFacts['planned']): Manner {
  const isHttp10 = steps.some(({ request }) => request.raw?.httpVersion === '1.0');
  return {
    expectsLimit: expectsRateLimit(scenario),
    ...(scenario.rewritesHost === true && { rewritesHost: true }),
    ...(isHttp10 && { httpVersion: '1.0' }),
  };
}

function judgeSafely(facts: CheckFacts, command: string, evidence: RunRequest['evidence']): Judged {
  try {
    const judged = judge(facts, command, evidence);
    // The explanation is kept wherever the exchanges are.
    if (judged.result.exchanges === undefined) return judged;
    const stories = explainCheck(facts);
    return { ...judged, result: { ...judged.result, stories, explanation: stories.map(toExplanation) } };
  } catch (error) {
    // An error in the judge ends its own check, not the run.
    const detail = error instanceof Error ? error.message : String(error);
    const problem = { code: 'judge-failed', detail } as const;
    return judge({ ...facts, outcome: null, exchanges: [], problem }, command, evidence);
  }
}

function writesOf(
  { scenario, target, label }: PlannedCheck,
  { request, signal }: PlayOptions,
): Promise<number | null | undefined> {
  const resource = target.routes.find('resource');
  if (!countsWrites(scenario) || resource === null || !target.routes.isContract)
    return Promise.resolve(undefined);
  const { timeoutMs } = request;
  return countWrites(target.upstream.url, new URL(resource.url).pathname, label, { timeoutMs, signal });
}
