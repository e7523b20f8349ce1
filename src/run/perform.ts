import { randomBytes } from 'node:crypto';
import { packageVersion } from '../package.ts';
import { type Result, type Results, resultsSchemaName } from '../results/results.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { CheckRunner } from './check-runner.ts';
import { createTargetLog, type TargetLog } from '../targets/target-log.ts';
import { targetNoteText } from '../targets/target-notes.ts';
import { findCauses } from './causes.ts';
import { findReadability, vacuousPasses, withReadability } from './evidence.ts';
import { type Batch, batchesOf } from './batches.ts';
import type { Plan } from './plan.ts';
import { playAndJudge } from './play.ts';
import { type Collection, createCollection } from './collection.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { RunHooks, RunRequest } from './request.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import { beginPhase } from '../system/phases.ts';
import { httpsAlias } from './https-alias.ts';
import { createReproduceCommand, type ReproduceCommand } from './reproduce.ts';
import type { Session } from './session.ts';
import type { Manifest } from '../targets/manifest.ts';
import { onlyWaiting } from './waiting-checks.ts';
import { reasonLines } from '../targets/documents.ts';
import { prepareTargets, type PreparedTargets } from '../targets/prepare-targets.ts';

/** What a run has: its browsers are being started. */
export interface PerformOptions {
  readonly session: Session;
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly starting: Promise<readonly CheckRunner[]>;
}

/** Prepares the targets while the browsers start, plays and judges. */
export async function perform({ session, request, hooks, starting }: PerformOptions): Promise<Results> {
  const startedAt = new Date();
  const preparing = session.keep(prepareTargets(request, hooks), (prepared) => prepared.stop());
  // What is wrong with the targets is said first.
  await Promise.allSettled([preparing, starting]);
  const targets = await preparing;
  refuseNothing(targets);
  const engines = await starting;
  const reproduce = createReproduceCommand();
  const collection = createCollection(request, targets, { onEvent: hooks.onEvent, reproduce });
  const writable = targets.ready.filter(
    ({ owner, upstream }) => owner !== undefined && upstream.readOnly !== true,
  );
  const log = createTargetLog(new Set(writable.map(({ id }) => id)));
  const { proxy } = session;
  const stage = { request, hooks, proxy, targets, engines, collection, log, reproduce, startedAt };
  await playAll(stage);
  beginPhase('judge');
  return resultsOf(stage);
}

/** The results of the checks that are judged, with their causes. */
async function resultsOf({
  request,
  hooks,
  targets,
  engines,
  collection,
  log,
  startedAt,
}: Stage): Promise<Results> {
  const observed = log.notes().map(({ target, note }) => ({ target, text: targetNoteText(note) }));
  const places = collection.places();
  const results = collection.results();
  const asking = { timeoutMs: request.timeoutMs, signal: hooks.signal };
  const { causes, idOf } = await findCauses(places, targets.ready, {
    ...asking,
    fixFor: request.fixFor,
    implementations: manifestsOf(request),
  });
  const readability = await findReadability(targets.ready, places, asking);
  const vacuous = vacuousPasses(places, readability);
  const notes = [...targets.notes, ...collection.notes(), ...observed];
  return {
    schema: resultsSchemaName,
    tool: { name: 'corspec', version: packageVersion },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    ...(hooks.signal.aborted ? { interrupted: true } : {}),
    browsers: engines.map(({ summary }) => summary),
    targets: withReadability(targets.summaries, readability, request.policies),
    ...(notes.length === 0 ? {} : { notes }),
    ...(causes.length === 0 ? {} : { causes: [...causes] }),
    results: results.map((result) => marked(result, idOf.get(result), vacuous.has(result))),
  };
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
  const report = async (waiting: readonly string[]) => onEarlyResults(await resultsOf(stage), waiting);
  return {
    onJudged: onlyWaiting(checks, (waiting) => {
      reporting = report(waiting);
      // Its error is that of `reported`, seconds later.
      reporting.catch(() => undefined);
    }),
    reported: () => reporting,
  };
}

