import { levelMeans } from '../../src/scenarios/describe/index.ts';
import { levels, type Suite } from '../../src/scenarios/scenario.ts';
import { code, link, paragraphs, table } from '../markdown.ts';
import { generated } from './generated.ts';

/** `docs/scenarios/README.md` */
export function indexPage(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ scenarios }) => scenarios);
  const generatedOnes = all.filter(({ inBrowsers }) => inBrowsers !== undefined);
  const count = (level: string) => String(all.filter((scenario) => scenario.level === level).length);
  return paragraphs([
    generated,
    '# Scenarios',
    `corspec has ${all.length} scenarios in ${suites.length} families; ${generatedOnes.length} of them are generated. The page of a scenario has the request, the expected result, the reason, and how to fix a failure. \`corspec list scenarios ID\` shows a summary in the terminal; [writing-scenarios.md](../writing-scenarios.md) explains how to add a scenario.`,
    '## Families',
    table(
      ['Family', 'Scenarios', 'Option'],
      suites.map(({ id, title, scenarios }) => [
        link(title, `${id}/README.md`),
        String(scenarios.length),
        code(`--suite ${id}`),
      ]),
    ),
    ...suites
      .filter(({ inBrowsers }) => inBrowsers !== undefined)
      .map(
        ({ id, title }) =>
          `The model always runs ${link(title, `${id}/README.md`)}; browsers run it only with ${code(`--suite ${id}`)}.`,
      ),
    '## Levels',
    table(
      ['Level', 'Scenarios', 'Meaning'],
      levels.map((level) => [level, count(level), levelMeans[level]]),
    ),
  ]);
}
