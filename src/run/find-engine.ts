import { findDriver } from '../browser/index.ts';
import type { Wire } from '../wire/index.ts';
import type { Engine } from './engine.ts';
import { createModelEngine } from './model-engine.ts';
import { startPageEngine } from './page-engine.ts';
import type { PageHost } from './pages.ts';
import { CannotRunError, type RunHooks, type RunRequest } from './request.ts';

/** What an engine works with. */
export interface Surroundings {
  readonly request: Pick<RunRequest, 'timeoutMs' | 'jobs'>;
  readonly hooks: Pick<RunHooks, 'signal'>;
  readonly wire: Wire;
  readonly host: PageHost;
}

export type StartEngine = (surroundings: Surroundings) => Promise<Engine>;

/**
 * Finds what plays cells under a name, before anything is started.
 * @throws CannotRunError with what to do, when it is not on this machine
 */
export async function findEngine(id: string): Promise<StartEngine> {
  if (id === 'model') return ({ wire, request }) => Promise.resolve(createModelEngine({ wire, ...request }));
  const driver = findDriver(id);
  if (driver === undefined) throw new CannotRunError(`There is no browser ${id}.`);
  const found = await driver.find();
  if (!found.found) throw new CannotRunError(`${driver.title} is not on this machine. ${found.help}`);
  return ({ wire, host, request, hooks }) =>
    startPageEngine({
      driver,
      wire,
      host,
      timeoutMs: request.timeoutMs,
      jobs: request.jobs,
      signal: hooks.signal,
    });
}
