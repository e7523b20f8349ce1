import type { OriginSymbol } from '../origin-symbols.ts';
import type { PolicyCondition, Scenario } from '../scenario.ts';
import { longestWaitSeconds } from '../applicability.ts';
import { stepsOf } from '../steps.ts';
import { describeHeaderConditions } from './headers.ts';
import { joined } from '../../text/phrases.ts';
import { code, isNeighbour } from './origin.ts';

type OriginsKind = Extract<PolicyCondition['origins'], string>;

const origins: Readonly<Record<OriginsKind, string>> = {
  any: 'allows any origin',
  listed: 'lists its allowed origins',
  none: 'allows no origin',
  pattern: 'allows a subdomain pattern',
  unstated: 'does not specify origins',
};

const maxAges: Readonly<Record<NonNullable<PolicyCondition['maxAge']>, string>> = {
  0: 'has a max age of 0',
  cached: 'has a max age of more than one second',
  unstated: 'does not specify a max age',
  short: `has a max age of at most ${longestWaitSeconds} seconds`,
};

const abilities = {
  'http-cache': 'Only in browsers with an HTTP cache.',
  scripts: 'Only in browsers that run scripts.',
  console: 'Only in browsers whose console output is available.',
  'fetch-later': 'Only in browsers that have `fetchLater`.',
  credentialless: 'Only in browsers that have `Cross-Origin-Embedder-Policy: credentialless`.',
} as const;

export interface ConditionsDescription {
  /** Each completes `If the policy …`; all must be true. */
  readonly policy: readonly string[];
  /** Sentences about the browser and about the server’s first response. */
  readonly more: readonly string[];
}

/** When a scenario applies. */
export function describeConditions(scenario: Scenario): ConditionsDescription {
  const { when, from } = scenario;
  return {
    policy: [
      ...originNeeds(from, when?.policy?.origins),
      ...describePolicy(when?.policy ?? {}),
      ...headerNeeds(scenario),
    ],
    more: [
      ...describeHeaderConditions(when?.preflight ?? {}).map((words) => `Only if, in the first preflight response, ${words}.`),
      ...(when?.abilities ?? []).map((ability) => abilities[ability]),
      ...(scenario.inBrowsers === undefined ? [] : [namedOnly(scenario)]),
      ...(when?.stored === true ? ['Only if caches may store the response to a plain GET.'] : []),
    ],
  };
} // prettier-ignore

/** The model always runs such a scenario. */
function namedOnly({ id }: Scenario): string {
  return `In browsers only with \`--suite ${id.slice(0, id.indexOf('/'))}\`.`;
}

/** What the policy must have for the Origin headers of raw requests. */
function headerNeeds(scenario: Scenario): string[] {
  const sent = stepsOf(scenario).map(({ request }) => request.as ?? 'allowed');
  return [
    ...(sent.some(isNeighbour) ? ['allows an origin that has such a variant, and does not allow the variant'] : []),
    ...(sent.includes('default-port') ? ['allows an origin without a port'] : []),
    ...(sent.includes('ip-as-number') ? ['allows an origin with an IP address'] : []),
  ];
} // prettier-ignore

/** What the policy must have for the page’s symbolic origin to exist. */
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
      return ['allows a subdomain pattern'];
    case 'allowed-custom-scheme':
    case 'custom-other-host':
    case 'custom-as-http':
      return ['allows an origin with a scheme of its own'];
    case 'allowed-ipv6':
      return ['allows an origin with an IPv6 address'];
    case 'allowed-idn':
      return ['allows an origin with an internationalized host'];
    case 'foreign-capacitor':
    case 'foreign-tauri':
    case 'foreign-extension':
    case 'foreign-ipv6':
    case 'foreign-idn':
    case 'target-other-port':
    case 'foreign':
    case 'foreign-http':
      return condition === undefined ? ['does not allow every origin'] : [];
    default:
      return ['lists an origin that has such a variant, and does not allow the variant'];
  }
}

function describePolicy({ credentials, maxAge, ...lists }: PolicyCondition): string[] {
  return [
    ...(lists.origins === undefined ? [] : [describeOrigins(lists.origins)]),
    ...(credentials === undefined ? [] : [credentials ? 'allows credentials' : 'does not allow credentials']),
    ...describeList('method', lists.methods),
    ...describeList('request header', lists.requestHeaders),
    ...describeList('exposed header', lists.exposedHeaders),
    ...(maxAge === undefined ? [] : [maxAges[maxAge]]),
  ];
}

function describeOrigins(condition: NonNullable<PolicyCondition['origins']>): string {
  const kinds = typeof condition === 'string' ? [condition] : condition;
  const words = kinds.map((kind) => origins[kind]);
  return words.length === 1 ? joined(words) : `${words.slice(0, -1).join(', ')}, or ${words.at(-1) ?? ''}`;
}

function describeList(what: string, condition: string | readonly string[] | undefined): string[] {
  const verb = what === 'exposed header' ? 'expose' : 'allow';
  const noun = what.replace('exposed', 'response');
  const name = (text: string) => (what === 'method' ? text : code(text));
  return [condition ?? []].flat().map((one) => {
    if (one === '*') return `${verb}s all ${noun}s`;
    if (one === 'listed') return verb === 'expose' ? 'lists its exposed headers' : `lists its allowed ${noun}s`;
    if (one.startsWith('?')) return `does not mention ${name(one.slice(1))}`;
    return one.startsWith('!') ? `lists its ${verb === 'expose' ? 'exposed headers' : `allowed ${noun}s`}, without ${name(one.slice(1))}` : `${verb}s ${what === 'method' ? '' : `the ${noun} `}${name(one)}`;
  });
} // prettier-ignore
