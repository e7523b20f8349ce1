import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFindings } from '../../scripts/findings/findings.ts';
import { reproductions } from '../../scripts/reproductions/cases.ts';
import { reproductionsDocument } from '../../scripts/reproductions/document.ts';
import { packageRoot } from '../../src/package.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import { suites } from '../../suites/index.ts';
import { need, needInstalled } from '../requirements.ts';
import { canStart } from './support/server-program.ts';

const implementations = await Promise.all(
  reproductions.map(({ id }) => readImplementation(join(builtInServers, id))),
);
const needs = await Promise.all([need('chromium', 'sh'), ...implementations.map(needInstalled)]);
const isMissing = needs.some(({ missing }) => missing !== null) || !(await canStart('curl', '--version'));

it.skipIf(isMissing)(
  'docs/reproductions.md shows what curl and Chromium say today; `npm run docs:reproductions` writes it',
  async () => {
    const written = readFileSync(join(packageRoot, 'docs/reproductions.md'), 'utf8');
    expect(await reproductionsDocument()).toBe(written);
  },
);

describe('the failures that are shown without corspec', () => {
  it('are findings, of three languages, a security one among them', () => {
    const verdicts = reproductions.map(({ id, scenario }) => {
      const findings = readFindings(join(builtInServers, id)) ?? [];
      return findings.find(({ scenarios }) => scenarios.includes(scenario))?.verdict;
    });
    expect(verdicts).toEqual(['library', 'library', 'library']);
    expect(new Set(implementations.map(({ manifest }) => manifest.language)).size).toBe(3);
    const levels = suites
      .flatMap(({ scenarios }) => scenarios)
      .filter(({ id }) => reproductions.some(({ scenario }) => scenario === id))
      .map(({ level }) => level);
    expect(levels).toContain('security');
  });
});
