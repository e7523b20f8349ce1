import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';

/** What the site needs to know of the package. */
export interface SiteFacts {
  readonly version: string;
  /** The path that the site is served at, with slashes around it. */
  readonly base: string;
  /** The repository's page; null where package.json does not name it. */
  readonly repository: string | null;
}

interface Manifest {
  readonly version: string;
  readonly homepage?: string;
  readonly repository?: { readonly url?: string };
}

/** Stands for the base where that is not known: scripts/site/relative.ts makes links relative to it. */
export const unknownBase = '/base-is-not-known/';

export function siteFacts(): SiteFacts {
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Manifest;
  const repository = manifest.repository?.url?.replace(/^git\+/, '').replace(/\.git$/, '') ?? null;
  return { version: manifest.version, base: baseOf(manifest.homepage), repository };
}

/** GitHub Pages serves the repository `owner/name` at `/name/`; another home page is where the site is served. */
export function baseOf(homepage: string | undefined): string {
  if (homepage === undefined) return unknownBase;
  const { hostname, pathname } = new URL(homepage);
  const path = hostname === 'github.com' ? `/${pathname.split('/')[2] ?? ''}/` : `${pathname}/`;
  return path.replace(/\/+/g, '/');
}
