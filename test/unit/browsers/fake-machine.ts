import type { Machine } from '../../../src/system/machine.ts';

/** A machine that has these executables and nothing else. */
export function fakeMachine(
  files: readonly string[],
  environment: Machine['environment'] = {},
  platform: NodeJS.Platform = 'linux',
): Machine {
  return {
    platform,
    environment,
    home: '/home/me',
    isRoot: false,
    isExecutable: (path) => files.includes(path),
    list: (folder) => [
      ...new Set(
        files
          .filter((file) => file.startsWith(`${folder}/`))
          .map((file) => file.slice(folder.length + 1).split('/', 1)[0] ?? ''),
      ),
    ],
  };
}
