import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

const { missing } = await need('chromium');

it.skipIf(missing)(
  'a run that has ended leaves nothing behind at the signal that could have ended it',
  async () => {
    const { signal } = new AbortController();
    const { results } = await run(
      {
        targets: [
          {
            kind: 'implementation',
            implementation: await readImplementation(join(builtInServers, 'reference')),
          },
        ],
        policies: { public: policies.public },
        policyArguments: {},
        browsers: ['chromium'],
        scenarios: suites.flatMap(({ scenarios }) => scenarios.filter(({ id }) => id.startsWith('simple/'))),
        timeoutMs: 10_000,
        jobs: 4,
        evidence: 'failures',
      },
      { onEvent: () => undefined, signal },
    );
    expect(results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  },
);
