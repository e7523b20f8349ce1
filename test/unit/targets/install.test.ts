import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { availability } from '../../../src/targets/availability.ts';
import { type Implementation, readImplementation } from '../../../src/targets/implementations.ts';
import { install, installWithNote } from '../../../src/targets/install.ts';
import { withLock } from '../../../src/targets/install-lock.ts';
import { findProgram, thisMachine } from '../../../src/system/machine.ts';
import { helpFor } from '../../../src/targets/programs/help.ts';
import { startImplementation } from '../../../src/targets/start.ts';
import { cacheFolder } from '../../../src/system/cache-folder.ts';
import { type InstallContext, currentInstallContext } from '../../../src/targets/work-folder.ts';
import { fixture, ownFixture, targetErrorOf, temporaryFolder } from './fixtures.ts';

/** How often the install commands of the fixture `installs` were run in a folder. */
async function runsIn(folder: string): Promise<number> {
  const log = await readFile(join(folder, 'installs.log'), 'utf8').catch(() => '');
  return log.split('\n').length - 1;
}

describe('availability', () => {
  test('is there when nothing has to be installed', async () => {
    expect(await availability(await fixture('well-behaved'))).toEqual({ available: true, installed: true });
  });

  test('tells that an installation is to be done', async () => {
    expect(await availability(await ownFixture('installs'))).toEqual({ available: true, installed: false });
  });

  test('is not there when a program is missing, and says which and what would help', async () => {
    expect(await availability(await fixture('needs-the-impossible'))).toEqual({
      available: false,
      reason: 'corspec-no-such-program is not on PATH',
      help: 'Install corspec-no-such-program and make sure that `corspec-no-such-program` is on PATH.',
    });
  });

  test('a program is a file on PATH that may be run', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'text'), '');
    // On Windows, the ending says what may be run.
    const program = join(folder, process.platform === 'win32' ? 'program.cmd' : 'program');
    await writeFile(program, '');
    await chmod(program, 0o755);
    const machine = { ...thisMachine(), environment: { PATH: ['/nowhere', folder].join(delimiter) } };
    const found = ['folder', 'text', 'program'].map((name) => findProgram(name, machine));
    expect(found).toEqual([null, null, program]);
  });

  test.each([
    ['darwin', 'brew install go'],
    ['linux', 'sudo apt-get install golang-go (package names may differ on your distribution)'],
    ['win32', 'Install go and make sure that `go` is on PATH.'],
  ] as const)('the help is that of the platform: %s', (platform, help) => {
    expect(helpFor('go', platform)).toBe(help);
  });
});

