import { expect, it } from 'vitest';
import { isOfProgram } from '../../../scripts/bundle/program.ts';

it.each([
  ['src/cli/main.js', true],
  ['chunks/run-AB12.js', true],
  ['src/cli/main.d.ts', false],
  ['bundles/axios.js', false],
  ['site/assets/app.js', false],
  [String.raw`site\assets\app.js`, false],
])('a build removes the script %s of an earlier one: %s', (path, isRemoved) => {
  expect(isOfProgram(path)).toBe(isRemoved);
});
