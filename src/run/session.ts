import { isLoopbackHost, type RemoteSetup } from '../browsers/index.ts';
import { pageAssets } from '../page/assets.ts';
import { createPageHost } from '../page/pages.ts';
import { startRecordingProxy, type RecordingProxy, type RecordingProxyOptions } from '../proxy/index.ts';
import { createPace, type Pace, type PaceOptions } from '../http1/pace.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { beginPhase } from '../system/phases.ts';
import { newSecret } from '../system/secret.ts';
import type { CheckRunner } from './check-runner.ts';
import { findRunner, type StartRunner } from './find-runner.ts';
import type { RunRequest } from './request.ts';
import { createStarted, type Started } from './started.ts';

export interface SessionOptions {
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browsers: readonly string[];
  readonly limits: Pick<RunRequest, 'timeoutMs' | 'jobs' | 'tabsOnly'>;
  /** Those of the browsers that are not on this machine. */
  readonly remote?: RemoteSetup;
  readonly proxy?: Pick<RecordingProxyOptions, 'onExchange' | 'responseTimeoutMs'>;
  /** Spaces the requests to targets, and waits where a target asks for that. Default: no */
  readonly pace?: Pick<PaceOptions, 'rate'>;
  readonly signal: AbortSignal;
  /** What the error says when the work fails because the signal was aborted. */
  readonly interrupted: string;
}

/** The proxy with the pages that it serves, and what is started beside it. */
export interface Session {
  readonly proxy: RecordingProxy;
  readonly pace?: Pace | undefined;
  /** One of the session's browsers, which is started when it is first asked for. */
  startRunner(browser: string): Promise<CheckRunner>;
  /** Has the session stop what is being started, at its end. */
  readonly keep: Started['keep'];
}

/** A session for several runs, one after the other. */
export interface OpenSession extends Session {
  /**
   * Removes what a run has left in the proxy and in the browsers: cookies, connections, and what the proxy knows about
   * targets and checks. Never rejects: a browser that cannot be started again is reported by the checks of the next run.
   */
  renew(): Promise<void>;
  /**
   * Waits for what is still being started, as it would be left behind otherwise; then stops everything that uses the proxy,
   * and the proxy last.
   */
  close(): Promise<void>;
}

/**
 * Does work with browsers whose pages play checks through the recording proxy, and closes them, however it ends.
 * @throws CannotRunError when a browser is missing or does not start, or the signal was aborted
 */
export async function withSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(options);
  try {
    return await work(session);
  } catch (error) {
    throw options.signal.aborted ? new CannotRunError(options.interrupted) : error;
  } finally {
    await session.close();
  }
}

/** @throws CannotRunError when a browser is missing */
export async function openSession({
  browsers,
  limits,
  remote,
  proxy: proxyOptions,
  pace: paceOptions,
  signal,
}: Omit<SessionOptions, 'interrupted'>): Promise<OpenSession> {
  beginPhase('start');
  const starters = new Map(
    await Promise.all(
      browsers.map(async (id): Promise<[string, StartRunner]> => [id, await findRunner(id, remote)]),
    ),
  );
  const host = createPageHost(pageAssets());
  const pace = paceOptions && createPace(paceOptions);
  const proxy = await startProxy({ ...host, ...proxyOptions, ...(pace && { pace }) }, remote);
  const { keep, stop } = createStarted();
  const runners = new Map<string, Promise<CheckRunner>>();
  return {
    proxy,
    pace,
    keep,
    startRunner(browser) {
      const start = starters.get(browser);
      if (start === undefined) throw new Error(`The session has no browser ${browser}.`);
      const starting =
        runners.get(browser) ??
        keep(start({ proxy, host, request: limits, hooks: { signal } }), (runner) => runner.close());
      runners.set(browser, starting);
      // The next run tries again.
      starting.catch(() => runners.delete(browser));
      return starting;
    },
    async renew() {
      proxy.forget();
      pace?.forget();
      await Promise.allSettled([...runners.values()].map(async (runner) => (await runner).renew()));
    },
    async close() {
      beginPhase('close');
      await stop();
      await proxy.close();
    },
  };
}

/** An address that other machines reach has a password: the proxy forwards what pages of a run ask for. */
async function startProxy(
  options: RecordingProxyOptions,
  { proxyAddress }: Pick<RemoteSetup, 'proxyAddress'> = {},
): Promise<RecordingProxy> {
  if (proxyAddress === undefined) return startRecordingProxy(options);
  const password = isLoopbackHost(proxyAddress.host) ? null : newSecret();
  try {
    return await startRecordingProxy({ ...options, remote: { ...proxyAddress, password } });
  } catch (error) {
    const { host, port } = proxyAddress;
    throw new CannotRunError(
      `--proxy-address ${host}:${port}: corspec cannot listen there: ${whyNot(error)}.`,
    );
  }
}

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return listenTexts[code ?? ''] ?? message;
}

const listenTexts: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses this port. Choose another one, or omit the port',
  EADDRNOTAVAIL: 'this machine does not have this address. Use one of its own',
  ENOTFOUND: 'the host name does not resolve. Use an address of this machine',
  EACCES: 'permission denied. Use a port above 1023',
};
