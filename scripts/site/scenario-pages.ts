import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import type { Scenario, Suite } from '../../src/scenarios/scenario.ts';
import { suites } from '../../suites/index.ts';
import { paragraphs } from '../markdown.ts';
import { frontmatter, type SourcePages } from './source.ts';
import { withSiteLinks } from './links.ts';

/** Parts of a scenario's page that the site leaves out: what is the same for all of a family, and lists of faults in test servers. */
const omitted = /^(How to fix|Run it|Applies to|\[Faults\])/;

/** A page for each family with all of its scenarios: a page for each of the scenarios would make the site three times as large. */
export function scenarioPages(repository: string | null): SourcePages {
  const families = suites.map((suite): [string, string] => [
    `scenarios/${suite.id}.md`,
    familyPage(suite, repository),
  ]);
  return new Map([
    [
      'scenarios/index.md',
      `${frontmatter({ sidebar: false })}\n\n${read('scenarios/README.md', repository)}`,
    ],
    ...families,
  ]);
}

function familyPage({ id, title, scenarios }: Suite, repository: string | null): string {
  return paragraphs([
    frontmatter({
      search: id === 'combinations' ? false : 'headings',
      outline: false,
      sidebar: false,
      aside: false,
    }),
    `# ${title}`,
    'A scenario is what a page does, and the result that a policy implies. [All families](/scenarios/) · [levels](/scenarios/#levels) · [fixes per library](/fixes/)',
    'To run one of them, with its id: `npx corspec run URL --policy cors.json --scenario ID` for a server, `npx corspec compare --scenario ID` for the libraries.',
    ...scenarios.map((scenario) => section(scenario, id, repository)),
    standardOf(read(`scenarios/${id}/README.md`, repository)),
  ]);
}

function read(path: string, repository: string | null): string {
  return withSiteLinks(readFileSync(join(packageRoot, 'docs', path), 'utf8'), path, repository);
}

/** What the scenarios of a family rely on in the standard. */
function standardOf(family: string): string {
  const begin = family.indexOf('## Fetch standard');
  return begin < 0 ? '' : family.slice(begin).replace(/<a id="([^"]*)"><\/a>\s+### (.*)/g, '### $2 {#$1}');
}

/** What the site has of the page of a scenario. */
function section({ id, level, inBrowsers }: Scenario, family: string, repository: string | null): string {
  const page = read(`scenarios/${id}.md`, repository).replaceAll(`](/scenarios/${family}#`, '](#');
  const [head = '', ...parts] = page.split(/^## /m);
  const title = /^# (.*)$/m.exec(head)?.[1] ?? id;
  const standard = / · (Fetch standard: .*)$/m.exec(head)?.[1];
  // The title of a generated scenario has all of its request.
  const isKept = ({ name }: Part) => !omitted.test(name) && inBrowsers === undefined;
  return paragraphs([
    `## ${title} {#${id.replace(/^.*\//, '')}}`,
    [`\`${id}\``, `level ${level}`, ...(standard === undefined ? [] : [standard])].join(' · '),
    ...parts.map(partOf).filter(isKept).map(partText),
  ]).trimEnd();
}

interface Part {
  readonly name: string;
  readonly text: string;
}

function partOf(part: string): Part {
  const end = part.indexOf('\n');
  return { name: part.slice(0, end).trim(), text: part.slice(end).trim() };
}

function partText({ name, text }: Part): string {
  return /^(-|1\.) /.test(text) ? `**${name}**\n\n${text}` : `**${name}:** ${text}`;
}
