import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Esbuild from 'esbuild';
import { packageRoot } from './package.ts';

/** The bundles for browsers, by file name in `dist/bundles`, with their entry modules. */
const entries = {
  'page.js': 'src/page/in-browser/page.js',
  'frame.js': 'src/page/in-browser/frame.js',
  'worker.js': 'src/page/in-browser/worker.js',
  'frame-set.js': 'src/page/in-browser/frame-set-page.js',
  'report.js': 'reports/html/assets/app.js',
  'report.css': 'reports/html/assets/style/index.css',
  'history.css': 'reports/html/assets/style/history.css',
} as const;

export type BundleName = keyof typeof entries | 'axios.js';

/** All bundles, which `npm run build` writes. */
export const bundleNames: readonly BundleName[] = [
  ...(Object.keys(entries) as (keyof typeof entries)[]),
  'axios.js',
];

/**
 * The content of a bundle. corspec in `dist` reads the file that the build wrote; from sources, as in tests and project
 * scripts, the bundle is built, so that it is never out of date.
 */
export function readBundle(name: BundleName): string {
  if (import.meta.url.endsWith('.ts')) return makeBundle(name);
  return readFileSync(join(packageRoot, 'dist', 'bundles', name), 'utf8');
}

/** Builds a bundle with esbuild, which is a development dependency. */
export function makeBundle(name: BundleName): string {
  if (name === 'axios.js') return readFileSync(join(axiosFolder(), 'dist', 'esm', 'axios.min.js'), 'utf8');
  const { buildSync } = packageAt('esbuild') as typeof Esbuild;
  const { outputFiles } = buildSync({
    absWorkingDir: packageRoot,
    entryPoints: [entries[name]],
    bundle: true,
    write: false,
    charset: 'utf8',
    target: 'esnext',
    // The report's script is a classic one.
    format: name === 'report.js' ? 'iife' : 'esm',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild has no output for ${entries[name]}.`);
  return file.text;
}

/** The folder of axios. Its `exports` do not include its module for browsers, which is next to its package.json. */
export function axiosFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('axios/package.json'));
}

function packageAt(name: string): unknown {
  const load = createRequire(import.meta.url);
  return load(name);
}
