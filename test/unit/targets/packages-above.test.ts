import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../src/package.ts';
import { availability } from '../../../src/targets/availability.ts';
import {
  builtInServers,
  findImplementations,
  type Implementation,
} from '../../../src/targets/implementations.ts';
import { packagesAreAbove } from '../../../src/targets/packages-above.ts';
import { temporaryFolder } from './fixtures.ts';

/** A project with `cors` 2.8.6 installed and a server below it that wants some packages. */
async function serverWanting(dependencies: Record<string, string>): Promise<string> {
  const project = await temporaryFolder();
  const server = join(project, 'servers', 'mine');
  await mkdir(server, { recursive: true });
  await installed(project, 'cors', '2.8.6');
  await installed(project, '@koa/cors', '5.0.0');
  await installed(project, 'koa', '5.0.0');
  await writeFile(join(server, 'package.json'), JSON.stringify({ dependencies }));
  return server;
}

async function installed(folder: string, name: string, version: string): Promise<void> {
  const home = join(folder, 'node_modules', name);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify({ name, version }));
}

describe('packages above a folder', () => {
  test.each([
    ['each in the version that is named', { cors: '2.8.6', '@koa/cors': '5.0.0' }, true],
    ['one in another version', { cors: '2.8.5', '@koa/cors': '5.0.0' }, false],
    ['one not installed', { cors: '2.8.6', express: '5.3.0' }, false],
    ['a range, which is no version', { cors: '^2.8.6' }, false],
    ['one under another name', { cors: '2.8.6', koa: 'npm:@koa/cors@5.0.0' }, true],
    ['one under another name in another version', { cors: '2.8.6', koa: 'npm:@koa/cors@4.0.0' }, false],
    ['no packages named', {}, false],
  ])('%s', async (_, dependencies, expected) => {
    expect(await packagesAreAbove(await serverWanting(dependencies))).toBe(expected);
  });

  test("do not count when they are in the folder's own node_modules", async () => {
    const server = await serverWanting({ express: '5.3.0' });
    await installed(server, 'express', '5.3.0');
    expect(await packagesAreAbove(server)).toBe(false);
  });

  test('are found by the nearest, as imports are', async () => {
    const server = await serverWanting({ cors: '2.8.6' });
    await installed(join(server, '..'), 'cors', '2.8.5');
    expect(await packagesAreAbove(server)).toBe(false);
  });

  test('are not there when there is no package.json, or none that can be read', async () => {
    const server = await serverWanting({});
    await writeFile(join(server, 'package.json'), '{');
    expect([await packagesAreAbove(server), await packagesAreAbove(join(server, '..'))]).toEqual([
      false,
      false,
    ]);
  });
});

describe('the built-in implementations for Node.js', async () => {
  const { implementations } = await findImplementations([builtInServers]);
  const inJavaScript = implementations.filter(({ manifest }) => manifest.language === 'JavaScript');
  const forNode = inJavaScript.filter(({ manifest }) => manifest.start[0] === 'node');
  const withPackages = inJavaScript.filter(({ manifest }) => manifest.install.length > 0);

  test.each(forNode)('$id starts in a clone without an installation', async (implementation) => {
    expect(await availability(implementation)).toEqual({ available: true, installed: true });
  });

  test.each(withPackages)('$id has a lock file for the versions that it names', async ({ folder }) => {
    const { dependencies } = await json(join(folder, 'package.json'));
    const lock = await json(join(folder, 'package-lock.json'));
    expect(lock).toMatchObject({ packages: { '': { dependencies } } });
    expect(JSON.stringify(lock)).not.toContain('"resolved"');
  });

  test.each(withPackages)(
    '$id is not named in what a user of corspec installs',
    async ({ folder }: Implementation) => {
      const root = await json(join(packageRoot, 'package.json'));
      const wanted = Object.keys((await json(join(folder, 'package.json'))).dependencies ?? {});
      expect(wanted.filter((name) => name in (root.dependencies ?? {}))).toEqual([]);
      expect(wanted).not.toEqual([]);
    },
  );
});

async function json(path: string): Promise<{ readonly dependencies?: Record<string, string> }> {
  return JSON.parse(await readFile(path, 'utf8')) as { readonly dependencies?: Record<string, string> };
}
