import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { axiosFolder, bundleNames, makeBundle } from '../src/bundles.ts';
import { packageRoot } from '../src/package.ts';

/** Writes what browsers get to `dist/bundles`. Part of `npm run build`. */
const folder = join(packageRoot, 'dist', 'bundles');
await mkdir(folder, { recursive: true });
await Promise.all(bundleNames.map((name) => writeFile(join(folder, name), makeBundle(name))));
await copyFile(join(axiosFolder(), 'LICENSE'), join(folder, 'axios.LICENSE.txt'));
