import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepCompiledCode } from '../../../src/cli/compiled-code.ts';
import { packageVersion } from '../../../src/package.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'corspec-test-'));
});
afterEach(() => rm(cache, { recursive: true }));

function folders(env: NodeJS.ProcessEnv): readonly string[] {
  const asked: string[] = [];
  keepCompiledCode(env, { enableCompileCache: (folder) => asked.push(folder) });
  return asked;
}

it("keeps compiled code in the user's cache folder, of this version only", async () => {
  const all = join(cache, 'corspec', 'compiled-code');
  const [own, old] = [join(all, packageVersion), join(all, 'old')];
  await mkdir(old, { recursive: true });
  expect(folders({ XDG_CACHE_HOME: cache })).toEqual([own]);
  expect(existsSync(old)).toBe(false);
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'code'), '');
  expect(folders({ XDG_CACHE_HOME: cache })).toEqual([own]);
  expect(existsSync(join(own, 'code'))).toBe(true);
});

it('keeps none in CI, and none with a Node.js that cannot', () => {
  expect(folders({ XDG_CACHE_HOME: cache, CI: 'true' })).toEqual([]);
  expect(() => keepCompiledCode({ XDG_CACHE_HOME: cache }, {})).not.toThrow();
});

it('keeps none where the folder cannot be made', async () => {
  await writeFile(join(cache, 'file'), '');
  expect(folders({ XDG_CACHE_HOME: join(cache, 'file') })).toEqual([]);
});
