import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/package.ts';

/** Texts by path below the source of the site. */
export type SourcePages = ReadonlyMap<string, string>;

export const siteFolder = join(packageRoot, 'site');
const sourceFolder = join(siteFolder, '.source');

/** The settings of a page, as VitePress takes them. */
export function frontmatter(settings: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ['---', ...lines, '---'].join('\n');
}

/** Writes the source of the site anew: the pages that are written by hand, and all others. */
export function writeSource(pages: SourcePages): void {
  rmSync(sourceFolder, { recursive: true, force: true });
  cpSync(join(siteFolder, 'pages'), sourceFolder, { recursive: true });
  for (const [path, text] of pages) {
    const file = join(sourceFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(join(packageRoot, 'results/matrix.json.gz'), join(sourceFolder, 'public/matrix.json.gz'));
}
