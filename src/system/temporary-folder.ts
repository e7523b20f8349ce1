import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerName, stateOfOwner } from './processes.ts';

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
  const path = await mkdtemp(join(parent, `corspec-${ownerName()}-`));
  return { path, remove: () => remove(path) };
}

/** Removes the temporary folders of processes that have ended; never rejects. Returns the removed paths. */
export async function sweepTemporaryFolders(parent: string = tmpdir()): Promise<readonly string[]> {
  const names = await readdir(parent).catch(() => []);
  const stale = names.filter(isStale).map((name) => join(parent, name));
  await Promise.all(stale.map(remove));
  return stale;
}

const ownedName = /^corspec-(\w+-\d+-\d+)-\w+$/;

function isStale(name: string): boolean {
  const [, owner = ''] = ownedName.exec(name) ?? [];
  return stateOfOwner(owner) === 'ended';
}

/** Retries, because a killed browser may still be writing. If that fails, the next sweep removes the folder. */
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}