describe('installing', () => {
  test('runs the commands in order, and tells them and their output', async () => {
    const implementation = await ownFixture('install-fails');
    const lines: string[] = [];
    await install(implementation, { onLine: (line) => lines.push(line) }).catch(() => undefined);
    expect(lines.slice(0, 2)).toEqual(['$ echo fetching', 'fetching']);
    expect(lines).toContain('no such package: \\x1b[1mcors');
    expect(lines).not.toContain('$ echo never reached');
  });

  test('makes it start', async () => {
    const implementation = await ownFixture('installs');
    await install(implementation);
    const running = await startImplementation(implementation, {});
    onTestFinished(() => running.stop());
    expect(running.versions).toEqual({ made: 'by install' });
  });

  test('is done once', async () => {
    const implementation = await ownFixture('installs');
    await install(implementation);
    await install(implementation);
    expect(await runsIn(implementation.folder)).toBe(1);
  });

  test('is done once by several at the same time', async () => {
    const implementation = await ownFixture('installs');
    await Promise.all([install(implementation), install(implementation), install(implementation)]);
    expect(await runsIn(implementation.folder)).toBe(1);
  });

  test.each(['server.json', 'requirements.txt', 'package-lock.json', 'main.go'])(
    'is done again when %s has changed',
    async (name) => {
      const implementation = await ownFixture('installs');
      await install(implementation);
      await writeFile(join(implementation.folder, name), '{"other": true}');
      await install(implementation);
      expect(await runsIn(implementation.folder)).toBe(2);
    },
  );

  test('is not done again when a script that nobody compiles has changed', async () => {
    const implementation = await ownFixture('installs');
    await install(implementation);
    await writeFile(join(implementation.folder, 'server.js'), '');
    await install(implementation);
    expect(await runsIn(implementation.folder)).toBe(1);
  });

  test('is done again when its mark is gone', async () => {
    const implementation = await ownFixture('installs');
    await install(implementation);
    await rm(join(implementation.folder, '.corspec-installed'));
    await install(implementation);
    expect(await runsIn(implementation.folder)).toBe(2);
  });

  test('that fails says which command, how it ended, where, and what it wrote', async () => {
    const implementation = await ownFixture('install-fails');
    const error = await targetErrorOf(install(implementation));
    expect(error.kind).toBe('install-failed');
    expect(error.message).toContain('exit 7` failed with exit status 7 in ');
    expect(error.message).toMatch(/End of its output:\n {2}no such package: \\x1b\[1mcors$/);
  });

  test('is told when it begins and when it is done', async () => {
    const implementation = await ownFixture('installs');
    const notes: string[] = [];
    const onNote = (text: string) => notes.push(text);
    await installWithNote(implementation, onNote);
    await installWithNote(implementation, onNote);
    expect(notes).toEqual([
      `Installing installs (once) in ${implementation.folder}…`,
      expect.stringMatching(/^Installed installs \(\d+ s, \d+ B\)\.$/),
    ]);
  });

  test('that fails does not count', async () => {
    const implementation = await ownFixture('install-fails');
    await install(implementation).catch(() => undefined);
    expect(await availability(implementation)).toEqual({ available: true, installed: false });
  });

  test('is refused when a program is missing', async () => {
    expect(await targetErrorOf(install(await fixture('needs-the-impossible')))).toMatchObject({
      kind: 'unavailable',
    });
  });
});

describe('in a folder that cannot be written to', () => {
  async function readOnly(): Promise<{ implementation: Implementation; surroundings: InstallContext }> {
    const implementation = await ownFixture('installs');
    const writable = (folder: string) => Promise.resolve(folder !== implementation.folder);
    return { implementation, surroundings: { cacheHome: await temporaryFolder(), writable } };
  }

  test('it is installed and started in a copy, with what it shares beside it', async () => {
    const { implementation, surroundings } = await readOnly();
    await install(implementation, undefined, surroundings);
    const running = await startImplementation(implementation, {}, { surroundings });
    onTestFinished(() => running.stop());
    expect(running.versions).toEqual({ made: 'by install' });
    expect(await runsIn(implementation.folder)).toBe(0);
  });

  test('the copy is made again when anything in the folder has changed', async () => {
    const { implementation, surroundings } = await readOnly();
    await install(implementation, undefined, surroundings);
    await writeFile(join(implementation.folder, 'server.js'), 'process.exit(42)');
    expect(await availability(implementation, surroundings)).toEqual({ available: true, installed: false });
    await install(implementation, undefined, surroundings);
    const error = await targetErrorOf(startImplementation(implementation, {}, { surroundings }));
    expect(error.message).toContain('exit status 42');
  });

  test('what was installed there before, as by a system package, is used', async () => {
    const { implementation, surroundings } = await readOnly();
    await install(implementation);
    expect(await availability(implementation, surroundings)).toEqual({ available: true, installed: true });
  });

  test.each([
    ['linux', { XDG_CACHE_HOME: '/caches' }, '/caches'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local'],
    ['linux', { LOCALAPPDATA: '/local' }, join('/home/user', '.cache')],
    ['darwin', {}, join('/home/user', '.cache')],
  ] as const)('the cache of %s with %j is %s', (platform, env, expected) => {
    expect(cacheFolder(env, platform, '/home/user')).toBe(expected);
  });
});

describe('in a folder that a package manager owns', () => {
  async function packaged(): Promise<Implementation> {
    const original = await ownFixture('installs');
    const folder = join(await temporaryFolder(), 'node_modules', 'corspec', 'servers');
    await cp(dirname(original.folder), folder, { recursive: true });
    return readImplementation(join(folder, 'installs'));
  }

  test('it is installed in the cache, once for all projects that have the same', async () => {
    const [first, second] = [await packaged(), await packaged()];
    const surroundings = { ...currentInstallContext(), cacheHome: await temporaryFolder() };
    await install(first, {}, surroundings);
    expect(await runsIn(first.folder)).toBe(0);
    expect(await availability(second, surroundings)).toEqual({ available: true, installed: true });
    const running = await startImplementation(second, {}, { surroundings });
    onTestFinished(() => running.stop());
    expect(running.versions).toEqual({ made: 'by install' });
  });
});

describe('the lock of an installation', () => {
  const options = { pollMs: 5 };

  test('lets one in after the other', async () => {
    const lock = join(await temporaryFolder(), 'lock');
    let inside = 0;
    const most: number[] = [];
    const visit = async () => {
      most.push(++inside);
      await readFile(import.meta.filename);
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(lock, visit, options)));
    expect(most).toEqual([1, 1, 1, 1, 1]);
  });

  test('is given back when the action fails', async () => {
    const lock = join(await temporaryFolder(), 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('broken')), options)).rejects.toThrow(
      'broken',
    );
    expect(await withLock(lock, () => Promise.resolve('in'), options)).toBe('in');
  });

  test('of a process that is gone is taken away', async () => {
    const lock = await lockOf({ pid: pidOfTheDead() });
    expect(await withLock(lock, () => Promise.resolve('in'), options)).toBe('in');
  });

  test('of a process on another machine is taken away when it gives no sign of life', async () => {
    const lock = await lockOf({ host: 'elsewhere.example.test' });
    await utimes(lock, 0, 0);
    expect(await withLock(lock, () => Promise.resolve('in'), options)).toBe('in');
  });

  test('of a process that lives is waited for', async () => {
    const lock = await lockOf({});
    const waits: string[] = [];
    const onWait = () => {
      waits.push('waiting');
      void rm(lock, { recursive: true });
    };
    await withLock(lock, () => Promise.resolve(waits.push('in')), { ...options, onWait });
    expect(waits).toEqual(['waiting', 'in']);
  });
});

async function lockOf(owner: { pid?: number; host?: string }): Promise<string> {
  const lock = join(await temporaryFolder(), 'lock');
  await mkdir(lock);
  const whole = { token: 'of another', pid: process.pid, host: hostname(), ...owner };
  await writeFile(join(lock, 'owner.json'), JSON.stringify(whole));
  return lock;
}

function pidOfTheDead(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
