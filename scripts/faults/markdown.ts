import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { FaultFacts } from './matrix.ts';
import { code, table } from '../markdown.ts';

export interface FamilyFacts {
  readonly title: string;
  readonly faults: readonly FaultFacts[];
}

type HarmlessFacts = Pick<FaultFacts, 'id' | 'title' | 'policies'>;
type ScenarioFacts = Pick<Scenario, 'id' | 'level'>;

const levels = ['security', 'required', 'recommended'] as const;

/**
 * `docs/faults.md`: what a run that is all good has shown. It holds nothing that differs from machine to machine, so that
 * a test can compare it.
 */
export function powerPage(
  families: readonly FamilyFacts[],
  harmless: readonly HarmlessFacts[],
  scenarios: readonly ScenarioFacts[],
): string {
  const all = families.flatMap(({ faults }) => faults);
  return [
    '<!-- Written by `npm run test:faults`. -->',
    '# What corspec catches',
    `corspec is run against ${all.length} servers that are wrong on purpose: the reference implementation with one fault each (\`servers/broken/reference/\`). Every one of them is caught at the level that it deserves, by the scenarios that are about it; every scenario that is required, about security or recommended catches at least one; and nothing fails with the reference as it is, or with ${harmless.length} servers that are unusual and right.`,
    '`npm run test:faults` shows it in the model, `npm run test:faults -- --browser chromium` in a browser, and every run of the tests shows it in the model.',
    table(
      ['level', 'faults caught'],
      levels.map((level) => {
        const count = all.filter((fault) => fault.level === level).length;
        return [level, `${count} of ${count}`];
      }),
    ),
    ...families.flatMap(familySection),
    '## Unusual and right',
    table(
      ['server', 'what is unusual', 'policies'],
      harmless.map(({ id, title, policies }) => [code(id), title, policies.join(', ')]),
    ),
    '## Scenarios, and the faults that make them fail',
    table(
      ['scenario', 'level', 'faults'],
      scenarios
        .filter(({ level }) => level !== 'informative')
        .map(({ id, level }) => [code(id), level, faultsOf(id, all)]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function familySection({ title, faults }: FamilyFacts): string[] {
  return [
    `## ${title}`,
    table(
      ['fault', 'what is wrong', 'level', 'policies', 'caught by'],
      faults.map(({ id, title: says, level, policies, caughtBy }) => [
        code(id),
        says,
        level,
        policies.join(', '),
        caughtBy.map(code).join(' '),
      ]),
    ),
  ];
}

function faultsOf(scenario: string, faults: readonly FaultFacts[]): string {
  return faults
    .filter(({ caughtBy }) => caughtBy.includes(scenario))
    .map(({ id }) => code(id))
    .join(' ');
}
