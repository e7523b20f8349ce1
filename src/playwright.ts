/**
 * `expect(server).toConformToCors(policy, options)` for Playwright Test, which attaches the HTML report to the test. A path
 * such as `/api/items` is one of the project's `baseURL`.
 *
 * @example
 * import { test } from '@playwright/test';
 * import { expect } from 'corspec/playwright';
 *
 * test('CORS of /api/items', async () => {
 *   await expect('/api/items').toConformToCors({ origins: ['https://app.example.com'] });
 * });
 */
import { expect as baseExpect, test } from '@playwright/test';
import { type MatcherContext, toConformToCors } from './from-code/matcher.ts';
import type { TestCorsOptions } from './from-code/options.ts';
import type { CorsReport } from './from-code/report.ts';
import type { CorsSubject } from './from-code/serve/index.ts';
import type { Policy } from './policy/policy.ts';

/** For `expect.extend` of Playwright Test. */
export const corsMatchers = {
  /** Asserts that a server or an application does what its CORS policy says, and attaches the HTML report to the test. */
  async toConformToCors(
    this: MatcherContext,
    received: CorsSubject,
    policy: Policy,
    options?: TestCorsOptions,
  ): Promise<{ pass: boolean; message: () => string }> {
    return toConformToCors(this, atBaseUrl(received), policy, options, attach);
  },
};

/** The `expect` of Playwright Test with `toConformToCors`; for others of your own, see `mergeExpects`. */
export const expect = baseExpect.extend(corsMatchers);

function atBaseUrl(received: CorsSubject): CorsSubject {
  if (typeof received !== 'string' || !received.startsWith('/')) return received;
  const { baseURL } = test.info().project.use;
  return baseURL === undefined ? received : new URL(received, baseURL);
}

async function attach(report: CorsReport): Promise<void> {
  await test.info().attach('CORS report', { body: report.render('html'), contentType: 'text/html' });
}
