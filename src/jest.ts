/** `import 'corspec/jest'` adds `expect(server).toConformToCors(policy, options)` to the global `expect` of Jest. */
import { corsMatchers } from './from-code/cors-matchers.ts';
import type { TestCorsOptions } from './from-code/options.ts';
import type { Policy } from './policy/policy.ts';

declare global {
  // The types of `@types/jest` are in this namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // The parameters have to be those of `@types/jest`.
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> {
      /** Asserts that a server or an application does what its CORS policy says. */
      toConformToCors(policy: Policy, options?: TestCorsOptions): Promise<R>;
    }
  }
}

interface Extensible {
  readonly expect?: { readonly extend: (matchers: typeof corsMatchers) => void };
}

const { expect } = globalThis as Extensible;
if (expect === undefined)
  throw new Error(
    'corspec/jest: there is no global expect (injectGlobals: false). ' +
      "Use expect.extend(corsMatchers) with `import { corsMatchers } from 'corspec'`.",
  );
expect.extend(corsMatchers);

export { corsMatchers } from './from-code/cors-matchers.ts';
