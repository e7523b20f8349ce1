import { configDefaults, defineConfig } from 'vitest/config';

const seconds = 1000;

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, '**/.venv/**'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], sequence: { groupOrder: 0 } },
      },
      {
        // Browsers are heavy: one file at a time, so that none waits for another and takes that for a refusal.
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 60 * seconds,
          hookTimeout: 60 * seconds,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'self',
          include: ['test/self/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/self/package.test.ts'],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180 * seconds,
          hookTimeout: 180 * seconds,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Needs a package registry: .ci/run and `npm run test:package` ask for it by name.
        extends: true,
        test: {
          name: 'package',
          include: ['test/self/package.test.ts'],
          testTimeout: 300 * seconds,
          hookTimeout: 300 * seconds,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
