import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shellQuote } from '../../text/shell.ts';
import { type CommandContext, runInstallCommand } from '../install-command.ts';
import { recordBytes } from '../installation-cache.ts';
import { withLock } from '../install-lock.ts';
import { TargetError } from '../target-error.ts';
import { unpackDebian } from './debian.ts';
import { completeName, isComplete, programFolder, type ProgramSource, type ProgramState } from './find.ts';

/**
 * Gets programs into the cache, each from the first of its sources that works.
 * @returns the folders of the cache
 * @throws TargetError 'install-failed' with the error of every source
 */
export async function obtainPrograms(
  obtainable: ProgramState['obtainable'],
  cacheHome: string,
  run: Omit<CommandContext, 'cwd'>,
): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const { name, sources } of obtainable) folders.push(await obtain(name, sources, cacheHome, run));
  return folders;
}

async function obtain(
  name: string,
  sources: readonly ProgramSource[],
  cacheHome: string,
  run: Omit<CommandContext, 'cwd'>,
): Promise<string> {
  const errors: string[] = [];
  for (const source of sources) {
    const folder = programFolder(cacheHome, source);
    try {
      await mkdir(dirname(folder), { recursive: true });
      await withLock(`${folder}.installing`, () => fill(folder, source, run));
      return folder;
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      errors.push(error.message);
    }
  }
  if (errors.length === 1) throw new TargetError('install-failed', run.id, errors.join());
  throw new TargetError(
    'install-failed',
    run.id,
    `${run.id} needs ${name}, which is not on PATH, and none of its sources gave it.\n${errors.join('\n')}`,
  );
}

async function fill(folder: string, source: ProgramSource, run: Omit<CommandContext, 'cwd'>): Promise<void> {
  // Another process, or another implementation, may have got it meanwhile and may run it.
  if (isComplete(folder)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const here = { ...run, cwd: folder };
  if (source.kind === 'debian') await unpackDebian(source.packages, folder, here);
  else {
    await runInstallCommand('python3 -m venv venv', here);
    await runInstallCommand(
      `venv/bin/pip install --quiet --disable-pip-version-check ${shellQuote(source.requirement)}`,
      here,
    );
  }
  await recordBytes(folder);
  await writeFile(join(folder, completeName), '');
}
