import { packageVersion } from '../package.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { type Result, type Results, resultsSchemaName } from '../results/results.ts';
import { beginPhase } from '../system/phases.ts';
import { reasonLines } from '../targets/documents.ts';
import type { Implementation } from '../targets/implementations.ts';
import { lackTexts } from '../targets/missing-programs.ts';
import { prepareTargets, type PreparedTargets } from '../targets/prepare-targets.ts';
import { targetGroups } from '../targets/target-groups.ts';
import { createTargetLog } from '../targets/target-log.ts';
import { targetNoteText } from '../targets/target-notes.ts';
import { policiesOf, targetId, type TargetRequest } from '../targets/target-request.ts';
import type { CheckRunner } from './check-runner.ts';
import { type CollectionSize, createCollection } from './collection.ts';
import { conclude, type Conclusion, joined } from './conclude.ts';
import { vacuousPasses, withReadability } from './evidence.ts';
import { notPlayedIn } from './named-only.ts';
import { createPlannedCount } from './planned-count.ts';
import { playAll, type Stage } from './play-targets.ts';
import { createReproduceCommand } from './reproduce.ts';
import type { RunHooks, RunRequest, StartedRun } from './request.ts';
import type { Session } from './session.ts';

/** What a run has: its browsers are being started. */
export interface PerformOptions {
  readonly session: Session;
  readonly request: RunRequest;
  readonly hooks: RunHooks;
  readonly starting: Promise<readonly CheckRunner[]>;
}

/** What all targets of a run share. */
type Common = Pick<Stage, 'request' | 'hooks' | 'proxy' | 'collection' | 'log' | 'reproduce' | 'planned'> & {
  readonly startedAt: Date;
};

/**
 * Prepares the targets while the browsers start, plays and judges. Of many implementations, only some run at a time: their
 * checks are played in every browser before the next ones start.
 */
export async function perform(options: PerformOptions): Promise<Results> {
  const { session, hooks, starting } = options;
  const request = { ...options.request, pace: session.pace };
  session.pace?.onAsked((host, waitMs) => {
    hooks.onEvent({ kind: 'note', text: askedText(host, waitMs) });
  });
  const reproduce = createReproduceCommand();
  const common: Common = {
    request,
    hooks,
    proxy: session.proxy,
    collection: createCollection(request, sizeOf(request), {
      onEvent: hooks.onEvent,
      ...(hooks.onKept && { onKept: hooks.onKept }),
      reproduce,
    }),
    log: createTargetLog(new Set(request.targets.filter(isWritable).map(targetId))),
    reproduce,
    planned: createPlannedCount(request.targets.length, hooks.onEvent),
    startedAt: new Date(),
  };
  for (const check of request.earlier ?? []) common.collection.addEarlier(check);
  for (const text of lackTexts(request.targets.flatMap(implementationOf)))
    hooks.onEvent({ kind: 'warning', text });
  const groups = targetGroups(request.targets);
  const concluded: Conclusion[] = [];
  for (const [index, group] of groups.entries()) {
    if (index > 0) beginPhase('start');
    const preparing = session.keep(prepareTargets({ ...request, targets: group }, hooks), stopTargets);
    // What is wrong with the targets is said first.
    await Promise.allSettled([preparing, starting]);
    const targets = await preparing;
    const isLast = index === groups.length - 1;
    refuseNothing(targets, concluded, isLast);
    const engines = await starting;
    if (index === 0) hooks.onStarted?.(startOf(common, engines));
    concluded.push(await playGroup({ targets, common, engines, concluded, isLast }));
    if (!isLast) await targets.stop();
    // The results so far are reported.
    if (hooks.signal.aborted) break;
  }
  return resultsOf(common, await starting, concluded);
}

function implementationOf(target: TargetRequest): readonly Implementation[] {
  return target.kind === 'implementation' ? [target.implementation] : [];
}

function askedText(host: string, waitMs: number): string {
  return `${host} asks to wait ${Math.ceil(waitMs / 1000)} s (Retry-After): corspec waits, and sends it one request at a time.`;
}

function startOf({ startedAt }: Common, engines: readonly CheckRunner[]): StartedRun {
  return { startedAt: startedAt.toISOString(), browsers: engines.map(({ summary }) => summary) };
}

function stopTargets(targets: PreparedTargets): Promise<void> {
  return targets.stop();
}

interface Group {
  readonly targets: PreparedTargets;
  readonly common: Common;
  readonly engines: readonly CheckRunner[];
  /** Of the groups before. */
  readonly concluded: readonly Conclusion[];
  readonly isLast: boolean;
}

async function playGroup({ targets, common, engines, concluded, isLast }: Group): Promise<Conclusion> {
  const { request, hooks, collection } = common;
  const concludeNow = () => conclude(targets, { places: collection.places(), request, signal: hooks.signal });
  await playAll({
    ...common,
    targets,
    engines,
    isLast,
    resultsSoFar: async () => resultsOf(common, engines, [...concluded, await concludeNow()]),
  });
  beginPhase('judge');
  return concludeNow();
}

function sizeOf(request: RunRequest): CollectionSize {
  const counts = request.targets.map((target) => Object.keys(policiesOf(target, request)).length);
  return { targets: request.targets.map(targetId), places: counts.reduce((sum, count) => sum + count, 0) };
}

/** Whether the owner of a target is told what was written to it. */
function isWritable(target: TargetRequest): boolean {
  return target.kind === 'url' && target.allowWrites;
}

/** The results of the checks that are judged, with their causes. */
function resultsOf(
  { request, hooks, collection, log, startedAt }: Common,
  engines: readonly CheckRunner[],
  concluded: readonly Conclusion[],
): Results {
  const observed = log.notes().map(({ target, note }) => ({ target, text: targetNoteText(note) }));
  const { summaries, notes, causes, idOf, readability } = joined(concluded);
  const vacuous = vacuousPasses(collection.places(), readability);
  const namedOnly = engines.flatMap(({ summary }) => notPlayedIn(summary.id, request.scenarios));
  const allNotes = [...notes, ...collection.notes(), ...observed];
  return {
    schema: resultsSchemaName,
    tool: { name: 'corspec', version: packageVersion },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    ...(hooks.signal.aborted ? { interrupted: true } : {}),
    browsers: engines.map(({ summary }) => summary),
    targets: withReadability(summaries, readability, request.policies),
    ...(allNotes.length === 0 ? {} : { notes: allNotes }),
    ...(causes.length === 0 ? {} : { causes: [...causes] }),
    ...(namedOnly.length === 0 ? {} : { namedOnly: [...namedOnly] }),
    ...(request.plan && { plan: request.plan }),
    results: collection.results().map((result) => marked(result, idOf.get(result), vacuous.has(result))),
  };
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
function refuseNothing(
  { missingApis, summaries: these }: PreparedTargets,
  concluded: readonly Conclusion[],
  isLast: boolean,
): void {
  if (missingApis.length > 0) throw new CannotRunError(missingApis.join('\n'));
  const summaries = [...concluded.flatMap((one) => one.summaries), ...these];
  const states = summaries.flatMap(({ policies }) => Object.values(policies));
  if (!isLast || states.some(({ status }) => status === 'ready' || status === 'unsupported')) return;
  const reasons = reasonLines(summaries);
  const [only] = reasons;
  if (only !== undefined && reasons.length === 1) throw new CannotRunError(only);
  throw new CannotRunError(`No target could be tested.\n${reasons.join('\n')}`);
}
