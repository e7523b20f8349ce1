import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differencesOf } from '../../../scripts/findings/findings.ts';
import { withFindings } from '../../../scripts/findings/with-findings.ts';
import { closingTable } from '../../../scripts/matrix/closing.ts';
import { errorsOf, unexplainedBy } from '../../../scripts/matrix/facts.ts';
import { notable, notableSections } from '../../../scripts/matrix/notable.ts';
import { matrixPages, recordedFindings } from '../../../scripts/matrix/pages.ts';
import { readMatrix } from '../../../scripts/matrix/record.ts';
import { packageRoot } from '../../../src/package.ts';
import { suites } from '../../../suites/index.ts';

const matrix = readMatrix();
if (matrix === null) throw new Error('There is no results/matrix.json.gz: npm run matrix');
const generated = new Set(
  suites
    .filter(({ inBrowsers }) => inBrowsers !== undefined)
    .flatMap(({ scenarios }) => scenarios.map(({ id }) => id)),
);

it('docs/matrix.md and docs/matrix show the recorded results; `npm run matrix -- --pages` writes them', () => {
  const docs = join(packageRoot, 'docs');
  const pages = matrixPages(matrix, recordedFindings);
  const written = ['matrix.md', ...readdirSync(join(docs, 'matrix')).map((name) => `matrix/${name}`)];
  expect(written.sort()).toEqual([...pages.keys()].sort());
  for (const [path, text] of pages) expect(readFileSync(join(docs, path), 'utf8'), path).toBe(text);
});

it('has every implementation whose failures were looked into; `npm run matrix -- --changed` adds them', async () => {
  const ids = (await withFindings()).map(({ id }) => id);
  const recorded = matrix.implementations.map(({ id }) => id);
  expect(ids.filter((id) => !recorded.includes(id))).toEqual([]);
  expect(recorded.filter((id) => !existsSync(join(packageRoot, 'servers', id)))).toEqual([]);
});

it('shows each notable finding, with the library’s line and the policies under which it is a failure', () => {
  const text = notableSections(matrix, recordedFindings).join('\n\n');
  for (const { id, scenario } of notable) {
    const one = matrix.implementations.find((each) => each.id === id);
    const finding = recordedFindings(id).find(({ scenarios }) => scenarios.includes(scenario));
    expect(text, id).toContain(`### ${one?.title ?? 'no such implementation'}`);
    expect(text, id).toContain(finding?.source ?? 'no such finding');
    expect(text, id).toMatch(new RegExp(`run ${id} --policy [\\w-]+ --scenario ${scenario} `));
  }
  expect(text).not.toContain('policies:  ·');
});

it('has a line for each implementation in the closing table', () => {
  const lines = closingTable(matrix).split('\n');
  expect(lines[0]).toMatch(/^implementation +passed +security .* seconds +MB +peak MB$/);
  expect(lines.filter((line) => /^\S+( +(\d+(\.\d)?|–)){9}$/.test(line))).toHaveLength(
    matrix.implementations.length,
  );
});

describe('a recorded failure has a finding, and a finding its failure', () => {
  it.each(matrix.implementations)('$id', (implementation) => {
    const failing = unexplainedBy(implementation, matrix, generated);
    const errors = errorsOf(implementation, matrix);
    expect(differencesOf(recordedFindings(implementation.id), { failing, errors })).toEqual([]);
  });
});