/** What server.json says of each implementation. */
function manifestsOf({ targets }: RunRequest): ReadonlyMap<string, Manifest> {
  return new Map(
    targets.flatMap((target) =>
      target.kind === 'url' ? [] : [[target.implementation.id, target.implementation.manifest]],
    ),
  );
}

/**
 * The result itself, because copies of many would have the evidence of each in memory. Early results are reported before the
 * final ones are made.
 */
function marked(result: Result, cause: string | undefined, isVacuous: boolean): Result {
  if (cause !== undefined) result.cause = cause;
  if (isVacuous) result.vacuous = true;
  else if (result.vacuous === true) delete result.vacuous;
  return result;
}

/** @throws CannotRunError when no target is reachable, or a whole API is not where its document should find it */
function refuseNothing({ ready, unsupported, summaries, missingApis }: PreparedTargets): void {
  if (missingApis.length > 0) throw new CannotRunError(missingApis.join('\n'));
  if (ready.length > 0 || unsupported.length > 0) return;
  const reasons = reasonLines(summaries);
  const [only] = reasons;
  if (only !== undefined && reasons.length === 1) throw new CannotRunError(only);
  throw new CannotRunError(`No target could be tested.\n${reasons.join('\n')}`);
}

interface Stage {
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly proxy: RecordingProxy;
  readonly targets: PreparedTargets;
  readonly engines: readonly CheckRunner[];
  readonly collection: Collection;
  readonly log: TargetLog;
  readonly reproduce: ReproduceCommand;
  readonly startedAt: Date;
}

/** One browser after the other, because they would slow each other down. */
async function playAll(stage: Stage): Promise<void> {
  const { request, hooks, proxy, targets, engines, collection, log, reproduce } = stage;
  const token = `${randomBytes(3).toString('hex')}-`;
  const stages = engines.map((engine, index) => {
    const ready = targets.ready.map((target) => httpsAlias(target, engine.capabilities));
    noteNames(hooks, engine.summary.id, targets.ready, ready);
    const { scenarios } = request;
    const select = (plan: Plan) => selectWanted(plan, request);
    return {
      engine,
      batches: batchesOf({ engine, targets: ready, scenarios, token: `${token}${index}-`, select }),
    };
  });
  const counts = stages.flatMap(({ batches }) => batches.map(({ count }) => count));
  hooks.onEvent({ kind: 'planned', checks: counts.reduce((sum, count) => sum + count, 0) });
  for (const { engine, batches } of stages) {
    collection.addUnsupported(targets.unsupported, request.scenarios, engine.summary.id);
    for (const [index, batch] of batches.entries()) {
      const { checks, skipped } = batch.plan();
      declare(proxy, checks);
      collection.addSkipped(skipped);
      const isLast = engine === engines.at(-1) && batch === batches.at(-1);
      const early = isLast ? earlyOf(checks, stage) : null;
      const add: typeof collection.add = (judged) => {
        collection.add(judged);
        early?.onJudged(judged.result);
      };
      await playAndJudge(engine, checks, { proxy, request, signal: hooks.signal, add, log, reproduce });
      await early?.reported();
      proxy.forgetChecks();
      if (engine === engines.at(-1)) log.conclude(withoutLater(batch, batches.slice(index + 1)));
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

function selectWanted(plan: Plan, { isWanted = () => true }: RunRequest): Plan {
  const wanted = ({ target, scenario }: Plan['skipped'][number] | Plan['checks'][number]) =>
    isWanted(target.policyName, scenario);
  return { checks: plan.checks.filter(wanted), skipped: plan.skipped.filter(wanted) };
}

/** Declares targets, pages and checks: the proxy refuses all other requests. */
function declare(proxy: RecordingProxy, checks: Plan['checks']): void {
  for (const { id: check, origin, alias, otherOrigin, target, steps, isUnauthenticated } of checks) {
    proxy.addChecks([check], isUnauthenticated ? null : target.upstream);
    proxy.addTarget(alias ?? target.origin, target.upstream);
    if (otherOrigin !== undefined) proxy.addTarget(otherOrigin, target.upstream);
    if (origin !== (alias ?? target.origin)) proxy.addPages(origin);
    for (const { request } of steps)
      if (typeof request.frame === 'object') proxy.addPages(request.frame.origin);
  }
}
