import { randomBytes } from 'node:crypto';
import { packageVersion } from '../package.ts';
import { createRedactor, secretsIn } from '../results/redaction.ts';
import { withoutSecrets } from '../results/without-secrets.ts';
import { type Result, type Results, resultsSchemaName } from '../results/results.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { CheckRunner } from './check-runner.ts';
import { createTargetLog, type TargetLog } from '../targets/target-log.ts';
import { targetNoteText } from '../targets/target-notes.ts';
import { findCauses } from './causes.ts';
import { findReadability, vacuousPasses, withReadability } from './evidence.ts';
import { batchesOf } from './batches.ts';
import type { Plan } from './plan.ts';
import { playAndJudge } from './play.ts';
import { createCollection } from './collection.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { RepeatedRuns, RunHooks, RunRequest } from './request.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import { beginPhase } from '../system/phases.ts';
import { httpsAlias } from './https-alias.ts';
import { openSession, type OpenSession, type Session, withSession } from './session.ts';
import { createStarted } from './started.ts';
import type { Manifest } from '../targets/manifest.ts';
import { logIn } from '../targets/login.ts';
import type { TargetRequest } from '../targets/target-request.ts';
import { reasonLines } from '../targets/documents.ts';
import { prepareTargets, type PreparedTargets } from '../targets/prepare-targets.ts';

/**
 * Executes a run: starts targets and browsers concurrently, runs every applicable scenario from a page of its origin
 * through the recording proxy, and judges each check as soon as its page has reported the outcome.
 * @throws CannotRunError when no check could be run: no browser, or no reachable target
 */
export function run(request: RunRequest, hooks: RunHooks): Promise<Results> {
  return prepared(request, hooks, (ready, own) =>
    withSession({ ...sessionOptions(ready), signal: own.signal, interrupted }, (session) =>
      performIn(session, ready, own),
    ),
  );
}

/** Runs that share browsers and the proxy, until a request needs others. */
export function openRepeatedRuns(signal: AbortSignal): RepeatedRuns {
  let current: { readonly key: string; readonly session: OpenSession } | null = null;
  let renewing: Promise<void> = Promise.resolve();
  const over = new AbortController();
  const closeSession = async () => {
    const closing = current;
    current = null;
    await renewing;
    await closing?.session.close();
  };
  const sessionFor = async (request: RunRequest): Promise<OpenSession> => {
    const options = sessionOptions(request);
    const key = JSON.stringify(options);
    await renewing;
    if (current?.key === key) return current.session;
    await closeSession();
    current = {
      key,
      session: await openSession({ ...options, signal: AbortSignal.any([signal, over.signal]) }),
    };
    return current.session;
  };
  return {
    run: (request, hooks) =>
      prepared(request, hooks, async (ready, own) => {
        const session = await sessionFor(ready);
        const targets = createStarted();
        try {
          return await performIn({ ...session, keep: targets.keep }, ready, own);
        } catch (error) {
          throw own.signal.aborted ? new CannotRunError(interrupted) : error;
        } finally {
          await targets.stop();
          // Not awaited: this is for the next run, and takes as long as the start of a browser.
          if (!own.signal.aborted) renewing = session.renew();
        }
      }),
    close() {
      // A browser that is being started for the next run is not waited for.
      over.abort();
      return closeSession();
    },
  };
}

/** Logs in, and keeps secrets out of events, results and errors. */
async function prepared(
  request: RunRequest,
  hooks: RunHooks,
  perform: (request: RunRequest, hooks: RunHooks) => Promise<Results>,
): Promise<Results> {
  const loggedIn = await logIn(request.targets, { timeoutMs: request.timeoutMs, signal: hooks.signal });
  if (!loggedIn.ok) throw new CannotRunError(loggedIn.reason);
  const targets = loggedIn.value;
  const redactor = createRedactor(targets.flatMap(secretsOf));
  const onEvent: RunHooks['onEvent'] = (event) => {
    hooks.onEvent(redactor.value(event));
  };
  // One signal may serve many runs and must not keep the listeners of each.
  const signal = AbortSignal.any([hooks.signal]);
  return withoutSecrets(redactor, () => perform({ ...request, targets }, { onEvent, signal }));
}

const interrupted = 'Interrupted before the first check.';

/** What a session depends on. */
function sessionOptions({ browsers, timeoutMs, jobs }: RunRequest) {
  return { browsers, limits: { timeoutMs, jobs }, proxy: { responseTimeoutMs: timeoutMs } };
}

function secretsOf(target: TargetRequest): readonly string[] {
  if (target.kind !== 'url') return [];
  return secretsIn([...target.headers, ...(target.page?.headers ?? []), ...(target.cookies ?? [])]);
}

async function performIn(session: Session, request: RunRequest, hooks: RunHooks): Promise<Results> {
  const startedAt = new Date();
  const preparing = session.keep(prepareTargets(request, hooks), (prepared) => prepared.stop());
  const starting = Promise.all(request.browsers.map(session.startRunner));
  // What is wrong with the targets is said first.
  await Promise.allSettled([preparing, starting]);
  const targets = await preparing;
  refuseNothing(targets);
  const engines = await starting;
  const collection = createCollection(request, targets, hooks.onEvent);
  const writable = targets.ready.filter(
    ({ owner, upstream }) => owner !== undefined && upstream.readOnly !== true,
  );
  const log = createTargetLog(new Set(writable.map(({ id }) => id)));
  await playAll({ request, hooks, proxy: session.proxy, targets, engines, collection, log });
  beginPhase('judge');
  const observed = log.notes().map(({ target, note }) => ({ target, text: targetNoteText(note) }));
  const judged = collection.judged();
  const asking = { timeoutMs: request.timeoutMs, signal: hooks.signal };
  const { causes, idOf } = await findCauses(judged, targets.ready, {
    ...asking,
    fixFor: request.fixFor,
    implementations: manifestsOf(request),
  });
  const readability = await findReadability(targets.ready, judged, asking);
  const vacuous = vacuousPasses(judged, readability);
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
    results: collection.results().map((result) => {
      const caused = withCause(result, idOf.get(result));
      return vacuous.has(result) ? { ...caused, vacuous: true } : caused;
    }),
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

function withCause(result: Result, cause: string | undefined): Result {
  return cause === undefined ? result : { ...result, cause };
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
  readonly collection: ReturnType<typeof createCollection>;
  readonly log: TargetLog;
}

/** One browser after the other, because they would slow each other down. */
async function playAll(stage: Stage): Promise<void> {
  const { request, hooks, proxy, targets, engines, collection, log } = stage;
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
    for (const batch of batches) {
      const { checks, skipped } = batch.plan();
      declare(proxy, checks);
      collection.addSkipped(skipped);
      await playAndJudge(engine, checks, { proxy, request, signal: hooks.signal, add: collection.add, log });
    }
  }
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
