import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { packageRoot } from '../../src/package.ts';

export const builtSite = join(packageRoot, 'dist/site');

/** Paths of all files of the built site, with slashes. */
export function builtFiles(): readonly string[] {
  return readdirSync(builtSite, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(builtSite, path)).isFile())
    .sort();
}

export function readBuilt(path: string): string {
  return readFileSync(join(builtSite, path), 'utf8');
}

/** The most bytes that the site may have, without recorded runs. */
export const mostBytes = 5_000_000;

/** The results of the matrix, the pages that show them, and the badges: these grow with each implementation. */
const recordedRuns = /^(matrix\.json\.gz$|matrix\/|badges\/|assets\/matrix_)/;

export function sizeOf(paths: readonly string[]): number {
  return allBytes(paths.filter((path) => !recordedRuns.test(path)));
}

/** Recorded runs included. */
export function allBytes(paths: readonly string[]): number {
  return paths.reduce((bytes, path) => bytes + statSync(join(builtSite, path)).size, 0);
}

/**
 * Removes the texts of pages from scripts: pages are loaded whole (site/.vitepress/theme/index.js), so that only the small script of each
 * page is ever asked for, which has no text.
 */
export function removeUnusedScripts(): void {
  const files = builtFiles();
  for (const path of files) {
    const isWhole = /^assets\/.*\.md\..*\.js$/.test(path) && !path.endsWith('.lean.js');
    if (isWhole && files.includes(path.replace(/\.js$/, '.lean.js'))) rmSync(join(builtSite, path));
  }
}

interface BuiltPage {
  readonly ids: ReadonlySet<string>;
  /** Values of href and src. */
  readonly links: readonly string[];
  /** What the page loads by itself. */
  readonly loads: readonly string[];
}

function readPage(path: string): BuiltPage {
  const html = readBuilt(path);
  const values = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, value = '']) => unescaped(value));
  return {
    ids: new Set(values(/\sid="([^"]*)"/g)),
    links: values(/\s(?:href|src)="([^"]*)"/g),
    loads: [
      ...values(/<(?:script|img|iframe|source)\b[^>]*\ssrc="([^"]*)"/g),
      ...values(/<link\b[^>]*\shref="([^"]*)"/g),
    ],
  };
}

function unescaped(value: string): string {
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

/** Links that lead nowhere in the site, and resources of other sites. */
export function brokenLinks(base: string): readonly string[] {
  const files = new Set(builtFiles());
  const pages = new Map(
    [...files].filter((path) => path.endsWith('.html')).map((path) => [path, readPage(path)]),
  );
  const problemOf = (link: string, path: string): string | null => {
    const [target = '', hash = ''] = link.split('#', 2);
    const file = fileOf(target, path, base, files);
    if (file === null) return `${path}: ${link} does not exist`;
    const hasHeading = hash === '' || pages.get(file)?.ids.has(decodeURIComponent(hash)) !== false;
    return hasHeading ? null : `${path}: ${link}: no such heading`;
  };
  return [...pages].flatMap(([path, { links, loads }]) => [
    ...loads.filter(isElsewhere).map((link) => `${path}: loads ${link}`),
    ...[...new Set(links)]
      .filter((link) => !isElsewhere(link) && !link.startsWith('data:'))
      .flatMap((link) => problemOf(link, path) ?? []),
  ]);
}

function isElsewhere(link: string): boolean {
  return /^([a-z]+:)?\/\//i.test(link);
}

function fileOf(target: string, from: string, base: string, files: ReadonlySet<string>): string | null {
  if (target === '') return from;
  if (target.startsWith('/') && !target.startsWith(base)) return null;
  const path = target.startsWith('/')
    ? target.slice(base.length)
    : posix.normalize(posix.join(posix.dirname(from), target));
  const plain = decodeURIComponent(path).replace(/^\.\/?$/, '');
  const found = [plain, `${plain}.html`, posix.join(plain, 'index.html')].find((one) => files.has(one));
  return found ?? null;
}
