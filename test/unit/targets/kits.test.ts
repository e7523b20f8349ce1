import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { availability } from '../../../src/targets/availability.ts';
import { type Implementation, readImplementation } from '../../../src/targets/implementations.ts';
import { install } from '../../../src/targets/install.ts';
import { installedSize } from '../../../src/targets/installed-size.ts';
import { pinnedVersion } from '../../../src/targets/pinned-version.ts';
import { ownFixture, temporaryFolder } from './fixtures.ts';

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

test.each([
  ['package.json', '{"dependencies": {"express": "5.3.0", "@x/cors": "1.0.0", "cors": "2.8.6"}}', 'cors', '2.8.6'],
  ['package.json', '{"dependencies": {"hono": "4.1.0"}}', 'Hono', '4.1.0'],
  ['package.json', '{"dependencies": [', 'cors', null],
  ['requirements.txt', 'flask==3.1.2\nFlask_Cors==6.0.1 ; python_version > "3"\n', 'Flask-CORS', '6.0.1'],
  ['requirements.txt', 'flask==3.1.2\n', 'Flask-CORS', null],
  ['go.mod', 'module x\n\nrequire (\n\tgithub.com/gin-contrib/cors v1.7.7\n)\n', 'gin-contrib/cors', '1.7.7'],
  ['go.mod', 'module x\n\nrequire github.com/rs/cors v1.11.1\n', 'rs/cors', '1.11.1'],
  ['Cargo.toml', '[dependencies]\ntower-http = { version = "0.7.1", features = ["cors"] }\n', 'tower-http', '0.7.1'],
  ['pom.xml', '<properties>\n<spring-boot.version>4.1.2</spring-boot.version>\n</properties>', 'Spring Boot', '4.1.2'],
  ['pom.xml', '<dependency>\n<version>${jetty.version}</version>\n</dependency>', 'Jetty', null],
])('the version that %s states: %s', async (file, content, middleware, expected) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, file), content);
  const { manifest } = await ownFixture('installs');
  const implementation = { id: 'x', folder, manifest: { ...manifest, framework: 'none', middleware } };
  expect(await pinnedVersion(implementation)).toBe(expected);
}); // prettier-ignore

test('the version can be in the dependency file of a kit', async () => {
  const { implementation, kit } = await withKits();
  await writeFile(join(kit('used'), 'Cargo.toml'), '[dependencies]\ntower-http = { version = "0.7.1" }\n');
  await writeFile(join(kit('other'), 'Cargo.toml'), '[dependencies]\ntower-http = { version = "0.6.0" }\n');
  const manifest = { ...implementation.manifest, middleware: 'tower-http' };
  expect(await pinnedVersion({ ...implementation, manifest })).toBe('0.7.1');
});
