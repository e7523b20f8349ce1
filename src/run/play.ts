import type { PageReport } from '../page/work.ts';
import type { Result } from '../results/results.ts';
import type { Wire } from '../proxy/index.ts';
import { countWrites } from '../targets/count-writes.ts';
import { type CellFacts, judge, redirectOrigins } from '../judge/index.ts';
import { type Engine, pageTimeoutMs } from './engine.ts';
import { tellCell } from '../explain/cell.ts';
import { countsWrites, type PlannedCell } from './plan.ts';
import { reproduceCommand } from './reproduce.ts';
import type { RunRequest } from './request.ts';
import { isPlayedByCorspec } from '../scenarios/played-by-corspec.ts';
import type { TargetLog } from '../targets/target-log.ts';
import { playOnWire } from './wire-player.ts';

export interface PlayOptions {
  readonly wire: Wire;
  readonly request: RunRequest;
  readonly signal: AbortSignal;
  readonly add: (result: Result) => void;
  /** Takes the exchanges of each check, for what concerns the target as a whole. */
  readonly log: TargetLog;
}

/** Plays cells, and judges each as soon as there is something to judge. */
export async function playAndJudge(
  engine: Engine,
  cells: readonly PlannedCell[],
  options: PlayOptions,
): Promise<void> {
  const judging: Promise<void>[] = [];
  const onReport = (cell: PlannedCell, report: PageReport, console: readonly string[] = []) => {
    judging.push(conclude(cell, report, console, options));
  };
  // First, while nothing else takes the target's time.
  const { timeoutMs, jobs } = options.request;
  await playOnWire(cells.filter(isPlayedByCorspec), {
    ...options,
    timeoutMs: pageTimeoutMs(timeoutMs),
    jobs,
    onReport,
  });
  const rest = cells.filter((cell) => !isPlayedByCorspec(cell));
  await engine.play(rest, {
    signal: options.signal,
    onReport,
    onProblem(cell, problem) {
      judging.push(concludeWithout(cell, problem, options));
    },
  });
  await Promise.all(judging);
}

async function conclude(
  cell: PlannedCell,
  { outcome, durationMs }: PageReport,
  console: readonly string[],
  options: PlayOptions,
): Promise<void> {
  const exchanges = await options.wire.take(cell.cell);
  const writes = await writesOf(cell, options);
  // What was cut off by the end of the run is no result.
  if (options.signal.aborted && writes === null) return;
  const told = console.length === 0 ? outcome : { ...outcome, console };
  finish(
    { planned: cell, outcome: told, exchanges, durationMs, ...(writes === undefined ? {} : { writes }) },
    options,
  );
}

async function concludeWithout(planned: PlannedCell, problem: string, options: PlayOptions): Promise<void> {
  const exchanges = await options.wire.take(planned.cell);
  finish({ planned, outcome: null, exchanges, problem, durationMs: 0 }, options);
}

function finish(seen: CellFacts, { request, add, wire, log }: PlayOptions): void {
  const undeclared = redirectOrigins(seen.exchanges).filter((origin) => !wire.isTarget(origin));
  const facts: CellFacts = { ...seen, undeclared };
  const { target, scenario, browser } = facts.planned;
  log.add(target.id, target.policyName, facts.exchanges);
  const command = reproduceCommand(target.command, scenario.id, browser);
  add(resultOf(facts, command, request.evidence));
}

function resultOf(facts: CellFacts, command: string, evidence: RunRequest['evidence']): Result {
  try {
    const result = judge(facts, command, evidence);
    // Where the exchanges are kept, so is what a browser makes of them.
    return result.exchanges === undefined ? result : { ...result, stories: tellCell(facts) };
  } catch (error) {
    // What corspec cannot judge costs its own cell, and not the run.
    const problem = `corspec failed to judge this: ${error instanceof Error ? error.message : String(error)}`;
    return judge({ ...facts, outcome: null, exchanges: [], problem }, command, evidence);
  }
}

function writesOf(
  { scenario, target, label }: PlannedCell,
  { request, signal }: PlayOptions,
): Promise<number | null | undefined> {
  const resource = target.routes.find('resource');
  if (!countsWrites(scenario) || resource === null) return Promise.resolve(undefined);
  const { timeoutMs } = request;
  return countWrites(target.upstream.url, new URL(resource.url).pathname, label, { timeoutMs, signal });
}
