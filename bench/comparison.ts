import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { policies } from '../fixtures/policies.ts';
import { packageRoot } from '../src/package.ts';
import { run } from '../src/run/index.ts';
import {
  builtInServers,
  findImplementations,
  type Implementation,
  readImplementation,
} from '../src/targets/index.ts';
import { suites } from '../suites/index.ts';
import { row } from './subject.ts';

/** The additional time of one more Node.js implementation in `corspec compare` with all policies. */
export async function measureComparison(): Promise<void> {
  const { implementations } = await findImplementations([builtInServers]);
  const node = implementations.filter(({ manifest }) => manifest.needs.includes('node'));
  // In the same folder as the others, so that `../shared` and the packages are found.
  const folder = await mkdtemp(join(packageRoot, 'servers', 'bench-'));
  try {
    await cp(join(packageRoot, 'servers', 'express-cors'), folder, { recursive: true });
    const without = await measure(node);
    const withOneMore = await measure([...node, await readImplementation(folder)]);
    console.log(row('', 'servers', 'total ms'));
    console.log(row('corspec compare', String(node.length), without.toFixed(0)));
    console.log(row('corspec compare with one more', String(node.length + 1), withOneMore.toFixed(0)));
    console.log(`one more implementation adds ${((withOneMore - without) / 1000).toFixed(2)} s`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(implementations: readonly Implementation[]): Promise<number> {
  const startedAt = performance.now();
  await run(
    {
      targets: implementations.map((implementation) => ({ kind: 'implementation', implementation })),
      policies,
      policyArguments: {},
      browsers: ['chromium'],
      scenarios: suites.flatMap((suite) => suite.scenarios),
      timeoutMs: 30_000,
      jobs: 12,
      evidence: 'failures',
    },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  return performance.now() - startedAt;
}
