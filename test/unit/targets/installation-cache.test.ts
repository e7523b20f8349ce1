import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../../src/package.ts';
import { boundCache, cacheText } from '../../../src/targets/bounded-cache.ts';
import { type Implementation, readImplementation } from '../../../src/targets/implementations.ts';
import { install } from '../../../src/targets/install.ts';
import { cacheEntries, hold, makeRoom } from '../../../src/targets/installation-cache.ts';
import { obtainPrograms } from '../../../src/targets/programs/obtain.ts';
import { completeName, programFolder, type ProgramSource } from '../../../src/targets/programs/find.ts';
import { startImplementation } from '../../../src/targets/start.ts';
import type { InstallContext } from '../../../src/targets/work-folder.ts';
import { ownFixture, targetErrorOf, temporaryFolder } from './fixtures.ts';

const mega = 1_000_000;

/** A cache with installations that say that they take 100 MB each; the first was used least recently. */
async function cacheOf(...names: string[]): Promise<string> {
  const cacheHome = await temporaryFolder();
  for (const [index, name] of names.entries()) {
    const folder = folderOf(cacheHome, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.corspec-bytes'), `${100 * mega}\n`);
    await utimes(folder, 1000 + index, 1000 + index);
  }
  return cacheHome;
}

function folderOf(cacheHome: string, name: string): string {
  return join(cacheHome, 'corspec', name);
}

async function namesIn(cacheHome: string): Promise<readonly string[]> {
  return (await cacheEntries(cacheHome)).map(({ name }) => name);
}

describe('the cache of installations', () => {
  test('loses the least recently used ones until it takes no more than its limit', async () => {
    const cacheHome = await cacheOf('0.1.0/one', 'programs/two', '0.2.0/three', 'programs/four');
    const removed = await makeRoom(cacheHome, 250 * mega);
    expect(removed.map(({ name }) => name)).toEqual(['0.1.0/one', 'programs/two']);
    expect(await namesIn(cacheHome)).toEqual(['0.2.0/three', 'programs/four']);
    expect(await readdir(folderOf(cacheHome, ''))).not.toContainEqual(expect.stringContaining('removing'));
  });

  test('loses nothing when it takes as much as it may', async () => {
    const cacheHome = await cacheOf('0.1.0/one', '0.1.0/two');
    expect(await makeRoom(cacheHome, 200 * mega)).toEqual([]);
    expect(await namesIn(cacheHome)).toEqual(['0.1.0/one', '0.1.0/two']);
  });

  test('keeps what this process uses, whatever the limit is, and may remove it once it was released', async () => {
    const cacheHome = await cacheOf('0.1.0/one', '0.1.0/two');
    const use = await hold(cacheHome, [folderOf(cacheHome, '0.1.0/one')]);
    expect((await makeRoom(cacheHome, 0)).map(({ name }) => name)).toEqual(['0.1.0/two']);
    await use.release();
    expect((await makeRoom(cacheHome, 0)).map(({ name }) => name)).toEqual(['0.1.0/one']);
  });

  test('two uses of one installation are released each for itself', async () => {
    const cacheHome = await cacheOf('0.1.0/one');
    const folder = folderOf(cacheHome, '0.1.0/one');
    const [first, second] = [await hold(cacheHome, [folder]), await hold(cacheHome, [folder])];
    await first.release();
    await first.release();
    expect(await makeRoom(cacheHome, 0)).toEqual([]);
    await second.release();
    expect(await makeRoom(cacheHome, 0)).toHaveLength(1);
  });

  test('a use makes an installation the most recently used', async () => {
    const cacheHome = await cacheOf('0.1.0/one', '0.1.0/two');
    await (await hold(cacheHome, [folderOf(cacheHome, '0.1.0/one')])).release();
    expect(await namesIn(cacheHome)).toEqual(['0.1.0/two', '0.1.0/one']);
  });

  test('keeps what another process uses until that has ended, however it ended', async () => {
    const cacheHome = await cacheOf('0.1.0/one');
    const program = `
      const { hold } = await import(${JSON.stringify(pathToFileURL(join(packageRoot, 'src/targets/installation-cache.ts')).href)});
      await hold(${JSON.stringify(cacheHome)}, [${JSON.stringify(folderOf(cacheHome, '0.1.0/one'))}]);
      console.log('held');
      setInterval(() => undefined, 1000);`;
    const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      cwd: packageRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other.stdout, 'data');
    expect(await makeRoom(cacheHome, 0)).toEqual([]);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await makeRoom(cacheHome, 0)).toHaveLength(1);
  });

  test('counts the files of an installation whose size is not recorded, and no locks', async () => {
    const cacheHome = await temporaryFolder();
    await mkdir(folderOf(cacheHome, 'programs/old-installing'), { recursive: true });
    await writeFile(join(folderOf(cacheHome, 'programs/old-installing'), 'file'), 'four');
    await mkdir(folderOf(cacheHome, 'programs/old.installing'), { recursive: true });
    expect(await cacheEntries(cacheHome)).toMatchObject([
      { name: join('programs', 'old-installing'), bytes: 4, isInUse: false },
    ]);
  });

  test('of a folder that cannot be made holds nothing, and removes nothing', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await (await hold(file, [folderOf(file, '0.1.0/one')])).release();
    expect(await makeRoom(file, 0)).toEqual([]);
  });
});

