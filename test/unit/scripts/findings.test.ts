import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differencesOf, type Finding, readFindings } from '../../../scripts/findings/findings.ts';
import { packageRoot } from '../../../src/package.ts';
import { builtInServers, findImplementations } from '../../../src/targets/index.ts';
import { suites } from '../../../suites/index.ts';

const ids = new Set(suites.flatMap((suite) => suite.scenarios.map(({ id }) => id)));
const { implementations } = await findImplementations([builtInServers]);
const withFindings = implementations.flatMap(({ id, folder, manifest }) => {
  const findings = readFindings(folder);
  return findings === null ? [] : [{ id, kind: manifest.kind, findings }];
});

it('some implementations have findings', () => {
  expect(withFindings.length).toBeGreaterThan(0);
});

describe.each(withFindings)('the findings of $id', ({ kind, findings }) => {
  it('name scenarios that exist, each once', () => {
    const named = findings.flatMap(({ scenarios }) => scenarios);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it('blame a recipe where it is one, and link its source', () => {
    const ofRecipe = findings.filter(({ verdict }) => verdict === 'recipe');
    expect(ofRecipe.length === 0 || kind === 'recipe').toBe(true);
    const files = ofRecipe.map(({ source }) => source.split(':')[0] ?? '');
    expect(files.filter((file) => !existsSync(join(packageRoot, file)))).toEqual([]);
  });
});

describe('findings and failures', () => {
  const finding = (scenarios: [string, ...string[]], mayPass?: string): Finding => ({
    scenarios,
    verdict: 'library',
    why: 'So.',
    source: 'core.py:1',
    ...(mayPass !== undefined && { mayPass }),
  });

  it.each<[what: string, findings: Finding[], failing: string[], problems: string[]]>([
    ['agree', [finding(['a', 'b']), finding(['c'])], ['c', 'b', 'a'], []],
    ['agree where a check may pass', [finding(['a'], 'Elsewhere.')], [], []],
    ['differ in a failure without a finding', [finding(['a'])], ['b', 'a'], ['b fails and has no finding.']],
    ['differ in a finding without its failure', [finding(['a', 'b'])], ['b'], ['a has a finding and does not fail.']],
    ['have each scenario once', [finding(['a']), finding(['a'])], ['a'], ['a is in two findings.']],
  ])('%s', (_what, findings, failing, problems) => {
    expect(differencesOf(findings, { failing: new Set(failing), errors: new Set() })).toEqual(problems);
  });

  it.each<[what: string, findings: Finding[], errors: string[], problems: string[]]>([
    ['agree', [{ ...finding(['a']), status: 'error' }], ['a'], []],
    ['differ in one without a finding', [], ['a'], ['a ends with an error and has no finding.']],
    ['differ in one that is said to fail', [finding(['a'])], ['a'], ['a has a finding and does not fail.', 'a ends with an error and has no finding.']],
    ['differ in a finding without its error', [{ ...finding(['a']), status: 'error' }], [], ['a has a finding and does not end with an error.']],
  ])('errors: %s', (_what, findings, errors, problems) => {
    expect(differencesOf(findings, { failing: new Set(), errors: new Set(errors) })).toEqual(problems);
  });
}); // prettier-ignore
