import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/package.ts';

/** An example as a project of its own, with the packages of this repository. */
export interface Example {
  readonly folder: string;
  /** Replaces a part of one of its files. */
  change(file: string, from: string, to: string): Promise<void>;
  /** Runs a script of a package, such as `vitest/vitest.mjs`, or of Node.js: `--test`. */
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  remove(): Promise<void>;
}

interface Ended {
  readonly status: number;
  readonly output: string;
}

export async function copyExample(name: string): Promise<Example> {
  const folder = await mkdtemp(join(tmpdir(), `corspec-example-`));
  await cp(join(packageRoot, 'examples', name), folder, { recursive: true });
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
  for (const id of Object.keys({ ...dependencies, ...devDependencies })) {
    const link = join(folder, 'node_modules', id);
    await mkdir(dirname(link), { recursive: true });
    await symlink(id === 'corspec' ? packageRoot : join(packageRoot, 'node_modules', id), link);
  }
  return {
    folder,
    async change(file, from, to) {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not contain ${from}.`);
      await writeFile(path, text.replace(from, to));
    },
    run: (words, env = {}) => run(folder, words, env),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the runner of this test tells its children would change what theirs do. */
const ownVariables = /^(VITEST|NODE_TEST|JEST|TEST|PW|NODE_OPTIONS|FORCE_COLOR)/;

function run(
  cwd: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => !ownVariables.test(name));
  const env = { ...Object.fromEntries(kept), NO_COLOR: '1', ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [...words], { cwd, env }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ status, output: stdout + stderr });
    });
  });
}
