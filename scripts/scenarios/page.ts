import {
  code,
  describeConditions,
  joined,
  levelMeans,
  describeSteps,
  type StepDescription,
} from '../../src/scenarios/describe/index.ts';
import { stepsOf } from '../../src/scenarios/steps.ts';
import type { Route, Scenario, Suite } from '../../src/scenarios/scenario.ts';
import { type Library, policiesOf } from './facts.ts';
import { bullets, fenced, link, paragraphs } from '../markdown.ts';
import { generated } from './generated.ts';
import { shortAdvice } from './mending-page.ts';
import { standardSays } from './standard.ts';
import { topicsOf } from './topics.ts';

/** `docs/scenarios/<family>/<name>.md` */
export function scenarioPage(scenario: Scenario, suite: Suite, library: Library): string {
  const { id, title, level, why, impact } = scenario;
  return paragraphs([
    generated,
    `# ${title}`,
    `${code(id)} · level **${level}** · family ${link(suite.title, `../README.md#${suite.id}`)}`,
    levelMeans[level],
    '## What happens, and what must come of it',
    happening(describeSteps(scenario)),
    ...(impact === undefined ? [] : ['## Impact', impact]),
    '## Why',
    why ?? '',
    standard(scenario),
    '## When it applies',
    applying(scenario),
    ...catching(id, library),
    '## Run it',
    running(scenario),
    '## Mend it',
    shortAdvice(topicsOf(scenario), library.mending),
  ]);
}

function happening(steps: readonly StepDescription[]): string {
  if (steps.length === 1) return steps.map(({ does, must }) => `${does}\n\n${bullets(must)}`).join('');
  return steps
    .map(({ does, must }, index) => [`${index + 1}. ${does}`, ...must.map((item) => `   - ${item}`)].join('\n'))
    .join('\n');
} // prettier-ignore

function standard({ id, spec }: Scenario): string {
  const [title, says] = standardSays[spec] ?? [];
  if (title === undefined || says === undefined)
    throw new Error(`${id}: scripts/scenarios/standard.ts does not tell what the standard says at ${spec}.`);
  return `The standard, ${link(title, `https://fetch.spec.whatwg.org/${spec}`)}: ${says}`;
}

function applying(scenario: Scenario): string {
  const { policy, more } = describeConditions(scenario);
  const names = policiesOf(scenario);
  const where =
    policy.length === 0
      ? 'Under every policy.'
      : policy.length === 1
        ? `Where the policy ${policy.join('')}.`
        : `Where the policy\n\n${policy.map((item, index) => `- ${item}${index === policy.length - 1 ? '.' : ','}`).join('\n')}`;
  const built =
    names.length === 0
      ? 'None of the policies that come with corspec is one of these.'
      : `Of the policies that come with corspec: ${names.map(code).join(', ')}.`;
  return [where, more.join(' '), built].filter((part) => part !== '').join('\n\n');
}

/** More than these are a matter of the overview. */
const mostFaults = 6;

/** First the faults that few scenarios catch: they tell most of this one. */
function catching(id: string, { faults, advisories }: Library): string[] {
  const known = advisories
    .filter(({ caughtBy }) => caughtBy.includes(id))
    .map(({ id: number, title, source, package: name, affects }) => `${link(number, source)}, ${name} ${code(affects)}: ${title}.`);
  const caught = faults
    .filter(({ caughtBy }) => caughtBy.includes(id))
    .sort((a, b) => a.caughtBy.length - b.caughtBy.length)
    .map(({ title }) => `${title}.`);
  const blocks = [
    ...(known.length === 0 ? [] : [`Published versions of libraries (${link('all that are known here', '../../advisories.md')}):`, bullets(known)]),
    ...(caught.length === 0 ? [] : [`Servers that are wrong on purpose (${link('all of them', '../../faults.md')}):`, bullets(atMost(mostFaults, caught))]),
  ];
  return blocks.length === 0 ? [] : ['## What it catches', ...blocks];
} // prettier-ignore

function atMost(count: number, items: readonly string[]): readonly string[] {
  return items.length <= count ? items : [...items.slice(0, count), 'And others.'];
}

const writing = ['POST', 'PUT', 'PATCH', 'DELETE'];

function running(scenario: Scenario): string {
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
      ...(policy === undefined ? [] : [`npx corspec compare --policy ${policy} --scenario ${scenario.id}   # the libraries that are here`]),
    ]),
    needs(routes, writes, counts),
  ]).trimEnd();
} // prettier-ignore

function needs(routes: readonly Route[], writes: boolean, counts: boolean): string {
  return [
    counts
      ? 'It asks the server how many writes arrived, as the [contract](../../servers.md) has it.'
      : routes.length > 0
        ? `\`routes.json\` says where the server has ${joined(routes.map((route) => code(route)))}: see [the contract](../../servers.md).`
        : '',
    writes ? 'It really writes, which takes `--allow-writes`.' : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}
