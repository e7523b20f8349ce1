import { code, levelMeans } from '../../src/scenarios/describe/index.ts';
import { levels, type Suite } from '../../src/scenarios/scenario.ts';
import { bullets, link, paragraphs, table } from '../markdown.ts';
import { generated } from './generated.ts';

/** `docs/scenarios/README.md` */
export function indexPage(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ scenarios }) => scenarios);
  const count = (level: string) => all.filter((scenario) => scenario.level === level).length;
  return paragraphs([
    generated,
    '# Scenarios',
    `What corspec asks of a server: ${all.length} scenarios in ${suites.length} families. Each has a page that says what happens, what must come of it and why, which faults it catches, and how to mend them. \`corspec list scenarios ID\` tells it in the terminal; [writing-scenarios.md](../writing-scenarios.md) tells how to add one.`,
    table(
      ['level', 'scenarios', 'means'],
      levels.map((level) => [level, String(count(level)), levelMeans[level]]),
    ),
    bullets(
      suites.map(({ id, title, scenarios }) => `${link(title, `#${id}`)}: ${scenarios.length} scenarios`),
    ),
    ...suites.flatMap(familySection),
  ]);
}

/** The anchor is the family's id, whatever its title is. */
function familySection({ id, title, scenarios }: Suite): string[] {
  return [
    `<a id="${id}"></a>`,
    `## ${title}`,
    table(
      ['scenario', 'level', 'what is true of a server that conforms'],
      scenarios.map((scenario) => [
        link(code(scenario.id), `${scenario.id}.md`),
        scenario.level,
        scenario.title,
      ]),
    ),
  ];
}
