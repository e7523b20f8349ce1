import { expect, it } from 'vitest';
import { positionsIn } from '../../../src/config/source-positions.ts';

const source = `import { defineConfig } from 'corspec';

const app: Policy = { origins: ['https://app.example.com'] };
export default defineConfig({
  policies: { app, other: { maxAge: 5 } },
  targets: [
    { url: '/a', 'policy': 'app' },
    ...more,
    { url: '/c' },
  ],
} satisfies Config);
`;

it.each([
  [[], 'value', 4, 29],
  [['targets', 0, 'url'], 'value', 7, 12],
  [['targets', 0, 'policy'], 'key', 7, 18],
  [['policies', 'other', 'maxAge'], 'value', 5, 37],
  // A constant of the module is followed.
  [['policies', 'app', 'origins', 0], 'value', 3, 33],
  // What a spread adds is not written here: the list is.
  [['targets', 2], 'value', 6, 3],
  [['unknown'], 'key', 4, 29],
] as const)('finds %j (%s)', (path, part, line, column) => {
  expect(positionsIn(source)(path, part)).toEqual({ line, column });
});

it('finds the value of module.exports', () => {
  expect(positionsIn('module.exports = { jobs: 0 };')(['jobs'], 'value')).toEqual({ line: 1, column: 26 });
});

it('is the first position in a source that cannot be parsed', () => {
  expect(positionsIn('export default {{')(['jobs'], 'value')).toEqual({ line: 1, column: 1 });
});

it('ends where constants refer to each other', () => {
  const circle = 'const a = b;\nconst b = a;\nexport default a;';
  expect(positionsIn(circle)(['jobs'], 'value').line).toBeGreaterThan(0);
});
