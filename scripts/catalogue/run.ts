import { join } from 'node:path';
import { policies } from '../../fixtures/policies.ts';
import { resolveScenarios } from '../../src/options/resolve-scenarios.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import type { Results } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { UsageError } from '../run-script.ts';

export interface CatalogueOptions {
  readonly browser: string;
  /** The id of a bundled implementation. Default: the reference. */
  readonly server?: string;
  /** Ids: only these. */
  readonly suites?: readonly string[];
  readonly signal: AbortSignal;
  readonly onWarning: (text: string) => void;
}

/** @throws UsageError if a list has a name that is not that of a suite */
export function knownSuites(list: string): readonly string[] {
  const { problems } = resolveScenarios({ suite: [list] }, suites);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return list.split(',');
}

/** Runs every scenario against one implementation under every named policy, in one browser. */
export async function runCatalogue({
  browser,
  server = 'reference',
  suites: names,
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
      scenarios: resolveScenarios(names === undefined ? {} : { suite: names }, suites).value,
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
