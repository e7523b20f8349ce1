import type { OriginSymbol, PolicyCondition, Scenario } from '../scenario.ts';
import { longestWaitSeconds } from '../applicability.ts';
import { stepsOf } from '../steps.ts';
import { headerConditionsInWords } from './headers.ts';
import { joined } from '../../text/phrases.ts';
import { code, isNeighbour } from './who.ts';

type OriginsKind = Extract<PolicyCondition['origins'], string>;

const origins: Readonly<Record<OriginsKind, string>> = {
  any: 'allows any origin',
  listed: 'lists the origins that it allows',
  none: 'allows no origin at all',
  pattern: 'allows a pattern of subdomains',
  unstated: 'does not state origins',
};

const maxAges: Readonly<Record<NonNullable<PolicyCondition['maxAge']>, string>> = {
  0: 'states a max age of 0',
  cached: 'states a max age of more than a second',
  unstated: 'does not state a max age',
  short: `states a max age of ${longestWaitSeconds} seconds at most`,
};

const abilities = {
  'http-cache': 'Only in browsers that keep responses in an HTTP cache.',
  scripts: 'Only in browsers that run what they load.',
  console: 'Only in browsers that tell what they write to their console.',
} as const;

export interface ToldConditions {
  /** Each ends a sentence that begins `Where the policy …`; all are meant. */
  readonly policy: readonly string[];
  /** Sentences about whatever plays the scenario, and about what the server answered. */
  readonly more: readonly string[];
}

/** When a scenario has something to say. */
export function conditionsInWords(scenario: Scenario): ToldConditions {
  const { when, from } = scenario;
  return {
    policy: [
      ...originNeeds(from, when?.policy?.origins),
      ...policyInWords(when?.policy ?? {}),
      ...headerNeeds(scenario),
    ],
    more: [
      ...headerConditionsInWords(when?.preflight ?? {}).map((words) => `Only where, in the first preflight’s response, ${words}.`),
      ...(when?.abilities ?? []).map((ability) => abilities[ability]),
    ],
  };
} // prettier-ignore

/** What a policy needs for the Origin headers that corspec sends. */
function headerNeeds(scenario: Scenario): string[] {
  const sent = stepsOf(scenario).map(({ request }) => request.as ?? 'allowed');
  return [
    ...(sent.some(isNeighbour) ? ['has an origin with such a neighbour, and does not allow the neighbour'] : []),
    ...(sent.includes('default-port') ? ['has an origin without a port'] : []),
    ...(sent.includes('ip-as-number') ? ['has an origin with an IP address'] : []),
  ];
} // prettier-ignore

/** What a policy needs for the page to have an origin at all. */
function originNeeds(from: OriginSymbol, condition: PolicyCondition['origins']): string[] {
  switch (from) {
    case 'target':
      return [];
    case 'allowed':
      return condition === undefined ? ['allows an origin'] : [];
    case 'allowed-second':
      return ['allows more than one origin'];
    case 'allowed-with-port':
      return ['allows an origin with a port'];
    case 'allowed-deep':
      return ['has a pattern of subdomains'];
    case 'foreign':
    case 'foreign-http':
      return condition === undefined ? ['does not allow just any origin'] : [];
    default:
      return ['lists an origin that has such a neighbour, and does not allow the neighbour'];
  }
}

function policyInWords({ credentials, maxAge, ...lists }: PolicyCondition): string[] {
  return [
    ...(lists.origins === undefined ? [] : [originsInWords(lists.origins)]),
    ...(credentials === undefined ? [] : [credentials ? 'allows credentials' : 'allows no credentials']),
    ...listInWords('method', lists.methods),
    ...listInWords('request header', lists.requestHeaders),
    ...listInWords('exposed header', lists.exposedHeaders),
    ...(maxAge === undefined ? [] : [maxAges[maxAge]]),
  ];
}

function originsInWords(condition: NonNullable<PolicyCondition['origins']>): string {
  const kinds = typeof condition === 'string' ? [condition] : condition;
  const words = kinds.map((kind) => origins[kind]);
  return words.length === 1 ? joined(words) : `${words.slice(0, -1).join(', ')}, or ${words.at(-1) ?? ''}`;
}

function listInWords(what: string, condition: string | readonly string[] | undefined): string[] {
  const verb = what === 'exposed header' ? 'expose' : 'allow';
  const noun = what.replace('exposed', 'response');
  const name = (text: string) => (what === 'method' ? text : code(text));
  return [condition ?? []].flat().map((one) => {
    if (one === '*') return `${verb}s every ${noun}`;
    if (one === 'listed') return verb === 'expose' ? 'lists response headers to expose' : `lists ${noun}s`;
    if (one.startsWith('?')) return `does not state whether it ${verb}s ${name(one.slice(1))}`;
    return one.startsWith('!') ? `says which ${noun}s it ${verb}s, and ${name(one.slice(1))} is not among them` : `${verb}s ${what === 'method' ? '' : `the ${noun} `}${name(one)}`;
  });
} // prettier-ignore
