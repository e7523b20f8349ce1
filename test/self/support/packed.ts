import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../src/package.ts';

export const runProgram = promisify(execFile);

/** npm tells its children by `npm_…` variables which package they are run from; here it is another one. */
export const userEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
);

/** A project of a user, `<folder>/user`, with corspec installed from its tarball. */
export interface Installed {
  /** Paths within the tarball. */
  readonly packed: readonly string[];
  /** The package as its user has it. */
  readonly root: string;
}

export async function packAndInstall(folder: string): Promise<Installed> {
  const user = join(folder, 'user');
  await mkdir(user);
  await writeFile(join(user, 'package.json'), '{ "private": true }\n');
  await runProgram('npm', ['pack', '--pack-destination', folder], {
    cwd: packageRoot,
    env: userEnvironment,
  });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))!;
  const quick = ['--prefer-offline', '--no-audit', '--no-fund'];
  await runProgram('npm', ['install', ...quick, join(folder, tarball)], { cwd: user, env: userEnvironment });
  const { stdout } = await runProgram('tar', ['-tzf', join(folder, tarball)]);
  const packed = stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  return { packed, root: join(user, 'node_modules/corspec') };
}

/** Runs the command as `npx` does in the user's folder, and without a way to fetch it from anywhere else. */
export function npxCorspec(
  folder: string,
  variables: NodeJS.ProcessEnv,
  ...args: readonly string[]
): Promise<{ stdout: string; stderr: string }> {
  return runProgram('npx', ['--no-install', 'corspec', ...args], {
    cwd: join(folder, 'user'),
    env: {
      ...userEnvironment,
      XDG_CACHE_HOME: join(folder, 'cache'),
      NO_UPDATE_NOTIFIER: '1',
      ...variables,
    },
    maxBuffer: 64 * 1024 ** 2,
  });
}
