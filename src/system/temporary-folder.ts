import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, processSpace, startTimeOf } from './processes.ts';

/** A folder for what lasts no longer than this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes a temporary folder whose name says which process it belongs to: `corspec-<machine>-<pid>-<start>-<random>`.
 * What a process leaves behind that is killed is removed by `sweepTemporaryFolders` of the next one.
 * @throws the error of the file system, such as ENOSPC; see `machineProblem`
 */
export async function makeTemporaryFolder(parent: string = tmpdir()): Promise<TemporaryFolder> {
  const owner = [processSpace(), process.pid, startTimeOf(process.pid)].join('-');
  const path = await mkdtemp(join(parent, `corspec-${owner}-`));
  return { path, remove: () => remove(path) };
}

/** Removes the temporary folders of processes that are gone; never rejects. Gives what it removed. */
export async function sweepTemporaryFolders(parent: string = tmpdir()): Promise<readonly string[]> {
  const names = await readdir(parent).catch(() => []);
  const stale = names.filter(isStale).map((name) => join(parent, name));
  await Promise.all(stale.map(remove));
  return stale;
}

const ownedName = /^corspec-([0-9a-f]{6})-(\d+)-(\d+)-\w+$/;

function isStale(name: string): boolean {
  const [, space, pid, start] = ownedName.exec(name) ?? [];
  if (space !== processSpace() || pid === undefined) return false;
  if (!isAlive(Number(pid))) return true;
  const startNow = startTimeOf(Number(pid));
  return startNow !== '0' && startNow !== start;
}

/** A browser that was killed may still be writing: retried, and left to the next sweep when that does not help. */
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}
