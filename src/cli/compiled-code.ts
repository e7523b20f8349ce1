import { existsSync, mkdirSync, rmSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageVersion } from '../package.ts';
import { cacheFolder } from '../system/cache-folder.ts';

/** `enableCompileCache` is of Node.js 22.8; it never throws. */
interface NodeModule {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/**
 * Has Node.js keep the code that it compiles, for the next start: a tenth of what a run costs. In the user's own cache folder, as other users
 * can write to the temporary one. Code of other versions of corspec is removed. Where the folder cannot be written to, nothing is
 * kept; nor in CI, where the next start has none of it.
 */
export function keepCompiledCode(
  env: NodeJS.ProcessEnv = process.env,
  { enableCompileCache }: NodeModule = nodeModule as unknown as NodeModule,
): void {
  if (enableCompileCache === undefined || env['CI']) return;
  const cache = cacheFolder(env, process.platform, homedir());
  const all = join(cache, 'corspec', 'compiled-code');
  const own = join(all, packageVersion);
  try {
    if (!existsSync(own)) rmSync(all, { recursive: true, force: true });
    // One by one: with `recursive`, Node.js 24 tries forever where a file system makes none, such as /proc.
    for (const folder of [cache, dirname(all), all, own]) if (!existsSync(folder)) mkdirSync(folder);
  } catch {
    return;
  }
  enableCompileCache(own);
}
