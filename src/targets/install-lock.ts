import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../system/processes.ts';

export interface LockOptions {
  /** Called once when another process holds the lock. */
  readonly onWait?: () => void;
  /** How often to try again: ms. */
  readonly pollMs?: number;
  /** The holder touches the lock ten times in this time; a lock that is older is stale: ms. */
  readonly staleMs?: number;
}

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs an action while no other corspec process holds the same lock. The lock is a folder, because creating one is atomic
 * on every file system. Locks of processes that have ended are removed.
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
  const heartbeat = setInterval(() => void touch(lock), staleMs / 10);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    // Another process may have removed the lock as stale and hold it now.
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

/** Two processes may find the same lock stale: only one can rename it. If the lock was replaced meanwhile, it is put back. */
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
    // Removed, or not written yet.
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
