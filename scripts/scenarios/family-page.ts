import type { Scenario, Suite } from '../../src/scenarios/scenario.ts';
import { code, link, paragraphs, table } from '../markdown.ts';
import { generated } from './generated.ts';
import { standardSections } from './standard.ts';

/** `docs/scenarios/<family>/README.md`: its scenarios, and what the standard says about them. */
export function familyPage({ id: family, title, inBrowsers, scenarios }: Suite): string {
  const anchors = [...new Set(scenarios.map(({ spec }) => spec))];
  return paragraphs([
    generated,
    `# ${title}`,
    `${link('All families', '../README.md')} · ${link('Levels', '../README.md#levels')}`,
    inBrowsers === undefined ? '' : `The model always runs this family. Browsers run it only with ${code(`--suite ${family}`)}.`,
    table(
      ['Scenario', 'Level', 'Expectation'],
      scenarios.map(({ id, level, title: expectation }) => [link(code(id), `${id.slice(id.indexOf('/') + 1)}.md`), level, expectation]),
    ),
    '## Fetch standard',
    ...anchors.flatMap((anchor) => section(anchor)),
  ]);
} // prettier-ignore

/** A link from a scenario's page to the section of its family's page. */
export function standardLink({ id, spec }: Scenario): string {
  const section = standardSections[spec];
  if (section === undefined)
    throw new Error(`${id}: scripts/scenarios/standard.ts has no section for ${spec}.`);
  return link(section.title, `README.md${spec}`);
}

/** The anchor is the one of the standard, whatever the heading is. */
function section(anchor: string): string[] {
  const { title = '', summary = '' } = standardSections[anchor] ?? {};
  return [
    `<a id="${anchor.slice(1)}"></a>`,
    `### ${title}`,
    `${summary} ${link('Fetch standard', `https://fetch.spec.whatwg.org/${anchor}`)}`,
  ];
}
