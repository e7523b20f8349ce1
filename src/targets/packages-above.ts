import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const packageManifest = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

type PackageManifest = z.infer<typeof packageManifest>;

/**
 * Whether all dependencies in the folder's package.json are installed in a parent folder, in exactly these versions. In a
 * clone of the repository they are: the packages are its development dependencies. The folder's own node_modules does not
 * count, because an installation there may have been interrupted.
 */
export async function packagesAreAbove(folder: string): Promise<boolean> {
  const wanted = Object.entries((await readManifest(folder))?.dependencies ?? {});
  if (wanted.length === 0) return false;
  // Node.js resolves imports from the real path of a module.
  const above = dirname(await realpath(folder));
  const found = await Promise.all(
    wanted.map(async ([name, version]) => (await versionAbove(above, name)) === withoutAlias(version)),
  );
  return found.every(Boolean);
}

/** A package under another name has the name in its version: `npm:express@4.22.3`. */
function withoutAlias(version: string): string {
  return version.replace(/^npm:.+@/, '');
}

/** The version that an import in `folder` gets, by Node's rule: the nearest `node_modules` that has the package. */
async function versionAbove(folder: string, name: string): Promise<string | undefined> {
  const manifest = await readManifest(join(folder, 'node_modules', ...name.split('/')));
  if (manifest !== null) return manifest.version;
  const parent = dirname(folder);
  return parent === folder ? undefined : versionAbove(parent, name);
}

async function readManifest(folder: string): Promise<PackageManifest | null> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return packageManifest.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
