/**
 * `import 'corspec/vitest'` adds `expect(server).toConformToCors(policy, options)` to Vitest; in Jest it adds it to the
 * global `expect`, with the types of `corspec/jest`.
 *
 * @example
 * await expect(app).toConformToCors({ origins: ['https://app.example.com'] }, { path: '/api/items', browsers: ['model'] });
 */
import { corsMatchers } from './from-code/cors-matchers.ts';
import type { TestCorsOptions } from './from-code/options.ts';
import type { Policy } from './policy/policy.ts';

interface CorsMatchers<R> {
  /** Asserts that a server or an application does what its CORS policy says. */
  toConformToCors(policy: Policy, options?: TestCorsOptions): Promise<R>;
}

declare module 'vitest' {
  // The parameter has to be called as Vitest calls it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends CorsMatchers<void> {}
}

interface Extensible {
  readonly expect?: { readonly extend?: (matchers: typeof corsMatchers) => void };
}

const { expect } = globalThis as Extensible;
// Jest has a global `expect`; Vitest has one only with `globals: true`, which is the same as its export.
if (expect?.extend === undefined) (await import('vitest')).expect.extend(corsMatchers);
else expect.extend(corsMatchers);

export { corsMatchers } from './from-code/cors-matchers.ts';
