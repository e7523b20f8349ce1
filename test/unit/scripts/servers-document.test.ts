import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { withRoutes } from '../../../scripts/servers-document.ts';
import { packageRoot } from '../../../src/package.ts';
import { anchorOf } from '../../../src/targets/contract/index.ts';
import { routes } from '../../../src/scenarios/scenario.ts';

const file = join(packageRoot, 'docs', 'servers.md');
const text = readFileSync(file, 'utf8');

it('docs/servers.md has the contract of routes as the table states it; `npm run docs:servers` writes it', async () => {
  const style = (await resolveConfig(file)) ?? {};
  expect(text).toBe(await format(withRoutes(text), { ...style, parser: 'markdown' }));
});

it('every route that a report refers to has its heading', () => {
  // As GitHub makes anchors of headings: in lower case, without punctuation, spaces as hyphens.
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
  expect(routes.map(anchorOf).filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});

it('a document without a place for the routes is refused', () => {
  expect(() => withRoutes('# Adding a server')).toThrow('docs/servers.md has no lines');
});
