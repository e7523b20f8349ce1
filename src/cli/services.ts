import type { Run } from '../run/request.ts';
import type { BrowserFinder } from './browsers.ts';
import type { Catalogue } from './catalogue.ts';

/** What the commands stand on. Tests put something else in its place. */
export interface Services {
  readonly catalogue: Catalogue;
  readonly browsers: readonly BrowserFinder[];
  /** Loads what runs: the larger part of corspec, which a command line that is wrong does without. */
  readonly loadRun: () => Promise<Run>;
}

/** corspec itself. */
export async function loadServices(): Promise<Services> {
  const [{ suites }, { policies }, { reporters }, { drivers }, { modelFinder }] = await Promise.all([
    import('../../suites/index.ts'),
    import('../../fixtures/policies.ts'),
    import('../../reports/index.ts'),
    import('../browsers/index.ts'),
    import('./browsers.ts'),
  ]);
  const browsers = [...drivers, modelFinder];
  return {
    catalogue: { suites, policies, reporters, browsers: browsers.map(({ id }) => id) },
    browsers,
    loadRun: async () => (await import('../run/index.ts')).run,
  };
}
