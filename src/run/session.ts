import { pageAssets } from '../page/assets.ts';
import { createPageHost } from '../page/pages.ts';
import { startRecordingProxy, type RecordingProxy, type RecordingProxyOptions } from '../proxy/index.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { CheckRunner } from './check-runner.ts';
import { findRunner, type StartRunner } from './find-runner.ts';
import type { RunRequest } from './request.ts';

export interface SessionOptions {
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browsers: readonly string[];
  readonly limits: Pick<RunRequest, 'timeoutMs' | 'jobs' | 'tabsOnly'>;
  readonly proxy?: Pick<RecordingProxyOptions, 'onExchange' | 'responseTimeoutMs'>;
  readonly signal: AbortSignal;
  /** What the error says when the work fails because the signal was aborted. */
  readonly interrupted: string;
}

/** The proxy with the pages that it serves, and what is started beside it. */
export interface Session {
  readonly proxy: RecordingProxy;
  /** Starts one of the session's browsers. */
  startRunner(browser: string): Promise<CheckRunner>;
  /** Has the session stop what is being started, at its end. */
  keep<T>(starting: Promise<T>, stop: (started: T) => Promise<unknown>): Promise<T>;
}

/**
 * Does work with browsers whose pages play checks through the recording proxy. At the end, however it comes about, what
 * is still being started is waited for, as it would be left behind otherwise; then everything that uses the proxy is
 * stopped, and the proxy last.
 * @throws CannotRunError when a browser is missing or does not start, or the signal was aborted
 */
export async function withSession<T>(
  { browsers, limits, proxy: proxyOptions, signal, interrupted }: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const starters = new Map(
    await Promise.all(browsers.map(async (id): Promise<[string, StartRunner]> => [id, await findRunner(id)])),
  );
  const host = createPageHost(pageAssets());
  const proxy = await startRecordingProxy({ ...host, ...proxyOptions });
  const underWay: Promise<unknown>[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  const keep: Session['keep'] = (starting, stop) => {
    const kept = starting.then((started) => {
      stops.push(() => stop(started));
      return started;
    });
    underWay.push(kept);
    return kept;
  };
  const startRunner: Session['startRunner'] = (browser) => {
    const start = starters.get(browser);
    if (start === undefined) throw new Error(`The session has no browser ${browser}.`);
    return keep(start({ proxy, host, request: limits, hooks: { signal } }), (runner) => runner.close());
  };
  try {
    return await work({ proxy, startRunner, keep });
  } catch (error) {
    throw signal.aborted ? new CannotRunError(interrupted) : error;
  } finally {
    await Promise.allSettled(underWay);
    await Promise.allSettled(stops.map((stop) => stop()));
    await proxy.close();
  }
}
