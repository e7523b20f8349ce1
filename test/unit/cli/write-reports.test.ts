import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { json } from '../../../reports/json.ts';
import type { ReportInput } from '../../../reports/reporter.ts';
import { writeReports } from '../../../src/cli/write-reports.ts';
import { sampleInput } from '../../fixtures/sample-results.ts';

const sample = sampleInput({ implementations: 2 });
const copies = 200;

/** So many results that their JSON takes megabytes. */
const large: ReportInput = {
  ...sample,
  results: {
    ...sample.results,
    results: Array.from({ length: copies }, () => sample.results.results).flat(),
  },
};

function written() {
  const pieces: string[] = [];
  const stream = { write: (text: string) => pieces.push(text) > 0, columns: 80 };
  return { pieces, io: { stdout: stream as never, stderr: { write: () => true } as never, env: {} } };
}

it('a long JSON report is written in pieces, which together are the report', async () => {
  const { pieces, io } = written();
  expect(await writeReports([{ reporter: json }], large, io)).toEqual([]);
  expect(pieces.length).toBeGreaterThan(3);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(pieces.join('').length / 3);
  expect(pieces.join('')).toBe(json.render(large, { color: false, columns: 80 }));
  expect(JSON.parse(pieces.join(''))).toEqual(JSON.parse(JSON.stringify(large.results)));
});

it('a file has the whole of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'corspec-reports-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'r.json');
  expect(await writeReports([{ reporter: json, file }], large, written().io)).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe(json.render(large, { color: false, columns: 80 }));
});
