import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { advisoriesPage } from '../../scripts/known-bad/markdown.ts';
import { tryAdvisory } from '../../scripts/known-bad/play.ts';
import { type Check, problemsOf } from '../../scripts/known-bad/verdict.ts';
import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import { advisories, registries } from '../../servers/known-bad/advisories/index.js';
import { packageRoot } from '../../src/package.ts';
import { suites } from '../../suites/index.ts';
import { needAdvisory } from '../requirements.ts';

const minute = 60_000;

describe('a known vulnerability is detected in the affected version, and not in the fixed one', async () => {
  const needs = await Promise.all(
    advisories.map(async (advisory) => ({ id: advisory.id, advisory, ...(await needAdvisory(advisory)) })),
  );
  for (const { id, advisory, missing } of needs)
    it.skipIf(missing)(
      id,
      async () => {
        const hooks = { onEvent: () => undefined, signal: new AbortController().signal };
        expect(await tryAdvisory(advisory, 'model', hooks)).toEqual([]);
      },
      5 * minute,
    );
});

it('docs/advisories.md is up to date; `npm run known-bad` generates it', () => {
  const page = readFileSync(join(packageRoot, 'docs/advisories.md'), 'utf8');
  expect(page).toBe(advisoriesPage(registries));
});

describe('the advisories', () => {
  it('have ids of their own', () => {
    expect(new Set(advisories.map(({ id }) => id)).size).toBe(advisories.length);
  });

  it('name a scenario each, and scenarios that there are', () => {
    const known = new Set(suites.flatMap((suite) => suite.scenarios.map(({ id }) => id)));
    expect(advisories.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([]);
    expect(advisories.flatMap(({ caughtBy }) => caughtBy.filter((id) => !known.has(id)))).toEqual([]);
  });

  it('say why if there is no fixed version', () => {
    expect(advisories.filter(({ fixed, note }) => fixed === null && note === undefined)).toEqual([]);
  });

  it('have policies that make a host name with each version', () => {
    const labels = advisories.flatMap(({ affected, fixed, policies }) =>
      Object.keys(policies).flatMap((policy) =>
        [affected, fixed].map((id) => `${id ?? ''}--${policy}`.replaceAll(/[^a-z0-9-]/g, '-')),
      ),
    );
    expect(labels.filter((label) => label.length > 63)).toEqual([]);
  });
});

describe('what is not as an advisory says', () => {
  const advisory: Advisory = {
    id: 'CVE-0000-0001',
    package: 'library',
    title: 'It is wrong',
    source: 'https://example.test/',
    affects: '< 2',
    affected: 'library-1',
    fixed: 'library-2',
    policies: { listed: {}, any: {} },
    caughtBy: ['simple/foreign-refused'],
  };
  const check = (target: string, status: Check['status'], more: Partial<Check> = {}): Check => ({
    target,
    policy: 'listed',
    scenario: 'simple/foreign-refused',
    status,
    message: undefined,
    ...more,
  });
  const fails = check('library-1', 'fail');

  it('is empty if the affected version fails and the fixed one passes', () => {
    expect(problemsOf(advisory, [fails, check('library-2', 'pass')])).toEqual([]);
  });

  it('is an affected version that passes, breaks, or is not played', () => {
    for (const status of ['pass', 'error', 'unsupported', 'not-applicable'] as const)
      expect(problemsOf(advisory, [check('library-1', status), check('library-2', 'pass')])).toHaveLength(1);
    expect(problemsOf(advisory, [check('library-2', 'pass')])).toHaveLength(1);
  });

  it('is a fixed version that fails, breaks, refuses, is not asked, or is not played', () => {
    for (const status of ['fail', 'error', 'unsupported', 'not-applicable'] as const)
      expect(problemsOf(advisory, [fails, check('library-2', status)])).toHaveLength(1);
    expect(problemsOf(advisory, [fails])).toHaveLength(1);
  });

  it('is a fixed version that fails under another policy than the affected one', () => {
    const other = check('library-2', 'fail', { policy: 'any' });
    expect(problemsOf(advisory, [fails, check('library-2', 'pass'), other])).toHaveLength(1);
  });

  it('is a version that lets nobody in, whatever passes with it', () => {
    const control = check('library-2', 'fail', { scenario: 'simple/get-allowed' });
    expect(problemsOf(advisory, [fails, check('library-2', 'pass'), control])).toHaveLength(1);
  });

  it('is a fix by rejection that passes or fails instead of rejecting', () => {
    const refusing: Advisory = { ...advisory, fixedBy: 'refusal' };
    expect(problemsOf(refusing, [fails, check('library-2', 'unsupported')])).toEqual([]);
    for (const status of ['pass', 'fail'] as const)
      expect(problemsOf(refusing, [fails, check('library-2', status)])).toHaveLength(1);
  });

  it('is nothing of a fixed version where there is none', () => {
    expect(problemsOf({ ...advisory, fixed: null }, [fails])).toEqual([]);
  });
});
