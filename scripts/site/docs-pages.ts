import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import { frontmatter, type SourcePages } from './source.ts';
import { withSiteLinks } from './links.ts';

const docs = join(packageRoot, 'docs');

/** Causes, fixes, advisories and browsers as the generated documents have them. */
export function docsPages(repository: string | null): SourcePages {
  const read = (path: string) => withSiteLinks(readFileSync(join(docs, path), 'utf8'), path, repository);
  const folder = (name: string, search: string) =>
    readdirSync(join(docs, name))
      .sort()
      .map((file): [string, string] => [
        `${name}/${file === 'README.md' ? 'index.md' : file}`,
        `${frontmatter({ sidebar: false, aside: false, search })}\n\n${read(`${name}/${file}`)}`,
      ]);
  return new Map([
    ...folder('causes', 'causes'),
    ...folder('fixes', 'headings'),
    ['advisories.md', `${frontmatter({ sidebar: false, aside: false })}\n\n${read('advisories.md')}`],
    ['browsers.md', `${frontmatter({ sidebar: false, aside: false })}\n\n${read('browsers.md')}`],
    ['learn/tutorials.md', `${frontmatter({ outline: false })}\n\n${tutorials(read('claims.md'))}`],
  ]);
}

/** The statements that no longer hold come first. */
function tutorials(page: string): string {
  const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line));
  const table = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(0, 2);
  const isDoubtful = (row: string) => /\| (No|No longer|In part)\./.test(row);
  const rest = page.slice(page.indexOf('## Run them'));
  return [
    '# What tutorials say that is no longer true',
    'These statements stand in tutorials that are read today. Browsers, or the Fetch standard, have changed since, or they never held. Each has scenarios that show it in a browser.',
    [...table, ...rows.filter(isDoubtful)].join('\n'),
    '## What still holds',
    [...table, ...rows.filter((row) => !isDoubtful(row))].join('\n'),
    rest,
  ].join('\n\n');
}
