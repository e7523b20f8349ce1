import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { need } from '../requirements.ts';
import { type Ended, startCorspec, untilEnded } from './command.ts';

const words = ['run', 'reference', '--policy', 'public', '--scenario', 'simple/get-allowed'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-test-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true }));

/** The cause is named, and corspec does not take it for a fault of its own. */
function expectNamed({ status, stderr }: Ended, cause: RegExp): void {
  expect(stderr).toMatch(cause);
  expect(stderr).not.toContain('bug in corspec');
  expect(status).toBe(3);
}

for (const browser of ['chromium', 'firefox', 'webkit'] as const) {
  const { missing } = await need(browser, 'proc');
  describe.skipIf(missing)(browser, () => {
    it.each([
      ['is missing', 'absent', /temporary folder .*absent cannot be used: folder not found/],
      ['is a file', 'file', /temporary folder .*file cannot be used: not a folder/],
    ])('names a temporary folder that %s', async (_, name, cause) => {
      const env = { ...process.env, TMPDIR: join(folder, name) };
      expectNamed(await untilEnded(startCorspec([...words, '--browser', browser], env)), cause);
    });

    it.each([64, 100])('names a limit of %i open files', async (limit) => {
      const main = join(packageRoot, 'dist/src/cli/main.js');
      const script = `ulimit -n ${limit} && exec "$0" "$@"`;
      const corspec = spawn('sh', ['-c', script, process.execPath, main, ...words, '--browser', browser]);
      const ended = await untilEnded(corspec);
      expectNamed(ended, /Too many open files: .*ulimit -n 1024/);
    });
  });
}

const mounts = process.platform === 'linux' && process.getuid?.() === 0;

it.skipIf(!mounts)('names a temporary folder that is full', async (context) => {
  // A mount that only these processes see.
  const script = `mount -t tmpfs -o size=64k tmpfs "$TMPDIR" || exit 77; exec "$0" "$@"`;
  const main = join(packageRoot, 'dist/src/cli/main.js');
  const full = await mkdtemp(join(folder, 'full-'));
  const corspec = spawn('unshare', ['--mount', 'sh', '-c', script, process.execPath, main, ...words], {
    env: { ...process.env, TMPDIR: full },
  });
  const ended = await untilEnded(corspec);
  if (ended.status === 77 || ended.stderr.includes('unshare')) context.skip('mounting is not allowed here');
  expectNamed(ended, /temporary folder .* is full: \d+ KiB are free/);
});
