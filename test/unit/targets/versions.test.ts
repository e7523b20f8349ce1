import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  builtInServers,
  findImplementations,
  type Implementation,
} from '../../../src/targets/implementations.ts';
import { pinnedVersion } from '../../../src/targets/pinned-version.ts';
import { programVersion } from '../../../src/targets/programs/version.ts';
import { ownFixture, temporaryFolder } from './fixtures.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const { implementations } = await findImplementations([builtInServers]);

/** Files that say which libraries an implementation uses, in each ecosystem. */
const dependencyFiles = [
  'package-lock.json',
  'requirements.txt',
  'go.sum',
  'pom.xml',
  'Cargo.lock',
  'Gemfile.lock',
];

function locks({ folder, manifest }: Implementation): readonly string[] {
  const kits = (manifest.uses ?? []).map((kit) => join(builtInServers, 'shared', kit));
  return [folder, ...kits]
    .flatMap((one) => dependencyFiles.map((name) => join(one, name)))
    .filter((path) => existsSync(path));
}

const locking = implementations.filter((one) => locks(one).length > 0);

test('built-in implementations of all ecosystems lock a library', () => {
  const names = new Set(locking.flatMap(locks).map((path) => path.slice(dirname(path).length + 1)));
  expect([...names].sort()).toEqual([
    'Cargo.lock',
    'go.sum',
    'package-lock.json',
    'pom.xml',
    'requirements.txt',
  ]);
});

test.each(locking.map((one) => [one.id, one] as const))(
  '%s shows the version that it locks',
  async (_, one) => {
    const version = (await pinnedVersion(one)) ?? 'none';
    expect(version).toMatch(/^\d+\.\d/);
    const texts = await Promise.all(locks(one).map((path) => readFile(path, 'utf8')));
    expect(texts.join('\n')).toContain(version);
  },
);

describe('implementations that lock no library', () => {
  const others = implementations.filter((one) => locks(one).length === 0 && one.id !== 'reference');

  /** Programs on PATH that print a version in their own form, with nothing else there. */
  async function programs(): Promise<void> {
    const folder = await temporaryFolder();
    const printed: Readonly<Record<string, string>> = {
      apache2: 'Server version: Apache/9.8.7 (Debian)',
      caddy: 'v9.8.7 h1:x',
      envoy: 'envoy  version: 0a1b/9.8.7/Clean/RELEASE/BoringSSL',
      haproxy: 'HAProxy version 9.8.7-1 2026/01/01',
      lighttpd: 'lighttpd/9.8.7 (ssl)',
      nginx: 'nginx version: nginx/9.8.7',
      php: '9.8.7',
      traefik: 'Version:      9.8.7',
      varnishd: 'varnishd (varnish-9.8.7 revision 0)',
      ruby: '9.8.7',
      perl: '9.8.7',
    };
    for (const [name, text] of Object.entries(printed)) {
      await writeFile(join(folder, name), `#!/bin/sh\necho '${text}'\n`);
      await chmod(join(folder, name), 0o755);
    }
    vi.stubEnv('PATH', [folder, '/bin'].join(delimiter));
  }

  test.skipIf(process.platform === 'win32').each(others.map((one) => [one.id, one] as const))(
    '%s shows the version that its program prints',
    async (_, one) => {
      await programs();
      expect(await programVersion(one)).toBe('9.8.7');
    },
  );

  test.skipIf(process.platform === 'win32')('a program that fails has no version', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'ruby'), "#!/bin/sh\necho '9.8.7'\nexit 1\n");
    await chmod(join(folder, 'ruby'), 0o755);
    vi.stubEnv('PATH', [folder, '/bin'].join(delimiter));
    const rack = implementations.find(({ id }) => id === 'rack-cors');
    expect(rack && (await programVersion(rack))).toBeNull();
  });

  test('a program that is not there has no version', async () => {
    vi.stubEnv('PATH', await temporaryFolder());
    vi.stubEnv('XDG_CACHE_HOME', await temporaryFolder());
    const envoy = implementations.find(({ id }) => id === 'envoy');
    expect(envoy && (await programVersion(envoy))).toBeNull();
  });
});

