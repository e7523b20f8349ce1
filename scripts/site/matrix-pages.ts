import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import type { Level } from '../../src/scenarios/scenario.ts';
import { levelsByWeight } from '../../reports/shared/group.ts';
import { suites } from '../../suites/index.ts';
import { code, link, paragraphs, table } from '../markdown.ts';
import { cellsOf, ran, tally, type Tally } from '../matrix/facts.ts';
import type { Cell, MatrixRecord, PlayedImplementation } from '../matrix/record.ts';
import { cellText, failuresText } from '../matrix/texts.ts';
import { badgePages } from './badges.ts';
import { withSiteLinks } from './links.ts';
import { frontmatter, type SourcePages } from './source.ts';

/** A cell of the matrix: what failed by level, or why there is nothing. `✓`: nothing failed. */
interface GridCell {
  readonly worst: Level | 'pass' | 'none' | 'unsupported';
  readonly count: number;
  /** In words. */
  readonly text: string;
}

/** The matrix as theme/components/MatrixGrid.vue takes it. */
interface Grid {
  readonly policies: readonly string[];
  readonly families: readonly { readonly id: string; readonly title: string }[];
  readonly rows: readonly {
    readonly id: string;
    readonly title: string;
    readonly language: string;
    readonly kind: string;
    readonly policies: readonly GridCell[];
    readonly families: readonly GridCell[];
  }[];
}

/** The matrix, a page for each implementation, badges, and the data of the grid. */
export function matrixPages(matrix: MatrixRecord, repository: string | null): SourcePages {
  const index = readDocs('matrix.md', repository);
  return new Map([
    ['matrix-data.json', JSON.stringify(gridOf(matrix))],
    ['matrix/index.md', indexPage(index)],
    ['matrix/failures.md', failuresPage(index)],
    ...matrix.implementations.map((one): [string, string] => [
      `matrix/${one.id}.md`,
      implementationPage(one, matrix, repository),
    ]),
    ...badgePages(matrix.implementations),
  ]);
}

function readDocs(path: string, repository: string | null): string {
  return withSiteLinks(readFileSync(join(packageRoot, 'docs', path), 'utf8'), path, repository);
}

function sectionOf(page: string, title: string): string {
  const begin = page.indexOf(`## ${title}\n`);
  if (begin < 0) throw new Error(`docs/matrix.md has no section ${title}.`);
  const end = page.indexOf('\n## ', begin + 1);
  return page.slice(begin, end < 0 ? undefined : end);
}

function indexPage(page: string): string {
  const head = page.slice(page.indexOf('# '), page.indexOf('\n## '));
  return paragraphs([
    frontmatter({ sidebar: false, aside: false, pageClass: 'wide' }),
    "<script setup>\nimport MatrixGrid from '@components/MatrixGrid.vue';\n</script>",
    head,
    '[What fails, and why](/matrix/failures) · <a href="./../matrix.json.gz" download>results as JSON, compressed (matrix.json.gz)</a>',
    '## Matrix',
    '<MatrixGrid />',
    sectionOf(page, 'Implementations'),
    sectionOf(page, 'Reproduce it'),
    'Each page of an implementation has the command of each of its cells.',
  ]);
}

function failuresPage(page: string): string {
  return paragraphs([
    frontmatter({ sidebar: false, aside: false, search: 'headings' }),
    '# What fails, and why',
    'Each kind of failure with its cause, and the implementations that have it. [The matrix](/matrix/)',
    sectionOf(page, 'What fails')
      .replace(/^## .*$/m, '')
      .replace(/^### /gm, '## '),
  ]);
}

function implementationPage(
  one: PlayedImplementation,
  matrix: MatrixRecord,
  repository: string | null,
): string {
  const page = readDocs(`matrix/${one.id}.md`, repository);
  const badge = `badges/${one.id}`;
  return paragraphs([
    frontmatter({ sidebar: false, aside: false, search: 'headings' }),
    page.replace(/^.*\[All implementations\].*$/m, ''),
    '## Families',
    'What fails in each family of scenarios, under any policy, in the model.',
    familyTable(one, matrix),
    '## Reproduce each cell',
    table(
      ['policy', 'browser', 'result', 'command'],
      matrix.policies.flatMap((policy) =>
        Object.entries(one.runs).map(([browser, cells]) => [
          policy,
          browser,
          cellText(cells[policy]),
          code(`npx corspec run ${one.id} --policy ${policy} --browser ${browser}`),
        ]),
      ),
    ),
    'One family: add `--suite FAMILY`. The fix of a failure is on the page of its cause, above; [fixes per library](/fixes/) has all settings.',
    '## Badge',
    `<img src="/${badge}.svg" alt="${badgeText(one)}"> <a href="../${badge}.svg">SVG</a> · <a href="../${badge}.json">endpoint for shields</a>`,
    link('All implementations', '/matrix/'),
  ]);
}

function badgeText(one: PlayedImplementation): string {
  const failures = failuresText(tally(Object.values(cellsOf(one))));
  return `CORS: ${failures === '' ? 'all checks pass' : failures}`;
}

function familyTable(one: PlayedImplementation, matrix: MatrixRecord): string {
  const rows = familyCells(one, matrix).flatMap(({ worst, text }, index): string[][] => {
    const suite = suites[index];
    if (suite === undefined || ['pass', 'none', 'unsupported'].includes(worst)) return [];
    return [[link(suite.title, `/scenarios/${suite.id}`), text]];
  });
  return rows.length === 0 ? 'Nothing.' : table(['family', 'failures'], rows);
}

function gridOf(matrix: MatrixRecord): Grid {
  return {
    policies: matrix.policies,
    families: suites.map(({ id, title }) => ({ id, title })),
    rows: matrix.implementations.map((one) => ({
      id: one.id,
      title: one.title,
      language: one.language,
      kind: one.kind,
      policies: matrix.policies.map((policy) => gridCell([cellsOf(one)[policy]])),
      families: familyCells(one, matrix),
    })),
  };
}

/** Over all policies, the results of each family's scenarios. */
function familyCells(one: PlayedImplementation, { scenarios }: MatrixRecord): readonly GridCell[] {
  return suites.map((suite) => {
    const own = new Set(suite.scenarios.map(({ id }) => id));
    const cells = Object.values(cellsOf(one)).map((cell): Cell | undefined => {
      const results = [...(ran(cell)?.results ?? '')].filter((_, index) => own.has(scenarios[index] ?? ''));
      return results.length === 0 ? cell : { results: results.join(''), causes: [] };
    });
    return gridCell(cells);
  });
}

function gridCell(cells: readonly (Cell | undefined)[]): GridCell {
  const some = cells.filter((cell) => cell !== undefined);
  if (some.length > 0 && some.every((cell) => ran(cell) === null))
    return { worst: 'unsupported', count: 0, text: 'unsupported' };
  const counts = tally(cells);
  const worst = levelsByWeight.find((level) => counts.failed[level] > 0);
  if (worst !== undefined) return { worst, count: counts.failed[worst], text: failuresText(counts) };
  return passedCell(counts);
}

function passedCell({ passed }: Tally): GridCell {
  return passed === 0
    ? { worst: 'none', count: 0, text: 'nothing applies' }
    : { worst: 'pass', count: passed, text: `${passed} passed` };
}
