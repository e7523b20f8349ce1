import type { OpenRepeatedRuns, Run } from '../run/request.ts';
import type { BrowserFinder } from '../options/browsers.ts';
import type { Catalogue } from './catalogue.ts';

/** The dependencies of the commands. Tests replace them. */
export interface Services {
  readonly catalogue: Catalogue;
  readonly browsers: readonly BrowserFinder[];
  /** Loads the runner, the larger part of corspec, which an invalid command line does not need. */
  readonly loadRun: () => Promise<Run>;
}

/** The runner for `--watch`. */
export async function loadRepeatedRuns(): Promise<OpenRepeatedRuns> {
  return (await import('../run/index.ts')).openRepeatedRuns;
}

/** The real dependencies. */
export async function loadServices(): Promise<Services> {
  const [{ suites }, { policies }, { reporters }, { drivers }, { modelFinder }] = await Promise.all([
    import('../../suites/index.ts'),
    import('../../fixtures/policies.ts'),
    import('../../reports/index.ts'),
    import('../browsers/index.ts'),
    import('../options/browsers.ts'),
  ]);
  const browsers = [...drivers, modelFinder];
  return {
    catalogue: { suites, policies, reporters, browsers: browsers.map(({ id }) => id) },
    browsers,
    loadRun: async () => (await import('../run/index.ts')).run,
  };
}
