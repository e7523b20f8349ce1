import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type OutputFile, type Plugin } from 'esbuild';
import { packageRoot } from '../../src/package.ts';
import { licensesOf } from './licenses.ts';

/** What users of the package start or import; the configuration's module is for `corspec.config.ts` without a project. */
const entries = [
  'src/cli/main.ts',
  'src/cli/start.ts',
  'src/index.ts',
  'src/vitest.ts',
  'src/jest.ts',
  'src/playwright.ts',
  'src/config/config.ts',
];

const dist = join(packageRoot, 'dist');

/**
 * Writes corspec itself to `dist`: its entries, and chunks that they load when a command needs them. Node.js takes a
 * millisecond for each module, and one run would load 550: 350 of corspec, the rest of packages. So packages are part of
 * the chunks as well (`inlined.json`); those in `dependencies` are not, as they are large and only some commands need
 * them. Only zod is both: the types of results refer to it.
 */
export async function bundleProgram(
  dependencies: readonly string[],
  inlined: readonly string[],
): Promise<void> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: packageRoot,
    entryPoints: entries,
    outbase: '.',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    charset: 'utf8',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Packages that are CommonJS require modules of Node.js.
    banner: {
      js: "import { createRequire as createRequireOfChunk } from 'node:module';\nconst require = createRequireOfChunk(import.meta.url);",
    },
    external: dependencies.filter((name) => !inlined.includes(name)).flatMap((name) => [name, `${name}/*`]),
    legalComments: 'none',
    plugins: [jsoncAsModule],
  });
  await removeScripts();
  await Promise.all(outputFiles.map(write));
  await writeFile(join(dist, 'LICENSES.txt'), await licensesOf(Object.keys(metafile.inputs)));
}

async function write({ path, contents }: OutputFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

/** Scripts of earlier builds; nothing would load them, but `npm pack` would pack them. */
async function removeScripts(): Promise<void> {
  const files = await readdir(dist, { recursive: true }).catch(() => []);
  await Promise.all(files.filter(isOfProgram).map((path) => rm(join(dist, path), { force: true })));
}

/** Whether a script in `dist` is of the program: bundles are for browsers, and the website has its own build. */
export function isOfProgram(path: string): boolean {
  return path.endsWith('.js') && !/^(bundles|site)[\\/]/.test(path);
}

/**
 * Node.js loads jsonc-parser's CommonJS, which has a default export and requires files in a way that cannot be bundled.
 * Its modules have no default export.
 */
const jsoncAsModule: Plugin = {
  name: 'jsonc-as-module',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^jsonc-parser$/ }, ({ path }) => ({ path, namespace: 'jsonc' }));
    onLoad({ filter: /.*/, namespace: 'jsonc' }, () => ({
      contents: "export * as default from './node_modules/jsonc-parser/lib/esm/main.js';",
      resolveDir: packageRoot,
    }));
  },
};
