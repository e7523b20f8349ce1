import {
  code,
  describeConditions,
  describeSteps,
  joined,
  type StepDescription,
} from '../../src/scenarios/describe/index.ts';
import { stepsOf } from '../../src/scenarios/steps.ts';
import type { Route, Scenario, Suite } from '../../src/scenarios/scenario.ts';
import { type Library, policiesOf } from './facts.ts';
import { standardLink } from './family-page.ts';
import { fixLinks } from './fixes-page.ts';
import { idsNamedBy } from '../faults/caught-by.ts';
import { bullets, fenced, link, paragraphs } from '../markdown.ts';
import { generated } from './generated.ts';
import { topicsOf } from './topics.ts';

/** `docs/scenarios/<family>/<name>.md` */
export function scenarioPage(scenario: Scenario, suite: Suite, library: Library): string {
  const { id, title, level, why, impact } = scenario;
  return paragraphs([
    generated,
    `# ${title}`,
    `${code(id)} · ${link(`level ${level}`, '../README.md#levels')} · ${link(suite.title, 'README.md')} · Fetch standard: ${standardLink(scenario)}`,
    ...behaviour(describeSteps(scenario)),
    ...(why === undefined ? [] : ['## Why', why]),
    ...(impact === undefined ? [] : ['## Impact', impact]),
    '## Applies to',
    applicability(scenario),
    ...detected(id, library),
    '## How to fix it',
    fixLinks(topicsOf(scenario)),
    '## Run it',
    commands(scenario),
  ]);
}

function behaviour(steps: readonly StepDescription[]): string[] {
  const [step] = steps;
  if (steps.length === 1 && step !== undefined)
    return ['## Request', step.does, '## Expected result', bullets(step.must)];
  const lines = steps.flatMap(({ does, must }, index) => [
    `${index + 1}. ${does}`,
    ...must.map((item) => `   - ${item}`),
  ]);
  return ['## Requests and expected results', lines.join('\n')];
}

function applicability(scenario: Scenario): string {
  const { policy, more } = describeConditions(scenario);
  const condition = policy.length === 0 ? 'Every policy.' : `Every policy that ${joined(policy)}.`;
  const names = policiesOf(scenario);
  const builtIn =
    names.length === 0 ? 'No built-in policy does.' : `Built-in policies: ${names.map(code).join(', ')}.`;
  return [condition, ...more, builtIn].join(' ');
}

/** More of them would not explain the scenario better. */
const mostFaults = 6;

/** The most specific faults come first: those that few scenarios detect. */
function detected(id: string, { faults, advisories }: Library): string[] {
  const known = advisories
    .filter(({ caughtBy }) => caughtBy.includes(id))
    .map(({ id: number, title, source, package: name, affects }) => `${link(number, source)}, ${name} ${code(affects)}: ${title}.`);
  const caught = faults
    .filter((fault) => idsNamedBy(fault, [id]).includes(id))
    .sort((a, b) => a.caughtBy.length - b.caughtBy.length)
    .map(({ title }) => `${title}.`);
  return [
    ...(known.length === 0 ? [] : [`## ${link('Vulnerabilities', '../../advisories.md')} that it detects`, bullets(known)]),
    ...(caught.length === 0 ? [] : [`## ${link('Faults', '../../faults.md')} that it detects`, bullets(atMost(mostFaults, caught))]),
  ];
} // prettier-ignore

function atMost(count: number, items: readonly string[]): readonly string[] {
  return items.length <= count ? items : [...items.slice(0, count), `${items.length - count} others.`];
}

const writing = ['POST', 'PUT', 'PATCH', 'DELETE'];

function commands(scenario: Scenario): string {
  const steps = stepsOf(scenario);
  const routes = [...new Set(steps.map(({ request }) => request.route))].filter((route) => route !== 'resource');
  const writes = steps.some(
    ({ request, expect }) =>
      writing.includes((request.method ?? 'GET').toUpperCase()) && (expect.outcome === 'readable' || expect.writes !== undefined),
  );
  const counts = steps.some(({ expect }) => expect.writes !== undefined);
  const options = [
    ...(counts ? ['--routes standard'] : routes.length > 0 ? ['--routes routes.json'] : []),
    ...(writes ? ['--allow-writes'] : []),
  ];
  const [policy] = policiesOf(scenario);
  return paragraphs([
    fenced('sh', [
      ['npx corspec run https://api.example.com/items --policy cors.json', ...options, `--scenario ${scenario.id}`].join(' '),
      ...(policy === undefined ? [] : [`npx corspec compare --policy ${policy} --scenario ${scenario.id}`]),
    ]),
    requirements(routes, writes, counts),
  ]).trimEnd();
} // prettier-ignore

function requirements(routes: readonly Route[], writes: boolean, counts: boolean): string {
  const names = joined(routes.map((route) => code(route)));
  return [
    ...(counts ? ['The server must count writes, as in the [route contract](../../servers.md).'] : []),
    ...(!counts && routes.length > 0 ? [`\`routes.json\` contains the path of ${names}; see the [route contract](../../servers.md).`] : []),
    ...(writes ? ['The scenario changes data on the server.'] : []),
  ].join(' ');
} // prettier-ignore
