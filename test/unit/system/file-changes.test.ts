import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchFiles } from '../../../src/system/file-changes.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-files-'));
  file = join(folder, 'policy.json');
  await writeFile(file, '{}');
});
afterEach(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();

function watched() {
  const files = watchFiles();
  files.add(file);
  files.add(join(folder, 'other.json'));
  return files;
}

it('notices a file that is written', async () => {
  const next = watched().next(signal);
  await writeFile(file, '{ "credentials": true }');
  expect(await next).toBe(file);
});

it('notices a file that is replaced by another one, as editors do', async () => {
  const next = watched().next(signal);
  await writeFile(`${file}.tmp`, '[]');
  await rename(`${file}.tmp`, file);
  expect(await next).toBe(file);
});

it('notices a file that is new, and one that is removed', async () => {
  const files = watched();
  await writeFile(join(folder, 'other.json'), '{}');
  expect(await files.next(signal)).toBe(join(folder, 'other.json'));
  const others = watched();
  await rm(file);
  expect(await others.next(signal)).toBe(file);
});

it('notices what changed before it was asked', async () => {
  const files = watched();
  await writeFile(file, '{ "credentials": false }');
  expect(await files.next(signal)).toBe(file);
});

it('ends with the signal', async () => {
  const over = new AbortController();
  const next = watched().next(over.signal);
  over.abort();
  expect(await next).toBeNull();
});
