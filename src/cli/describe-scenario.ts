import { specUrl } from '../../reports/shared/catalogue.ts';
import { wrap } from '../text/columns.ts';
import {
  describeConditions,
  describeSteps,
  joined,
  levelMeans,
  type StepDescription,
} from '../scenarios/describe/index.ts';
import { printable } from '../text/printable.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** A summary of the scenario's page in docs/scenarios, for a terminal that is `columns` wide. Ends with a line break. */
export function describeScenario(scenario: Scenario, columns: number): string {
  const { id, level, title, why, impact, spec } = scenario;
  const steps = describeSteps(scenario);
  const lines = [
    `${id}  ${level}`,
    ...wrap(title, columns, '  '),
    '',
    ...steps.flatMap((step, index) => stepLines(step, steps.length > 1 ? `${index + 1}. ` : '', columns)),
    '',
    ...(impact === undefined ? [] : entry('impact', impact, columns)),
    ...(why === undefined ? [] : entry('why', why, columns)),
    ...entry('level', levelMeans[level], columns),
    ...entry('when', whenLine(scenario), columns),
    ...entry('spec', specUrl(spec) ?? spec, columns),
    ...entry('run', `corspec run URL --policy FILE --scenario ${id}`, columns),
  ];
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

/** The same as data, for `--json`. */
export function scenarioFacts(scenario: Scenario): object {
  const { id, level, title, spec, why, impact } = scenario;
  return {
    id,
    level,
    title,
    spec,
    why,
    impact,
    steps: describeSteps(scenario),
    when: describeConditions(scenario),
  };
}

function stepLines({ does, must }: StepDescription, number: string, columns: number): string[] {
  const hang = ' '.repeat(number.length);
  const [first = '', ...rest] = wrap(does, columns - number.length, '  ');
  return [
    `  ${number}${first.slice(2)}`,
    ...rest.map((line) => hang + line),
    ...must.flatMap((item) => listed(item, columns, `  ${hang}`)),
  ];
}

function listed(item: string, columns: number, indent: string): string[] {
  const [first = '', ...rest] = wrap(item, columns - 4, indent);
  return [`${indent}  - ${first.slice(indent.length)}`, ...rest.map((line) => `    ${line}`)];
}

const labelWidth = 10;

function entry(label: string, text: string, columns: number): string[] {
  const [first = '', ...rest] = wrap(text, columns, ' '.repeat(labelWidth));
  return [`  ${label}`.padEnd(labelWidth) + first.trimStart(), ...rest];
}

function whenLine(scenario: Scenario): string {
  const { policy, more } = describeConditions(scenario);
  const where = policy.length === 0 ? 'Always.' : `If the policy ${joined(policy)}.`;
  return [where, ...more].join(' ');
}
