import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../system/processes.ts';

export interface LockOptions {
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
  /** How often to look again: ms. */
  readonly pollMs?: number;
  /** A holder gives a sign of life ten times in this time; one that gives none is gone: ms. */
  readonly staleMs?: number;
}

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Does something while no other corspec process does it in this place: a lock folder, since making one is atomic on
 * every file system. Locks of processes that are gone are taken away.
 * @param lock path of the lock folder; its parent must exist
 */
export async function withLock<T>(
  lock: string,
  action: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { onWait, pollMs = 100, staleMs = 20_000 } = options;
  const owner: Owner = { token: randomUUID(), pid: process.pid, host: hostname() };
  for (let waited = false; !(await acquire(lock, owner)); waited = true) {
    if (await removeIfStale(lock, staleMs)) continue;
    if (!waited) onWait?.();
    await delay(pollMs);
  }
  const signsOfLife = setInterval(() => void touch(lock), staleMs / 10);
  try {
    return await action();
  } finally {
    clearInterval(signsOfLife);
    // Whoever took it for stale has it now.
    if ((await ownerOf(lock))?.token === owner.token) await rm(lock, { recursive: true, force: true });
  }
}

async function acquire(lock: string, owner: Owner): Promise<boolean> {
  try {
    await mkdir(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(lock, 'owner.json'), JSON.stringify(owner));
  return true;
}

/** Two may judge the same lock stale: renaming lets one of them win, and what is not the one it judged goes back. */
async function removeIfStale(lock: string, staleMs: number): Promise<boolean> {
  const owner = await ownerOf(lock);
  if (!(await isStale(lock, owner, staleMs))) return false;
  const aside = `${lock}.${randomUUID()}`;
  if (!(await moved(lock, aside))) return true;
  if ((await ownerOf(aside))?.token !== owner?.token) {
    await moved(aside, lock);
    return false;
  }
  await rm(aside, { recursive: true, force: true });
  return true;
}

async function isStale(lock: string, owner: Owner | null, staleMs: number): Promise<boolean> {
  if (owner !== null && owner.host === hostname() && !isAlive(owner.pid)) return true;
  const lastSign = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  return Date.now() - lastSign > staleMs;
}

async function ownerOf(lock: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(join(lock, 'owner.json'), 'utf8')) as Owner;
  } catch {
    // Gone, or its owner is about to write it.
    return null;
  }
}

function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

function touch(path: string): Promise<void> {
  const now = new Date();
  return utimes(path, now, now).catch(() => undefined);
}
