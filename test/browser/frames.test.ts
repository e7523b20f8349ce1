import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation, startImplementation } from '../../src/targets/index.ts';
import type { TargetRequest } from '../../src/targets/target-request.ts';
import { findProgram } from '../../src/system/machine.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

const scenarios = suites
  .flatMap((suite) => suite.scenarios)
  .filter(({ steps = [] }) => steps.every(({ wait }) => wait === undefined));

/** What may play in a frame is decided by data (`playsInFrame`); this shows that the decision is right. */
for (const browser of ['chromium', 'firefox', 'webkit'] as const) {
  const { missing } = await need(browser);

  describe.skipIf(missing)(`frames in ${browser}`, { timeout: 240_000 }, () => {
    it.each([
      ['a right server', 'reference', 'credentialed'],
      ['a server that reflects every origin', 'broken/reference', 'echo-any-origin@credentialed'],
    ])('have the results of tabs: %s', async (_, name, policyName) => {
      const [frames, tabs] = [
        await cells(browser, name, policyName, false),
        await cells(browser, name, policyName, true),
      ];
      expect(frames.length).toBeGreaterThan(300);
      expect(frames).toEqual(tabs);
    });

    it('have the results of tabs: a server at a URL, whose code has a tab for its frames', async () => {
      const reference = await readImplementation(join(builtInServers, 'reference'));
      const running = await startImplementation(reference, { credentialed: policies.credentialed });
      try {
        const state = running.policies.get('credentialed');
        const url = state?.status === 'ready' ? state.url : '';
        const target: TargetRequest = { kind: 'url', url, routes: 'standard', allowWrites: true, headers: [], insecure: false }; // prettier-ignore
        const frames = await play(browser, target, 'credentialed', false);
        expect(frames.length).toBeGreaterThan(300);
        expect(frames).toEqual(await play(browser, target, 'credentialed', true));
      } finally {
        await running.stop();
      }
    });
  });
}

/** The executables of Chromium: users have either. Debian has them as packages of their own. */
const executables = ['chromium-headless-shell', 'chromium'].map((name) => findProgram(name) ?? '');
const required = process.env['CORSPEC_REQUIRE'] === 'all';

it.skipIf(executables.includes('') && !required)(
  'Chromium and its headless shell have the same results',
  { timeout: 240_000 },
  async () => {
    const results: (readonly unknown[])[] = [];
    for (const executable of executables) {
      vi.stubEnv('CORSPEC_CHROMIUM', executable);
      results.push(await cells('chromium', 'broken/reference', 'echo-any-origin@credentialed', false));
    }
    vi.unstubAllEnvs();
    expect(results[0]?.length).toBeGreaterThan(300);
    expect(results[0]).toEqual(results[1]);
  },
);

async function cells(
  browser: string,
  name: string,
  policyName: string,
  tabsOnly: boolean,
): Promise<readonly unknown[]> {
  const implementation = await readImplementation(join(builtInServers, name));
  return play(browser, { kind: 'implementation', implementation }, policyName, tabsOnly);
}

async function play(
  browser: string,
  target: TargetRequest,
  policyName: string,
  tabsOnly: boolean,
): Promise<readonly unknown[]> {
  const { results } = await run(
    {
      targets: [target],
      policies: { [policyName]: policies.credentialed },
      policyArguments: {},
      browsers: [browser],
      scenarios,
      timeoutMs: 10_000,
      jobs: 12,
      tabsOnly,
      evidence: 'failures',
    },
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  // What deviations say has ids of the run.
  return results.map(({ scenario, status, code, wire, deviations }) => {
    return { scenario, status, code, wire, deviations: deviations.map(({ id }) => id) };
  });
}
