import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { run } from '../../src/run/index.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import type { Result } from '../../src/results/results.ts';
import { suites } from '../../suites/index.ts';
import { need } from '../requirements.ts';

/** What the page can do beside fetch: frames without an origin, what is embedded, a cache that is real. */
for (const browser of ['chromium', 'firefox', 'webkit'] as const) {
  const { missing } = await need(browser);

  describe.skipIf(missing)(`in ${browser}`, { timeout: 120_000 }, () => {
    it('a sandboxed frame and a data: URL have the origin null', async () => {
      const results = await play(browser, ['null-origin/sandbox-any-readable', 'null-origin/data-any-readable'], 'public'); // prettier-ignore
      expect(results.map(({ status }) => status)).toEqual(['pass', 'pass']);
      for (const { exchanges } of results)
        expect(exchanges?.[0]?.request.headers).toContainEqual(['Origin', 'null']);
    });

    it('what is embedded is told as a page can see it', async () => {
      const loads = ['img', 'script', 'module', 'style', 'audio', 'video', 'event-source'].map(
        (kind) => `embeds/${kind}`,
      );
      const results = await play(browser, [...loads.map((id) => `${id}-allowed`), 'embeds/img-plain']);
      const seen = results.map(({ scenario, outcome }) => [scenario, typeOf(outcome?.steps[0])]);
      expect(Object.fromEntries(seen)).toEqual({
        ...Object.fromEntries(loads.map((id) => [`${id}-allowed`, 'cors'])),
        'embeds/img-plain': 'opaque',
      });
    });

    it('what must not be embedded ends in an error event', async () => {
      const kinds = ['img', 'script', 'module', 'style', 'audio', 'video', 'event-source'];
      const results = await play(
        browser,
        kinds.map((kind) => `embeds/${kind}-refused`),
      );
      expect(results.map(({ outcome }) => outcome?.steps[0]?.kind)).toEqual(kinds.map(() => 'error'));
    });

    it('JSONP hands its data over', async () => {
      const [result] = await play(browser, ['embeds/jsonp-foreign']);
      expect(result).toMatchObject({ status: 'pass', outcome: { steps: [{ body: '{"jsonp":true}' }] } });
    });

    it('a response that another origin stored is what a server without Vary fails by', async () => {
      const id = 'caching/read-before-by-another';
      const [result] = await play(browser, [id], 'vary-missing@allowlist', 'broken/reference');
      // A session that WebDriver drives keeps no responses.
      if (browser === 'webkit') expect(result).toMatchObject({ status: 'not-applicable', wire: '' });
      else expect(result).toMatchObject({ status: 'fail', wire: 'GET 200', step: { step: 'cors-check' } });
    });

    it('a redirect to another origin arrives there', async () => {
      const [result] = await play(browser, ['redirects/other-origin-any'], 'public');
      expect(result).toMatchObject({ status: 'pass', wire: 'GET 302, GET 200' });
    });
  });
}

function typeOf(step: NonNullable<Result['outcome']>['steps'][number] | undefined): string | null {
  return step?.kind === 'response' ? step.type : (step?.kind ?? null);
}

/** The results in the order of the ids, with all their evidence. */
async function play(
  browser: string,
  ids: readonly string[],
  policyName = 'allowlist',
  server = 'reference',
): Promise<readonly Result[]> {
  const scenarios = suites.flatMap((suite) => suite.scenarios).filter(({ id }) => ids.includes(id));
  const policy = policies[policyName.replace(/^.*@/, '') as keyof typeof policies];
  const implementation = await readImplementation(join(builtInServers, server));
  const { results } = await run(
    {
      targets: [{ kind: 'implementation', implementation }],
      policies: { [policyName]: policy },
      policyArguments: {},
      browsers: [browser],
      scenarios,
      timeoutMs: 10_000,
      jobs: 12,
      evidence: 'all',
    },
    { onEvent: () => {}, signal: new AbortController().signal },
  );
  return ids.flatMap((id) => results.filter(({ scenario }) => scenario === id));
}
