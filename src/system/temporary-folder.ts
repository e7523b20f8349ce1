import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, processSpace, startTimeOf } from './processes.ts';

/** A temporary folder of this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Creates a temporary folder named after its process: `corspec-<machine>-<pid>-<start>-<random>`. If the process is killed,
 * `sweepTemporaryFolders` of the next one removes it.
 * @throws the error of the file system, such as ENOSPC; see `machineProblem`
 */
export async function makeTemporaryFolder(parent: string = tmpdir()): Promise<TemporaryFolder> {
  const owner = [processSpace(), process.pid, startTimeOf(process.pid)].join('-');
  const path = await mkdtemp(join(parent, `corspec-${owner}-`));
  return { path, remove: () => remove(path) };
}

/** Removes the temporary folders of processes that have ended; never rejects. Returns the removed paths. */
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

/** Retries, because a killed browser may still be writing. If that fails, the next sweep removes the folder. */
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}
