import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentFolders, scenarioDocuments } from '../../../scripts/scenarios/documents.ts';
import { packageRoot } from '../../../src/package.ts';

const documents = scenarioDocuments();

describe('docs/scenarios and docs/fixes; `npm run docs:scenarios` writes them', () => {
  it('are up to date', () => {
    const old = [...documents].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
    expect(old).toEqual([]);
  });

  it('contain no stale page', () => {
    const there = documentFolders.flatMap((folder) =>
      readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(packageRoot.length).replaceAll('\\', '/')),
    );
    const known = new Set([...documents.keys()]);
    expect(there.map((path) => path.replace(/^\//, '')).filter((path) => !known.has(path))).toEqual([]);
  });

  it('link only to existing files', () => {
    const broken = [...documents].flatMap(([path, text]) =>
      linksOf(text)
        .filter((to) => !existsSync(join(packageRoot, dirname(path), to)))
        .map((to) => `${path}: ${to}`),
    );
    expect(broken).toEqual([]);
  });
});

function textOf(path: string): string | null {
  const file = join(packageRoot, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Relative ones, without fragments; what is in code is no link. */
function linksOf(text: string): readonly string[] {
  const prose = text.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !to.includes('://'));
}
