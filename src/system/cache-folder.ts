import { join } from 'node:path';

/** The user's cache folder on this platform. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const fromPlatform = platform === 'win32' ? env['LOCALAPPDATA'] : undefined;
  return env['XDG_CACHE_HOME'] || fromPlatform || join(home, '.cache');
}
