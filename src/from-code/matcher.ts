import type { Policy } from '../policy/policy.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import type { TestCorsOptions } from './options.ts';
import type { CorsReport } from './report.ts';
import type { CorsSubject } from './serve/index.ts';

/** What `expect.extend` of Vitest, Jest and Playwright Test takes from a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The part of a matcher's `this` that is used. */
export interface MatcherContext {
  readonly isNot?: boolean;
}

/**
 * Tests a server, and gives the result of `toConformToCors`: the message of a failure is its causes.
 * @param onReport gets the report before the assertion is decided
 * @throws where nothing can be said, which is no success of `.not` either
 */
export async function toConformToCors(
  { isNot = false }: MatcherContext,
  received: CorsSubject,
  policy: Policy,
  options: TestCorsOptions | undefined,
  onReport: (report: CorsReport) => Promise<void> = () => Promise.resolve(),
): Promise<MatcherResult> {
  // Loaded here: a test file that imports the matcher may not use it.
  const { testCors } = await import('./test-cors.ts');
  const report = await testCors(received, policy, options);
  await onReport(report);
  if (report.verdict === 'unknown') throw new CannotRunError(report.message);
  return { pass: report.conforms, message: () => messageOf(report, isNot) };
}

function messageOf({ summary }: CorsReport, isNot: boolean): string {
  const call = `expect(server)${isNot ? '.not' : ''}.toConformToCors(policy)`;
  return `${call}\n\n${isNot ? 'Expected failed checks. ' : ''}${summary}`;
}
