import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
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
  const { results } = await run(
    {
      targets: [
        { kind: 'implementation', implementation: await readImplementation(join(builtInServers, name)) },
      ],
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
