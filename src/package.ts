import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package, whether corspec runs from its sources or from `dist`. What is not compiled (the
 * implementations in `servers/`, the script that runs in pages, the assets of the HTML report) is found from here.
 */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

const manifest = readManifest();

/** The version in `package.json`. */
export const packageVersion: string = manifest.version;

/** The home page in `package.json`. */
export const packageHomepage: string = manifest.homepage;

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`No package.json above ${from}: the installation of corspec is incomplete.`);
  }
}

function readManifest(): { readonly version: string; readonly homepage: string } {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
    homepage: string;
  };
}
