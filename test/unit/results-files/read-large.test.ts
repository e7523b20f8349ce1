import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isLarge, readLargeResults } from '../../../src/results-files/read-large.ts';
import { parseResults } from '../../../src/results/read-results.ts';
import { resultLinesText, resultsText, resultTexts } from '../../../src/results/results-text.ts';
import type { Results } from '../../../src/results/results.ts';
import { resultsOf } from '../config/results-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-large-'));
});
afterEach(() => rm(folder, { recursive: true }));

const exchange = {
  sequence: 1,
  check: 'c',
  startedAt: 1,
  durationMs: 2,
  request: { method: 'GET', url: 'https://api.example.test/', headers: [], body: '', bodyBytes: 0 },
};
const results = resultsOf(
  Array.from({ length: 50 }, (_, index) => [
    `a/${index}`,
    index % 3 === 0 ? 'fail' : 'pass',
    index % 2 === 0 ? { exchanges: [exchange], message: `The message of ${index % 4}.` } : {},
  ]),
);

function textOf({ results: all, ...head }: Results, isLines: boolean): string {
  const text = isLines ? resultLinesText(head, resultTexts(all)) : resultsText(head, resultTexts(all));
  return [...text].join('');
}

it.each([
  ['results.json', false],
  ['results.jsonl', true],
])('reads the results of %s as a small file is read, compressed or not', async (name, isLines) => {
  const text = textOf(results, isLines);
  const path = join(folder, name);
  await writeFile(path, text);
  await writeFile(`${path}.gz`, gzipSync(text));
  const whole = parseResults(text, path);
  for (const file of [path, `${path}.gz`]) {
    const read = await readLargeResults(file);
    if (!read.ok || !whole.ok) throw new Error('the file was refused');
    // What is read late is in the text as well.
    expect(JSON.parse(JSON.stringify(read.value))).toEqual(JSON.parse(JSON.stringify(whole.value)));
    expect(read.value.results[0]?.exchanges).toEqual([exchange]);
  }
});

it('names the file and the line of a result that is invalid', async () => {
  const path = join(folder, 'results.jsonl');
  await writeFile(path, textOf(results, true).replace('"status":"fail"', '"status":"perhaps"'));
  expect(await readLargeResults(path)).toEqual({
    ok: false,
    reason: [expect.stringContaining(`${path}, line 2`)],
  });
});

it('is for files that are too large for one string', async () => {
  const path = join(folder, 'results.json');
  await writeFile(path, '');
  expect(await isLarge(path)).toBe(false);
  await truncate(path, 65 * 1024 * 1024);
  expect(await isLarge(path)).toBe(true);
});
