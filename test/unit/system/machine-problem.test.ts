import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machineProblem, requireTemporaryFolder } from '../../../src/system/machine-problem.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-test-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['its code', Object.assign(new Error('open'), { code: 'EMFILE' }), /ulimit -n/],
  ['what caused it', new Error('no', { cause: Object.assign(new Error(), { code: 'ENOSPC' }) }), /No space/],
  ['its message', new Error('browserType.launch: ENOSPC: no space left on device, write'), /No space/],
  ['what a browser printed', new Error('[pid=1][err] FATAL: Too many open files (24)'), /ulimit -n/],
])('names what is wrong with the machine by %s', (_, error, says) => {
  expect(machineProblem(error)).toMatch(says);
});

it.each([new Error('unexpected'), Object.assign(new Error(), { code: 'ENOENT' }), 'text', undefined])(
  'takes nothing else for the machine: %s',
  (error) => expect(machineProblem(error)).toBeNull(),
);

it('accepts a temporary folder that can be used', async () => {
  await expect(requireTemporaryFolder(folder)).resolves.toBeUndefined();
});

it.each([
  ['absent', 'folder not found'],
  ['file', process.platform === 'win32' ? 'cannot be used' : 'not a folder'],
])('names why the temporary folder "%s" cannot be used', async (name, why) => {
  await expect(requireTemporaryFolder(join(folder, name))).rejects.toThrow(why);
});
