import { responseTimeMs } from './response-time.ts';
import type { Results } from '../results/results.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { createRedactor, secretsIn } from '../results/redaction.ts';
import { withoutSecrets } from '../results/without-secrets.ts';
import { logIn } from '../targets/login.ts';
import type { TargetRequest } from '../targets/target-request.ts';
import type { RepeatedRuns, RunHooks, RunRequest } from './request.ts';
import { openSession, type OpenSession, type Session, withSession } from './session.ts';
import { createStarted } from './started.ts';

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
          if (!signal.aborted) renewing = session.renew();
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
  work: (request: RunRequest, hooks: RunHooks) => Promise<Results>,
): Promise<Results> {
  const loggedIn = await logIn(request.targets, { timeoutMs: request.timeoutMs, signal: hooks.signal });
  if (!loggedIn.ok) throw new CannotRunError(loggedIn.reason);
  const targets = loggedIn.value;
  const redactor = createRedactor(targets.flatMap(secretsOf));
  const onEvent: RunHooks['onEvent'] = (event) => {
    hooks.onEvent(redactor.value(event));
  };
  const { onEarlyResults, onKept, onStarted } = hooks;
  const own: RunHooks = {
    onEvent,
    ...(onStarted && { onStarted }),
    ...(onKept && {
      onKept: (check) => {
        onKept(redactor.value(check));
      },
    }),
    ...(onEarlyResults && {
      onEarlyResults: (results, waiting) => onEarlyResults(redactor.value(results), waiting),
    }),
    // One signal may serve many runs and must not keep the listeners of each.
    signal: AbortSignal.any([hooks.signal]),
  };
  return withoutSecrets(redactor, () => work({ ...request, targets }, own));
}

const interrupted = 'Interrupted before the first check.';

/** What a session depends on. */
function sessionOptions(request: RunRequest) {
  const { browsers, remote, timeoutMs, jobs, rate } = request;
  return {
    browsers,
    ...(remote && { remote }),
    limits: { timeoutMs: responseTimeMs(request), jobs },
    pace: { rate },
    proxy: { responseTimeoutMs: timeoutMs },
  };
}

function secretsOf(target: TargetRequest): readonly string[] {
  if (target.kind !== 'url') return [];
  return secretsIn([...target.headers, ...(target.page?.headers ?? []), ...(target.cookies ?? [])]);
}

/** Starts the browsers, and loads what plays and judges while they start: it is as large as what starts them. */
async function performIn(session: Session, request: RunRequest, hooks: RunHooks): Promise<Results> {
  const starting = Promise.all(request.browsers.map(session.startRunner));
  // Its error is told after that of the targets.
  starting.catch(() => undefined);
  const { perform } = await import('./perform.ts');
  return perform({ session, request, hooks, starting });
}
