import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withoutAuthorities } from '../../../src/browsers/certificate-authorities.ts';
import { thisMachine } from '../../../src/system/machine.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../../../src/system/temporary-folder.ts';

const list = '/etc/ssl/certs/ca-certificates.crt';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder.remove());

/** A machine whose only program is a Bubblewrap with this shell script. */
async function machineWith(script: string) {
  const file = join(folder.path, 'bwrap');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return { ...thisMachine(), environment: { PATH: folder.path } };
}

it.skipIf(!existsSync(list))('begins the command with Bubblewrap if that works', async () => {
  const prefix = await withoutAuthorities(await machineWith('exit 0'), folder.path);
  expect(prefix).toEqual([
    join(folder.path, 'bwrap'),
    '--dev-bind',
    '/',
    '/',
    '--ro-bind',
    join(folder.path, 'no-authorities.crt'),
    expect.stringMatching(/\.(crt|pem)$/),
  ]);
});

it('leaves the command as it is without Bubblewrap, and when user namespaces are not allowed', async () => {
  const nothing = { ...thisMachine(), environment: { PATH: join(folder.path, 'nothing') } };
  expect(await withoutAuthorities(nothing, folder.path)).toEqual([]);
  expect(await withoutAuthorities(await machineWith('exit 1'), folder.path)).toEqual([]);
});

const possible = await makeTemporaryFolder().then(async (own) => {
  const prefix = await withoutAuthorities(thisMachine(), own.path);
  await own.remove();
  return prefix.length > 0;
});

it.skipIf(!possible)('runs a program for which the list is empty', async () => {
  const [file, ...args] = [...(await withoutAuthorities(thisMachine(), folder.path)), 'cat', list];
  expect((await promisify(execFile)(file, args)).stdout).toBe('');
});
