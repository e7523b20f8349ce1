import { join } from 'node:path';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import type { Results } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';

export interface CatalogueOptions {
  readonly browser: string;
  /** The id of a bundled implementation. Default: the reference. */
  readonly server?: string;
  readonly signal: AbortSignal;
  readonly onWarning: (text: string) => void;
}

/** Runs every scenario against one implementation under every named policy, in one browser. */
export async function runCatalogue({
  browser,
  server = 'reference',
  signal,
  onWarning,
}: CatalogueOptions): Promise<Results> {
  const implementation = await readImplementation(join(builtInServers, server));
  return run(
    {
      targets: [{ kind: 'implementation', implementation }],
      policies,
      policyArguments: {},
      browsers: [browser],
      scenarios: suites.flatMap((suite) => suite.scenarios),
      timeoutMs: 10_000,
      jobs: 16,
      evidence: 'failures',
    },
    {
      onEvent: (event) => {
        if (event.kind === 'warning') onWarning(event.text);
      },
      signal,
    },
  );
}
