import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

const seconds = 1000;

/**
 * Projects in the order in which they run. `npm test` runs `unit` and `catalogue`, `npm run test:all` the others:
 * scripts/test-tiers.ts. Browsers are heavy: at most two files at a time.
 */
const withRegistry = [
  'test/self/{package,package-in-a-repository,packed-examples,playwright-versions}.test.ts',
];
const oneAtATime = { maxWorkers: 1, fileParallelism: false };
/** Most of these wait for programs, for time limits and for each other's sockets more than they compute. */
const twoAtATime = { maxWorkers: 2 };

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, '**/.venv/**'],
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // No module keeps state, so files share those that they import: half of the CPU time is loading them otherwise.
          isolate: false,
          testTimeout: 30 * seconds,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'catalogue',
          include: ['test/catalogue/**/*.test.ts'],
          ...twoAtATime,
          testTimeout: 180 * seconds,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Starts the test runners of the examples, with corspec as it is built.
        extends: true,
        test: {
          name: 'examples',
          include: ['test/examples/**/*.test.ts'],
          ...twoAtATime,
          testTimeout: 120 * seconds,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Starts the program of every implementation.
        extends: true,
        test: { name: 'servers', include: ['test/servers/**/*.test.ts'], sequence: { groupOrder: 2 } },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...oneAtATime,
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
          sequence: { groupOrder: 3 },
        },
      },
      {
        // Starts PostgreSQL, an API, a page and a browser at once: examples/fullstack.
        extends: true,
        test: {
          name: 'fullstack',
          include: ['test/fullstack/**/*.test.ts'],
          ...oneAtATime,
          testTimeout: 300 * seconds,
          hookTimeout: 600 * seconds,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'self',
          include: ['test/self/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...withRegistry],
          ...twoAtATime,
          testTimeout: 180 * seconds,
          hookTimeout: 180 * seconds,
          sequence: { groupOrder: 4 },
        },
      },
      {
        // Builds the website. Needs a package registry, where its packages are not installed.
        extends: true,
        test: {
          name: 'site',
          include: ['test/site/**/*.test.ts'],
          ...oneAtATime,
          testTimeout: 180 * seconds,
          hookTimeout: 600 * seconds,
          sequence: { groupOrder: 6 },
        },
      },
      {
        // Needs a package registry.
        extends: true,
        test: {
          name: 'package',
          include: withRegistry,
          ...oneAtATime,
          testTimeout: 300 * seconds,
          hookTimeout: 300 * seconds,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
