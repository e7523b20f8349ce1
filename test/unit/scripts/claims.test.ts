import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { claims } from '../../../fixtures/claims.ts';
import { claimsPage } from '../../../scripts/claims-document.ts';
import { packageRoot } from '../../../src/package.ts';
import { suites } from '../../../suites/index.ts';

it('docs/claims.md has the claims as they are; `npm run docs:claims` writes it', () => {
  expect(readFileSync(join(packageRoot, 'docs/claims.md'), 'utf8')).toBe(claimsPage());
});

it('the claims are numbered, and each is shown by scenarios that there are', () => {
  const known = new Set(suites.flatMap(({ scenarios }) => scenarios.map(({ id }) => id)));
  expect(claims.map(({ number }) => number)).toEqual(claims.map((_, index) => index + 1));
  expect(claims.filter(({ scenarios }) => scenarios.length === 0)).toEqual([]);
  expect(claims.flatMap(({ scenarios }) => scenarios.filter((id) => !known.has(id)))).toEqual([]);
});

it('every limit of a max age has its number', () => {
  expect(claimsPage()).not.toMatch(/\$[a-z]/);
});

it('what does not simply hold says what holds today', () => {
  expect(claims.filter(({ holds, today }) => holds !== 'yes' && today === undefined)).toEqual([]);
});
