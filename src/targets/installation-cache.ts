import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { sizeOf } from '../system/folder-size.ts';
import { ownerName, stateOfOwner } from '../system/processes.ts';
import { withLock } from './install-lock.ts';

/**
 * The folder `corspec` in the user's cache folder: `<version>/<id>-<hash>` are copies of implementations with what was
 * installed into them, `programs/<name>` are programs, and `uses/` says who uses which of them and since when.
 */
export function cacheRoot(cacheHome: string): string {
  return join(cacheHome, 'corspec');
}

/** Folders in it that are not versions of corspec. */
const usesName = 'uses';
const otherFolders = ['compiled-code', usesName];
const removingPrefix = '.removing-';

/** The file of an installation that says how many bytes it takes: to count them takes seconds. */
const bytesName = '.corspec-bytes';

/** The file beside the marks of users; its time is that of the last use. */
const lastUseName = 'last';

/** A process of another machine, with which the cache is shared, is believed to be running for so long: ms. */
const foreignUseMs = 24 * 60 * 60 * 1000;

/** Installations in use. */
export interface Hold {
  /** Whether any of them is in the cache. */
  readonly isOfCache: boolean;
  /** Can be called more than once. */
  release(): Promise<void>;
}

/**
 * Marks installations as used by this process, so that no process removes them until they are released or this process ends.
 * Whoever holds them has to look afterwards whether they are there. Where the cache cannot be written to, nothing is removed.
 * @param folders absolute
 */
export async function hold(cacheHome: string, folders: readonly string[]): Promise<Hold> {
  const root = cacheRoot(cacheHome);
  const isKept = folders.length > 0 && (await canWriteTo(join(root, usesName)));
  if (!isKept) return { isOfCache: false, release: () => Promise.resolve() };
  const marks = folders.map((folder) =>
    join(root, usesName, relative(root, folder), `${ownerName()}.${randomUUID()}`),
  );
  await locked(root, () => Promise.all(marks.map(mark)));
  return {
    isOfCache: true,
    async release() {
      await Promise.all(marks.map(unmark));
    },
  };
}

async function mark(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const others = await readdir(folder);
  const ended = others.filter((name) => stateOfOwner(name.split('.')[0] ?? '') === 'ended');
  await Promise.all(ended.map((name) => rm(join(folder, name), { force: true })));
  await writeFile(path, '');
}

async function unmark(path: string): Promise<void> {
  // Without its mark, the folder may be removed at any time.
  await writeFile(join(dirname(path), lastUseName), '').catch(() => undefined);
  await rm(path, { force: true });
}

/** Records how many bytes an installation takes. */
export async function recordBytes(folder: string): Promise<void> {
  await writeFile(join(folder, bytesName), `${await sizeOf(folder)}\n`);
}

/** An installation of the cache. */
export interface CacheEntry {
  /** Its path in the cache. */
  readonly name: string;
  readonly bytes: number;
  /** When it was used last: ms since 1970. */
  readonly lastUse: number;
  readonly isInUse: boolean;
}

/** All installations of the cache, the least recently used first. */
export async function cacheEntries(cacheHome: string): Promise<readonly CacheEntry[]> {
  const root = cacheRoot(cacheHome);
  const groups = (await foldersIn(root)).filter((name) => !otherFolders.includes(name));
  const names = await Promise.all(
    groups.map(async (group) => (await foldersIn(join(root, group))).map((name) => join(group, name))),
  );
  const entries: CacheEntry[] = [];
  // One after the other: an installation whose size is not recorded is read as a whole.
  for (const name of names.flat()) {
    const use = await useOf(root, name);
    entries.push({ name, bytes: await bytesOf(join(root, name), use), ...use });
  }
  return entries.sort((a, b) => a.lastUse - b.lastUse);
}

/** Installations of earlier versions, and those that were interrupted, have no record: it is made, unless they are still growing. */
async function bytesOf(folder: string, { isInUse }: Pick<CacheEntry, 'isInUse'>): Promise<number> {
  const read = () => readFile(join(folder, bytesName), 'utf8').catch(() => null);
  const recorded = await read();
  if (recorded !== null || isInUse) return recorded === null ? sizeOf(folder) : Number(recorded);
  await recordBytes(folder).catch(() => undefined);
  return Number((await read()) ?? (await sizeOf(folder)));
}

async function useOf(root: string, name: string): Promise<Pick<CacheEntry, 'lastUse' | 'isInUse'>> {
  const folder = join(root, usesName, name);
  const files = await readdir(folder).catch(() => []);
  const uses = await Promise.all(
    files.map(async (file) => ({ file, time: await changeOf(join(folder, file)) })),
  );
  const times = files.length === 0 ? [await changeOf(join(root, name))] : uses.map(({ time }) => time);
  return { lastUse: Math.max(...times), isInUse: uses.some(isRunning) };
}

function isRunning({ file, time }: { readonly file: string; readonly time: number }): boolean {
  if (file === lastUseName) return false;
  const state = stateOfOwner(file.split('.')[0] ?? '');
  return state === 'alive' || (state === 'unknown' && Date.now() - time < foreignUseMs);
}

/**
 * Removes the least recently used installations until the cache takes no more than `limit` bytes. None that is in use, by
 * this process or by another, is removed.
 * @returns those that were removed
 */
export async function makeRoom(cacheHome: string, limit: number): Promise<readonly CacheEntry[]> {
  const root = cacheRoot(cacheHome);
  if (!(await canWriteTo(root))) return [];
  // Renaming takes no time; removing the files may take longer than others should wait for.
  const removed = await locked(root, () => setAside(root, cacheHome, limit));
  const aside = (await readdir(root)).filter((name) => name.startsWith(removingPrefix));
  await Promise.all(
    // Another process may be removing the same.
    aside.map((name) =>
      rm(join(root, name), { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined),
    ),
  );
  return removed;
}

async function setAside(root: string, cacheHome: string, limit: number): Promise<readonly CacheEntry[]> {
  const entries = await cacheEntries(cacheHome);
  const removed: CacheEntry[] = [];
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  for (const entry of entries) {
    if (bytes <= limit) break;
    if (entry.isInUse) continue;
    await rename(join(root, entry.name), join(root, `${removingPrefix}${randomUUID()}`));
    await rm(join(root, usesName, entry.name), { recursive: true, force: true });
    removed.push(entry);
    bytes -= entry.bytes;
  }
  return removed;
}

function locked<T>(root: string, action: () => Promise<T>): Promise<T> {
  return withLock(join(root, '.corspec-cache-lock'), action, { pollMs: 20 });
}

/** Names of folders, without hidden ones and the locks of installations. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !/\.installing(\.|$)/.test(name));
}

/** Makes a folder, if it is not there. Says whether files can be written into it. */
async function canWriteTo(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function changeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