describe('installing into the cache', () => {
  async function packaged(cacheLimit?: string): Promise<[Implementation, InstallContext]> {
    const original = await ownFixture('installs');
    const folder = join(await temporaryFolder(), 'node_modules', 'corspec', 'servers');
    await cp(dirname(original.folder), folder, { recursive: true });
    const cacheHome = await cacheOf('0.0.1/old-123');
    return [
      await readImplementation(join(folder, 'installs')),
      { cacheHome, cacheLimit, writable: () => Promise.resolve(true) },
    ];
  }

  test('removes others when the limit is exceeded, and says so', async () => {
    const [implementation, surroundings] = await packaged('50MB');
    const removed: string[] = [];
    await install(implementation, { onRemoved: (text) => removed.push(text) }, surroundings);
    expect(removed).toEqual([
      'Removed 0.0.1/old-123 from the cache (100 MB, last used on 1970-01-01): it takes at most 50 MB (CORSPEC_CACHE_LIMIT).',
    ]);
    const [name = ''] = await namesIn(surroundings.cacheHome);
    expect(name).toMatch(/^\d+\.\d+\.\d+\/installs-/);
  });

  test('removes nothing below 5 GB, without another limit', async () => {
    const [implementation, surroundings] = await packaged();
    const removed: string[] = [];
    await install(implementation, { onRemoved: (text) => removed.push(text) }, surroundings);
    expect(removed).toEqual([]);
    expect(await namesIn(surroundings.cacheHome)).toHaveLength(2);
    expect(await cacheText(surroundings)).toMatch(
      /^The cache of installations, .*corspec, takes 100 MB. It may take 5.0 GB \(CORSPEC_CACHE_LIMIT\)\.$/,
    );
  });

  test('keeps what was just installed although it alone exceeds the limit', async () => {
    const [implementation, surroundings] = await packaged('1B');
    await install(implementation, {}, surroundings);
    expect(await namesIn(surroundings.cacheHome)).toHaveLength(1);
    const running = await startImplementation(implementation, {}, { surroundings });
    onTestFinished(() => running.stop());
    expect(await boundCache(surroundings)).toEqual([]);
  });

  test('is refused when the limit is no size', async () => {
    const [implementation, surroundings] = await packaged('much');
    const { message } = await targetErrorOf(install(implementation, {}, surroundings));
    expect(message).toContain('CORSPEC_CACHE_LIMIT is "much": expected a size with its unit');
  });
});

test('a program that another process got meanwhile is not got again', async () => {
  const cacheHome = await temporaryFolder();
  const source: ProgramSource = { kind: 'pypi', requirement: 'corspec-no-such-package==1' };
  const folder = programFolder(cacheHome, source);
  await mkdir(folder, { recursive: true });
  await Promise.all(['kept', completeName].map((name) => writeFile(join(folder, name), '')));
  const run = { id: 'mine', environment: process.env, onLine: () => undefined };
  expect(await obtainPrograms([{ name: 'any', sources: [source] }], cacheHome, run)).toEqual([folder]);
  expect(existsSync(join(folder, 'kept'))).toBe(true);
  await rm(folder, { recursive: true });
});