const lock = (version: string) =>
  JSON.stringify({
    packages: {
      '': {},
      'node_modules/cors': { version },
      'node_modules/a/node_modules/cors': { version: '1.0.0' },
    },
  });

test.each([
  ['package.json', '{"dependencies": {"express": "5.3.0", "@x/cors": "1.0.0", "cors": "2.8.6"}}', 'cors', '2.8.6'],
  ['package.json', '{"dependencies": {"hono": "4.1.0"}}', 'Hono', '4.1.0'],
  ['package.json', '{"dependencies": {"@hapi/inert": "7.1.2", "@hapi/hapi": "21.4.10"}}', 'hapi', '21.4.10'],
  ['package.json', '{"dependencies": {"@nestjs/common": "12.5.0", "@nestjs/core": "12.5.1"}}', 'NestJS', '12.5.1'],
  ['package.json', '{"dependencies": {"@other/cors": "1.0.0"}}', 'cors', null],
  ['package.json', '{"dependencies": [', 'cors', null],
  ['package-lock.json', lock('2.8.6'), 'cors', null],
  ['requirements.txt', 'flask==3.1.2\nFlask_Cors==6.0.1 ; python_version > "3"\n', 'Flask-CORS', '6.0.1'],
  ['requirements.txt', 'flask==3.1.2\n', 'Flask-CORS', null],
  ['go.mod', 'module x\n\nrequire (\n\tgithub.com/gin-contrib/cors v1.7.7\n)\n', 'gin-contrib/cors', '1.7.7'],
  ['go.mod', 'module x\n\nrequire github.com/rs/cors v1.11.1\n', 'rs/cors', '1.11.1'],
  ['go.mod', 'module x\n\nrequire github.com/labstack/echo/v5 v5.4.4\n', 'Echo', '5.4.4'],
  ['Cargo.toml', '[dependencies]\ntower-http = { version = "0.7.1", features = ["cors"] }\n', 'tower-http', '0.7.1'],
  ['pom.xml', '<properties>\n<spring-boot.version>4.1.2</spring-boot.version>\n</properties>', 'Spring Boot', '4.1.2'],
  ['pom.xml', '<dependency>\n<version>${jetty.version}</version>\n</dependency>', 'Jetty', null],
  ['Gemfile.lock', 'GEM\n  specs:\n    rack-cors (3.0.0)\n      rack (>= 3.0.14)\n    rack (3.2.0)\n', 'rack-cors', '3.0.0'],
])('the version that %s states: %s', async (file, content, middleware, expected) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, file), content);
  const { manifest } = await ownFixture('installs');
  const implementation = { id: 'x', folder, manifest: { ...manifest, framework: 'none', middleware } };
  expect(await pinnedVersion(implementation)).toBe(expected);
}); // prettier-ignore

test.each([
  ['package.json', '{"dependencies": {"cors": "^2.8.0"}}', 'package-lock.json', lock('2.8.6'), 'cors', '2.8.6'],
  ['Cargo.toml', 'poem = "3.1"\n', 'Cargo.lock', '[[package]]\nname = "poem"\nversion = "3.1.12"\n', 'poem', '3.1.12'],
])('a version that %s leaves open is that of the lock file', async (file, content, lockFile, locked, middleware, expected) => {
  const { folder, manifest } = await ownFixture('installs');
  await writeFile(join(folder, file), content);
  await writeFile(join(folder, lockFile), locked);
  expect(await pinnedVersion({ id: 'x', folder, manifest: { ...manifest, middleware } })).toBe(expected);
}); // prettier-ignore

test('the version can be in the dependency file of a kit', async () => {
  const { folder, manifest } = await ownFixture('installs');
  const kit = (name: string) => join(dirname(folder), 'shared', name);
  for (const [name, version] of [
    ['used', '0.7.1'],
    ['other', '0.6.0'],
  ] as const) {
    // prettier-ignore
    await mkdir(kit(name), { recursive: true });
    await writeFile(
      join(kit(name), 'Cargo.toml'),
      `[dependencies]\ntower-http = { version = "${version}" }\n`,
    );
  }
  const using = { ...manifest, uses: ['used'], middleware: 'tower-http' };
  expect(await pinnedVersion({ id: 'x', folder, manifest: using })).toBe('0.7.1');
});
