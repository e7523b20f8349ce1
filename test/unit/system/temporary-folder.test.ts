import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processSpace, startTimeOf } from '../../../src/system/processes.ts';
import { makeTemporaryFolder, sweepTemporaryFolders } from '../../../src/system/temporary-folder.ts';
import { need } from '../../requirements.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'corspec-test-'));
});
afterEach(() => rm(parent, { recursive: true }));

async function folderOf(pid: number, start: string, space = processSpace()): Promise<string> {
  const name = `corspec-${space}-${pid}-${start}-abc123`;
  await mkdir(join(parent, name, 'profile'), { recursive: true });
  await writeFile(join(parent, name, 'profile', 'cookies'), '');
  return name;
}

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

it('names the process that a folder belongs to, and removes it with what is in it', async () => {
  const { path, remove } = await makeTemporaryFolder(parent);
  expect(basename(path)).toContain(`-${process.pid}-${startTimeOf(process.pid)}-`);
  await writeFile(join(path, 'file'), '');
  await remove();
  expect(await readdir(parent)).toEqual([]);
});

it('keeps its own folder when it sweeps, and what is not named like one', async () => {
  const { path } = await makeTemporaryFolder(parent);
  await mkdir(join(parent, 'corspec-results'));
  expect(await sweepTemporaryFolders(parent)).toEqual([]);
  expect((await readdir(parent)).sort()).toEqual([basename(path), 'corspec-results'].sort());
});

it('sweeps the folders of processes that are gone', async () => {
  const name = await folderOf(await deadProcess(), '1');
  expect(await sweepTemporaryFolders(parent)).toEqual([join(parent, name)]);
  expect(await readdir(parent)).toEqual([]);
});

it.skipIf((await need('proc')).missing)(
  'sweeps those of a process whose number another one has now',
  async () => {
    const name = await folderOf(process.pid, '1');
    expect(await sweepTemporaryFolders(parent)).toEqual([join(parent, name)]);
  },
);

it('keeps those of another container, where the same number means another process', async () => {
  const name = await folderOf(await deadProcess(), '1', 'ffffff');
  expect(await sweepTemporaryFolders(parent)).toEqual([]);
  expect(await readdir(parent)).toEqual([name]);
});

it('sweeps nothing where there is no folder', async () => {
  expect(await sweepTemporaryFolders(join(parent, 'absent'))).toEqual([]);
});
