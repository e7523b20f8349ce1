import { defineConfig } from 'vitest/config';

/** For Stryker: the tests of the oracle alone, in one context, for it starts them once a mutant. */
export default defineConfig({
  test: { include: ['test/unit/fetch-standard/**/*.test.ts'], isolate: false, pool: 'threads' },
});
