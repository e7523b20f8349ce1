import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { availability } from '../../../src/targets/availability.ts';
import { type Implementation, readImplementation } from '../../../src/targets/implementations.ts';
import { install } from '../../../src/targets/install.ts';
import { installedSize } from '../../../src/targets/installed-size.ts';
import { ownFixture } from './fixtures.ts';

/** An implementation that uses one of two kits. */
async function withKits(): Promise<{ implementation: Implementation; kit: (name: string) => string }> {
  const { folder, manifest } = await ownFixture('installs');
  const kit = (name: string) => join(dirname(folder), 'shared', name);
  for (const name of ['used', 'other']) await mkdir(kit(name), { recursive: true });
  await writeFile(join(folder, 'server.json'), JSON.stringify({ ...manifest, uses: ['used'] }));
  return { implementation: await readImplementation(folder), kit };
}

async function isInstalled(implementation: Implementation): Promise<boolean> {
  const state = await availability(implementation);
  return state.available && state.installed;
}

describe('an implementation that names its kits', () => {
  test.each([
    ['used', 'Cargo.lock', false],
    ['used', 'pom.xml', false],
    ['used', 'go.sum', false],
    ['used', 'requirements-asgi.txt', false],
    ['used', 'lib.rs', false],
    ['used', 'kit.js', true],
    ['other', 'Cargo.lock', true],
    ['other', 'lib.rs', true],
    ['assets', 'lib.rs', false],
  ])('with a new %s/%s: it is still installed: %s', async (name, file, expected) => {
    const { implementation, kit } = await withKits();
    await install(implementation);
    expect(await isInstalled(implementation)).toBe(true);
    await mkdir(kit(name), { recursive: true });
    await writeFile(join(kit(name), file), 'new');
    expect(await isInstalled(implementation)).toBe(expected);
  });

  test('has to name kits that exist; the error lists them', async () => {
    const { implementation, kit } = await withKits();
    const { folder, manifest } = implementation;
    await writeFile(join(folder, 'server.json'), JSON.stringify({ ...manifest, uses: ['used', 'uset'] }));
    await expect(readImplementation(folder)).rejects.toThrow(
      `uses[1]: ${kit('uset')} does not exist. There are: `,
    );
  });
});

test.each([
  ['contract.go', false],
  ['notes.md', true],
])(
  'with a new %s in the module that its go.mod takes from a folder: it is still installed: %s',
  async (file, expected) => {
    const implementation = await ownFixture('installs');
    const { folder } = implementation;
    const module = join(dirname(folder), 'elsewhere');
    await mkdir(module);
    const replacement = 'replace (\n\ta.test/contract => ../elsewhere\n)\n';
    await writeFile(join(folder, 'go.mod'), `module x\n\n${replacement}`);
    await install(implementation);
    await writeFile(join(module, file), 'new');
    expect(await isInstalled(implementation)).toBe(expected);
  },
);

test('the size of what was installed is known', async () => {
  const implementation = await ownFixture('installs');
  expect(await installedSize(implementation)).toBeNull();
  await writeFile(join(implementation.folder, 'large.bin'), Buffer.alloc(5000));
  await install(implementation);
  expect(await installedSize(implementation)).toBeGreaterThan(5000);
});
