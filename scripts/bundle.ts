import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { axiosFolder, bundleNames, makeBundle } from '../src/bundles.ts';
import { packageRoot } from '../src/package.ts';
import { bundleProgram } from './bundle/program.ts';

/** Writes corspec and what browsers get to `dist`. Part of `npm run build`. */
const folder = join(packageRoot, 'dist', 'bundles');
await bundleProgram(await dependencies(), await json<readonly string[]>('scripts/bundle/inlined.json'));
await mkdir(folder, { recursive: true });
await Promise.all(bundleNames.map((name) => writeFile(join(folder, name), makeBundle(name))));
await copyFile(join(axiosFolder(), 'LICENSE'), join(folder, 'axios.LICENSE.txt'));

/** What a project that installs corspec has. */
async function dependencies(): Promise<readonly string[]> {
  const manifest = await json<Readonly<Record<'dependencies' | 'peerDependencies', object>>>('package.json');
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
}

async function json<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(join(packageRoot, path), 'utf8')) as Content;
}
