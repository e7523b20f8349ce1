import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { packageRoot } from '../../src/package.ts';

/** Where the site has what a file of docs/ has; null where it has no page of it. */
export function pageOf(docsPath: string): string | null {
  const [, family, scenario] = /^scenarios\/([^/]+)\/([^/]+)\.md$/.exec(docsPath) ?? [];
  if (family !== undefined && scenario !== undefined)
    return scenario === 'README' ? `/scenarios/${family}` : `/scenarios/${family}#${scenario}`;
  const [, folder, name] = /^(scenarios|causes|fixes|matrix)\/([^/]+)\.md$/.exec(docsPath) ?? [];
  if (folder !== undefined && name !== undefined)
    return name === 'README' ? `/${folder}/` : `/${folder}/${name}`;
  return single[docsPath] ?? null;
}

const single: Readonly<Record<string, string>> = {
  'matrix.md': '/matrix/',
  'claims.md': '/learn/tutorials',
  'advisories.md': '/advisories',
  'browsers.md': '/browsers',
};

/**
 * A generated document with its links as the site has them; what the site does not have is linked in the repository.
 * @param docsPath of the document, below docs/
 * @param repository the URL of the repository; null: such links become text
 * @throws Error where a link leads to no file
 */
export function withSiteLinks(text: string, docsPath: string, repository: string | null): string {
  return text.replace(
    /(?<!\\)\[((?:[^[\]]|\\.|\[[^\]]*\])*)\]\(([^()\s]+)\)/g,
    (whole, label: string, target: string) => {
      if (/^[a-z]+:/i.test(target) || target.startsWith('#')) return whole;
      const [path = '', hash = ''] = target.split('#', 2);
      const linked = posix.normalize(posix.join(dirname(docsPath), path));
      if (!existsSync(join(packageRoot, 'docs', linked)))
        throw new Error(`docs/${docsPath}: ${target} does not exist.`);
      const page = pageOf(linked);
      if (page !== null) return `[${label}](${hash === '' ? page : `${page.replace(/#.*$/, '')}#${hash}`})`;
      if (repository === null) return label;
      const file = posix.normalize(posix.join('docs', linked));
      return `[${label}](${repository}/blob/main/${file}${hash === '' ? '' : `#${hash}`})`;
    },
  );
}
