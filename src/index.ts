/**
 * corspec as a library. `testCors` tests an application or a URL; `run` is the run below it, with everything resolved.
 * Results are `corspec/results@1`, whose JSON Schema is `corspec/schemas/results.schema.json`.
 *
 * @example
 * const report = await testCors(app, { origins: ['https://app.example.com'], credentials: true }, { path: '/api/items' });
 * if (!report.conforms) console.log(report.message);
 *
 * @example
 * const results = await run(
 *   {
 *     targets: [{ kind: 'url', url: 'http://localhost:3000/api', routes: {}, allowWrites: false, headers: [], insecure: false }],
 *     policies: { api: { origins: ['https://app.example.com'], credentials: true } },
 *     policyArguments: {},
 *     browsers: ['chromium'],
 *     scenarios: suites.flatMap(({ scenarios }) => scenarios),
 *     timeoutMs: 10_000,
 *     jobs: 8,
 *     evidence: 'failures',
 *   },
 *   { onEvent: () => {}, signal: new AbortController().signal },
 * );
 */

/** Tests an application or a URL: serves an application on loopback, runs, and gives causes and results. */
export { testCors } from './from-code/test-cors.ts';
/** `toConformToCors`, for an `expect.extend` of your own; `corspec/vitest`, `corspec/jest` and `corspec/playwright` call it. */
export { corsMatchers } from './from-code/cors-matchers.ts';
/** `testCors` throws this when its arguments are invalid, with all problems. */
export { UsageError } from './from-code/usage-error.ts';
/** Executes scenarios in browsers against targets, and gives the results. */
export { run } from './run/index.ts';
/** A run throws this when not one check could be tried: no browser, or no target that responds. */
export { CannotRunError } from './results/cannot-run-error.ts';
/** The type of a configuration file, `corspec.config.ts`, for editors. */
export { defineConfig } from './config/config.ts';
/** What results mean as a whole: the exit status of the command line and the sentence that explains it. */
export { conclude } from './results/gate.ts';
/** Every family of scenarios, in the order of the reports. */
export { suites } from '../suites/index.ts';
/** The policies that implementations are compared under, by name. */
export { policies } from '../fixtures/policies.ts';
/** The implementations that come with corspec are in `builtInServers`; a run takes what `readImplementation` gives. */
export { builtInServers, readImplementation } from './targets/index.ts';

export type { RunEvent, RunHooks, RunRequest } from './run/request.ts';
export type { ImplementationTarget, TargetRequest, UrlTarget } from './targets/target-request.ts';
export type { Implementation } from './targets/index.ts';
export type {
  Config,
  IgnoreConfig,
  LoginConfig,
  OpenApiTargetConfig,
  RequestConfig,
  UrlTargetConfig,
  WebServerConfig,
} from './config/config.ts';
export type { Policy } from './policy/policy.ts';
export type { Level, Scenario, Suite } from './scenarios/scenario.ts';
export type { BrowserSummary, Result, Results, Status, TargetSummary } from './results/results.ts';
export type { Exchange } from './results/exchange.ts';
export type { Outcome } from './results/outcome.ts';
export type { Conclusion, Gate } from './results/gate.ts';
export type { CauseFix, CauseSummary } from './results/results.ts';
export type { CorsReport, Coverage } from './from-code/report.ts';
export type { LoginOptions, TestCorsOptions } from './from-code/options.ts';
export type { CorsSubject, FetchHandler, NodeHandler } from './from-code/serve/index.ts';
