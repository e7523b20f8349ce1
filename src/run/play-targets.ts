import { expectsRateLimit } from '../scenarios/expects-rate-limit.ts';
import { isPlayedByCorspec } from '../scenarios/played-by-corspec.ts';
import { randomBytes } from 'node:crypto';
import type { RecordingProxy } from '../proxy/index.ts';
import { collectGarbage } from '../system/collect-garbage.ts';
import { keyOfCheck } from '../results/excuse.ts';
import type { Results } from '../results/results.ts';
import type { PreparedTargets } from '../targets/prepare-targets.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { TargetLog } from '../targets/target-log.ts';
import { type Batch, batchesOf, mostKept } from './batches.ts';
import type { CheckRunner } from './check-runner.ts';
import type { Collection } from './collection.ts';
import { httpsAlias } from './https-alias.ts';
import { playedIn } from './named-only.ts';
import type { Plan } from './plan.ts';
import type { createPlannedCount } from './planned-count.ts';
import { playAndJudge } from './play.ts';
import type { ReproduceCommand } from './reproduce.ts';
import type { RunHooks, RunRequest } from './request.ts';
import { spreadHosts } from './spread-hosts.ts';
import { onlyWaiting } from './waiting-checks.ts';

/** The targets that run, and what is done with them. */
export interface Stage {
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly proxy: RecordingProxy;
  readonly targets: PreparedTargets;
  readonly engines: readonly CheckRunner[];
  readonly collection: Collection;
  readonly log: TargetLog;
  readonly reproduce: ReproduceCommand;
  readonly planned: ReturnType<typeof createPlannedCount>;
  /** Whether no targets follow. */
  readonly isLast: boolean;
  resultsSoFar(): Promise<Results>;
}

interface Early {
  readonly onJudged: ReturnType<typeof onlyWaiting>;
  /** Resolves when the hook has been called, if it is. */
  reported(): Promise<void>;
}

/** Has the results so far reported when only checks that wait are left. */
function earlyOf(checks: Plan['checks'], stage: Stage): Early | null {
  const { onEarlyResults } = stage.hooks;
  if (onEarlyResults === undefined) return null;
  let reporting = Promise.resolve();
  const report = async (waiting: readonly string[]) => onEarlyResults(await stage.resultsSoFar(), waiting);
  return {
    onJudged: onlyWaiting(checks, (waiting) => {
      reporting = report(waiting);
      // Its error is that of `reported`, seconds later.
      reporting.catch(() => undefined);
    }),
    reported: () => reporting,
  };
}

/** One browser after the other, because they would slow each other down. */
export async function playAll(stage: Stage): Promise<void> {
  const { request, hooks, proxy, targets, engines, collection, log, reproduce } = stage;
  const token = `${randomBytes(3).toString('hex')}-`;
  const spread = spreadHosts(targets.ready);
  const stages = engines.map((engine, index) => {
    const ready = spread.map((target) => httpsAlias(target, engine.capabilities));
    noteNames(hooks, engine.summary.id, spread, ready);
    const { isWanted } = request;
    const scenarios = playedIn(engine.summary.id, request.scenarios);
    return {
      engine,
      scenarios,
      batches: batchesOf({
        engine,
        targets: ready,
        scenarios,
        token: `${token}${index}-`,
        ...(isWanted && { isWanted }),
      }),
    };
  });
  const counts = stages.flatMap(({ batches }) => batches.map(({ count }) => count));
  stage.planned(
    new Set(targets.summaries.map(({ id }) => id)).size,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const earlier = new Set(request.earlier?.map(({ result }) => keyOfCheck(result)));
  const isLeft = ({ target, browser, scenario }: Plan['checks'][number]) =>
    !earlier.has(
      keyOfCheck({ target: target.id, policy: target.policyName, browser, scenario: scenario.id }),
    );
  for (const { engine, scenarios, batches } of stages) {
    collection.addUnsupported(targets.unsupported, scenarios, engine.summary.id);
    for (const [index, batch] of batches.entries()) {
      const { checks: planned, skipped } = batch.plan();
      const checks = earlier.size === 0 ? planned : planned.filter(isLeft);
      declare(proxy, checks);
      collection.addSkipped(skipped);
      const isLast = stage.isLast && engine === engines.at(-1) && batch === batches.at(-1);
      const early = isLast ? earlyOf(checks, stage) : null;
      const add: typeof collection.add = (judged) => {
        collection.add(judged);
        early?.onJudged(judged.result);
      };
      await playAndJudge(engine, checks, { proxy, request, signal: hooks.signal, add, log, reproduce });
      await early?.reported();
      proxy.forgetChecks();
      if (batches.length > mostKept) collectGarbage();
      if (engine !== engines.at(-1)) continue;
      const done = withoutLater(batch, batches.slice(index + 1));
      log.conclude(done);
      hooks.onEvent({ kind: 'targets', done: done.size, of: request.targets.length });
    }
  }
}

/** The targets that no later batch has: those of one implementation, under its policies, may be in several. */
function withoutLater({ targets }: Batch, later: readonly Batch[]): ReadonlySet<string> {
  const again = new Set(later.flatMap((batch) => batch.targets));
  return new Set(targets.filter((id) => !again.has(id)));
}

function noteNames(
  { onEvent }: RunHooks,
  engine: string,
  typed: readonly ReadyTarget[],
  named: readonly ReadyTarget[],
): void {
  const notes = named.flatMap(({ origin }, index) => {
    const before = typed[index]?.origin;
    return before === origin || before === undefined
      ? []
      : [`In ${engine}, secure pages cannot fetch from ${before}; corspec uses ${origin} instead.`];
  });
  for (const text of new Set(notes)) onEvent({ kind: 'note', text });
}

/** Declares targets, pages and checks: the proxy refuses all other requests. */
function declare(proxy: RecordingProxy, checks: Plan['checks']): void {
  for (const planned of checks) {
    const { id: check, origin, alias, otherOrigin, target, steps, isUnauthenticated } = planned;
    const { rewritesHost = false } = planned.scenario;
    const expectsLimit = expectsRateLimit(planned.scenario);
    proxy.addChecks([check], isUnauthenticated ? null : target.upstream, {
      rewritesHost,
      expectsLimit,
    });
    proxy.addTarget(alias ?? target.origin, target.upstream);
    if (otherOrigin !== undefined) proxy.addTarget(otherOrigin, target.upstream);
    if (origin !== (alias ?? target.origin) && !isPlayedByCorspec({ steps })) proxy.addPages(origin);
    for (const { request } of steps)
      if (typeof request.frame === 'object') proxy.addPages(request.frame.origin);
  }
}
