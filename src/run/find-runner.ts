import { stripVTControlCharacters } from 'node:util';
import { findDriver, type RemoteSetup, remoteDriver } from '../browsers/index.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { CheckRunner } from './check-runner.ts';
import { createModelRunner } from './model-runner.ts';
import { startPageRunner } from './page-runner.ts';
import type { PageHost } from '../page/pages.ts';
import { machineProblem, requireOpenFiles, requireTemporaryFolder } from '../system/machine-problem.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { RunHooks, RunRequest } from './request.ts';

/** What a runner needs. */
export interface RunnerContext {
  readonly request: Pick<RunRequest, 'timeoutMs' | 'jobs' | 'tabsOnly'>;
  readonly hooks: Pick<RunHooks, 'signal'>;
  readonly proxy: RecordingProxy;
  readonly host: PageHost;
}

export type StartRunner = (surroundings: RunnerContext) => Promise<CheckRunner>;

/**
 * Finds the runner with this browser id, before anything is started.
 * @throws CannotRunError when the browser is not on this machine, with how to install it
 */
export async function findRunner(id: string, remote?: RemoteSetup): Promise<StartRunner> {
  if (id === 'model')
    return ({ proxy, request }) => Promise.resolve(createModelRunner({ proxy, ...request }));
  const local = findDriver(id);
  const elsewhere = remote?.browsers.find(({ engine }) => engine === id);
  const driver = local && elsewhere ? remoteDriver(elsewhere, local) : local;
  if (driver === undefined) throw new CannotRunError(`Unknown browser: ${id}.`);
  const found = await driver.find();
  if (!found.found) throw new CannotRunError(`${driver.title} was not found. ${found.help}`);
  return async ({ proxy, host, request, hooks }) => {
    try {
      requireOpenFiles();
      await requireTemporaryFolder();
      return await startPageRunner({
        driver,
        proxy,
        host,
        timeoutMs: request.timeoutMs,
        jobs: request.jobs,
        tabsOnly: request.tabsOnly ?? false,
        signal: hooks.signal,
      });
    } catch (error) {
      throw hooks.signal.aborted ? error : new CannotRunError(whyNotStarted(driver.title, error));
    }
  };
}

/** How many lines of a browser's output are shown; the error is at the beginning. */
const shownLines = 12;

function whyNotStarted(title: string, error: unknown): string {
  const problem = machineProblem(error);
  if (problem !== null) return `${title} could not be started. ${problem}`;
  const message = error instanceof Error ? error.message : String(error);
  // Playwright colours its log.
  const lines = stripVTControlCharacters(message).trimEnd().split('\n').slice(0, shownLines);
  return `${title} could not be started. ${lines.join('\n')}`;
}
