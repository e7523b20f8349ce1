import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import {
  builtInServers,
  readImplementation,
  type RunningImplementation,
  startImplementation,
} from '../../src/targets/index.ts';
import type { Result } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { commandLine, descendants } from '../browser/support/processes.ts';
import { need } from '../requirements.ts';
import { type Forwarder, startForwarder } from './support/forwarder.ts';

/** Processes of each engine, by what is in their command lines. */
const parts = {
  chromium: {
    // Not the start script of Debian's headless shell.
    main: /^(?!\S*\bsh ).*chrom(?!.*--type=)(?!.*crashpad)/i,
    network: /--utility-sub-type=network\./,
    gpu: /--type=gpu-process/,
    renderer: /--type=renderer/,
  },
  firefox: {
    main: /firefox(?!.*-contentproc)/i,
    network: /-contentproc.* socket$/,
    gpu: /-contentproc.* (gpu|rdd|utility)$/,
    renderer: /-contentproc.* tab$/,
  },
  webkit: {
    main: /MiniBrowser --automation/,
    network: /WebKitNetworkProcess/,
    gpu: /WebKitGPUProcess/,
    renderer: /WebKitWebProcess/,
  },
} as const;

/** How many moments each process is killed at; ten take some minutes. */
const moments = Number(process.env['CORSPEC_CRASH_MOMENTS'] ?? 2);

/** A few scenarios of each family: every kind of request, expectation and outcome is among them. */
const perFamily = 3;
const scenarios = suites.flatMap((suite) =>
  suite.scenarios.filter(({ id }) => !/^(max-age|errors)\/|timeout/.test(id)).slice(0, perFamily),
);

let server: RunningImplementation;
let target: Forwarder;
beforeAll(async () => {
  server = await startImplementation(await readImplementation(join(builtInServers, 'reference')), {
    credentialed: policies.credentialed,
  });
  const state = server.policies.get('credentialed');
  target = await startForwarder(state?.status === 'ready' ? state.url : '');
});
afterAll(async () => {
  await target.close();
  await server.stop();
});

for (const browser of ['chromium', 'firefox', 'webkit'] as const) {
  const { missing } = await need(browser, 'proc');
  describe.skipIf(missing)(browser, () => {
    let quiet: ReadonlyMap<string, Result>;
    let requests = 0;
    beforeAll(async () => {
      target.onRequest(() => undefined);
      quiet = await play(browser);
      requests = target.requests();
    });

    it('passes while nothing is killed', () => {
      const bad = [...quiet.values()].filter(({ status }) => status === 'fail' || status === 'error');
      expect(bad).toEqual([]);
      expect(requests).toBeGreaterThan(20);
    });

    it.each(Object.entries(parts[browser]))(
      'whose %s process is killed differs by errors alone',
      async (name, part) => {
        let allKilled = 0;
        const played: string[] = [];
        for (let moment = 1; moment <= moments; moment += 1) {
          const at = Math.ceil((requests * moment) / (moments + 1));
          let killed = 0;
          target.onRequest((count) => {
            if (count === at) killed = kill(part);
          });
          const results = await play(browser);
          const differing = [...results.values()].filter(({ scenario, status }) => {
            return status !== 'error' && status !== quiet.get(scenario)?.status;
          });
          const shown = differing.map(({ scenario, status, wire, message }) => ({
            scenario, status, wire, message, quiet: quiet.get(scenario)?.status,
          })); // prettier-ignore
          expect(shown, `killed ${killed} at request ${at} of ${requests}`).toEqual([]);
          expect(results.size).toBe(quiet.size);
          allKilled += killed;
          // The end of a page's process is noticed: its checks do not wait for their time limit.
          if (name === 'renderer') {
            const waited = [...results.values()].filter(({ message }) => message?.includes('did not finish'));
            expect(waited.map(({ scenario, message }) => [scenario, message])).toEqual([]);
          }
          const error = [...results.values()].find(({ status }) => status === 'error')?.message;
          played.push(`${target.requests()} of ${requests} requests, ${killed} killed: ${error}`);
        }
        // A browser that a busy machine starts too late ends its run before the moment: it cannot be so in each run.
        if (name === 'main' || name === 'renderer') expect(allKilled, played.join('\n')).toBeGreaterThan(0);
      },
    );
  });
}

/** Ends all processes of a part, and gives their number. An engine may have none of a kind. */
function kill(part: RegExp): number {
  const found = descendants(process.pid).filter((pid) => part.test(commandLine(pid).trimEnd()));
  for (const pid of found) process.kill(pid, 'SIGKILL');
  return found.length;
}

async function play(browser: string): Promise<ReadonlyMap<string, Result>> {
  const { results } = await run(
    {
      targets: [
        { kind: 'url', url: target.url, routes: 'standard', allowWrites: true, headers: [], insecure: false },
      ],
      policies: { credentialed: policies.credentialed },
      policyArguments: {},
      browsers: [browser],
      scenarios,
      timeoutMs: 3000,
      jobs: 8,
      evidence: 'failures',
    },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  return new Map(results.map((result) => [result.scenario, result]));
}
