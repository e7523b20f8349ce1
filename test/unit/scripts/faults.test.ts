import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idsNamed } from '../../../scripts/faults/caught-by.ts';
import { faultsPage } from '../../../scripts/faults/markdown.ts';
import { scenarios } from '../../../scripts/faults/play.ts';
import { powerPolicies } from '../../../scripts/faults/policies.ts';
import { families, faults, harmless } from '../../../servers/broken/reference/faults/index.js';
import { packageRoot } from '../../../src/package.ts';

it('docs/faults.md describes the current faults; `npm run test:faults` writes it', () => {
  const page = readFileSync(join(packageRoot, 'docs/faults.md'), 'utf8');
  expect(page).toBe(faultsPage(families, harmless, scenarios));
});

describe('the faults', () => {
  const all = [...faults, ...harmless];

  it('have ids of their own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('have ids that make a host name under each of their policies', () => {
    const labels = all.flatMap(({ id, policies }) => policies.map((policy) => `reference--${id}-${policy}`));
    expect(labels.filter((label) => !/^[a-z0-9-]{1,63}$/.test(label))).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('name scenarios and policies that there are', () => {
    const known = new Set(scenarios.map(({ id }) => id));
    const named = (entry: string) => idsNamed(entry, [...known]).filter((id) => known.has(id));
    expect(faults.flatMap(({ caughtBy }) => caughtBy.filter((id) => named(id).length === 0))).toEqual([]);
    expect(all.flatMap(({ policies }) => policies.filter((name) => !(name in powerPolicies)))).toEqual([]);
  });

  it('name a scenario each', () => {
    expect(faults.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([]);
  });

  it('name no informative scenario', () => {
    const informative = new Set(scenarios.filter(({ level }) => level === 'informative').map(({ id }) => id));
    expect(faults.flatMap(({ caughtBy }) => caughtBy.filter((id) => informative.has(id)))).toEqual([]);
  });
});
