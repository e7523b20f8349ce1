import { stripVTControlCharacters } from 'node:util';
import { findDriver } from '../browsers/index.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { CheckRunner } from './check-runner.ts';
import { createModelRunner } from './model-runner.ts';
import { startPageRunner } from './page-runner.ts';
import type { PageHost } from '../page/pages.ts';
import { machineProblem, requireOpenFiles, requireTemporaryFolder } from '../system/machine-problem.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { RunHooks, RunRequest } from './request.ts';

/** What an engine works with. */
export interface Surroundings {
  readonly request: Pick<RunRequest, 'timeoutMs' | 'jobs'>;
  readonly hooks: Pick<RunHooks, 'signal'>;
  readonly proxy: RecordingProxy;
  readonly host: PageHost;
}

export type StartRunner = (surroundings: Surroundings) => Promise<CheckRunner>;

/**
 * Finds what plays checks under a name, before anything is started.
 * @throws CannotRunError with what to do, when it is not on this machine
 */
export async function findRunner(id: string): Promise<StartRunner> {
  if (id === 'model')
    return ({ proxy, request }) => Promise.resolve(createModelRunner({ proxy, ...request }));
  const driver = findDriver(id);
  if (driver === undefined) throw new CannotRunError(`There is no browser ${id}.`);
  const found = await driver.find();
  if (!found.found) throw new CannotRunError(`${driver.title} is not on this machine. ${found.help}`);
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
        signal: hooks.signal,
      });
    } catch (error) {
      throw hooks.signal.aborted ? error : new CannotRunError(whyNotStarted(driver.title, error));
    }
  };
}

/** Lines of what a browser printed: the beginning says what failed. */
const shownLines = 12;

function whyNotStarted(title: string, error: unknown): string {
  const problem = machineProblem(error);
  if (problem !== null) return `${title} could not be started. ${problem}`;
  const message = error instanceof Error ? error.message : String(error);
  // Playwright colours its log.
  const lines = stripVTControlCharacters(message).trimEnd().split('\n').slice(0, shownLines);
  return `${title} could not be started. ${lines.join('\n')}`;
}
