import type { Policy } from '../../../src/policy/policy.ts';
import type { Results } from '../../../src/results/results.ts';
import { run } from '../../../src/run/index.ts';
import { suites } from '../../../suites/index.ts';
import { intended, type StartedServer } from './mistake.ts';

/** `corspec run URL --policy intended.json --allow-writes --browser model` */
export async function ask(starting: Promise<StartedServer>, policy: Policy = intended): Promise<Results> {
  const { url, stop } = await starting;
  try {
    return await run(
      {
        targets: [{ kind: 'url', url, routes: {}, allowWrites: true, headers: [], insecure: false }],
        policies: { policy },
        policyArguments: {},
        browsers: ['model'],
        scenarios: suites.flatMap(({ scenarios }) => scenarios),
        timeoutMs: 15_000,
        jobs: 12,
        evidence: 'failures',
      },
      { onEvent: () => undefined, signal: new AbortController().signal },
    );
  } finally {
    stop();
  }
}
