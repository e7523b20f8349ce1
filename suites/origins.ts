import {
  type Scenario,
  type SpecialCharacter,
  specialCharacters,
  type Suite,
} from '../src/scenarios/scenario.ts';
import { inHosts } from '../src/scenarios/special-characters.ts';
import { misspelt, sentByCorspec } from './origin-headers.ts';
import { type Probe, probes } from './origin-probes.ts';

/** Cookies are worth most: what gets in with them reads what is the user's. */
const withCredentials: readonly string[] = [
  'suffix-without-dot',
  'parent-lookalike',
  'sibling',
  'less-first-character',
  'first-dot-replaced',
  'port-dropped',
  'run-together',
  'less-last-character',
  'trailing-dot',
];

const withPreflight: readonly string[] = [
  'sibling',
  'first-dot-replaced',
  'suffix-without-dot',
  'less-last-character',
];

/** Not accepted on the wire, and not readable: two facts of each probe. */
const refused = {
  outcome: 'blocked',
  wire: ['GET'],
  response: { 'access-control-allow-origin': { not: '$origin' } },
} as const;

const reads = 'reads through its visitors’ browsers what this server shows without a login';
const readsWithSession = 'reads with the session of each user who visits it what this server shows that user';
const writes = 'changes data here through its visitors’ browsers';

function plain({ from, name, at, why, who }: Probe): Scenario {
  return {
    id: `origins/${name}-refused`,
    title: `A page at ${at} cannot read`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${who}, and ${reads}.`,
    from,
    request: { route: 'resource' },
    expect: refused,
  };
}

function credentialed({ from, name, at, why, who }: Probe): Scenario {
  return {
    id: `origins/${name}-with-credentials-refused`,
    title: `A page at ${at} cannot read with the user’s cookie`,
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact: `${who}, and ${readsWithSession}.`,
    from,
    when: { policy: { credentials: true } },
    request: { route: 'resource', credentials: 'include' },
    expect: refused,
  };
}

function preflighted({ from, name, at, why, who }: Probe): Scenario {
  return {
    id: `origins/${name}-put-refused`,
    title: `A PUT from ${at} is stopped by its preflight`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${who}, and ${writes}.`,
    from,
    request: { route: 'resource', method: 'PUT' },
    expect: {
      outcome: 'blocked',
      wire: ['OPTIONS'],
      preflight: { 'access-control-allow-origin': { not: '$origin' } },
    },
  };
}

/** Hosts may have more characters than letters, digits, dots and hyphens, and browsers open pages there. */
function special(name: SpecialCharacter): Scenario {
  const { character } = inHosts[name];
  const shown = character === '`' ? 'a backtick' : `\`${character}\``;
  return {
    id: `origins/special-${name}-refused`,
    title: `A page whose host has ${shown} after an allowed host cannot read`,
    level: 'security',
    spec: '#concept-cors-check',
    why: `A match that ends at what it takes for the end of a host lets in https://app.example.test${character}.evil.test: browsers open pages at such hosts, and anybody can have one.`,
    impact: `Anybody puts a page at such a host below a domain of their own, and ${reads}.`,
    from: `special-${name}`,
    request: { route: 'resource' },
    expect: refused,
  };
}

/** Origins that look like an allowed one: what mistakes in matching let in. */
export const origins: Suite = {
  id: 'origins',
  title: 'Origins much like the allowed ones',
  scenarios: [
    ...probes.map(plain),
    ...probes.filter(({ name }) => withCredentials.includes(name)).map(credentialed),
    ...probes.filter(({ name }) => withPreflight.includes(name)).map(preflighted),
    ...specialCharacters.map(special),
    {
      id: 'origins/special-underscore-with-credentials-refused',
      title: 'A page whose host has `_` after an allowed host cannot read with the user’s cookie',
      level: 'security',
      spec: '#cors-protocol-and-credentials',
      why: 'Every browser opens pages at such hosts.',
      impact:
        'Anybody puts a page at such a host below a domain of their own, and reads with the session of each user who visits it what this server shows that user.',
      from: 'special-underscore',
      when: { policy: { credentials: true } },
      request: { route: 'resource', credentials: 'include' },
      expect: refused,
    },
    {
      id: 'origins/refused-each-time',
      title: 'A refused origin is refused each time that it asks',
      level: 'security',
      spec: '#concept-cors-check',
      why: 'A regular expression with the flag `g` remembers where it stopped, and answers every other time something else.',
      impact:
        'Anybody with a host that begins with the allowed name gets in every other time: a script that tries twice reads what this server shows to its visitors.',
      from: 'lookalike-suffix',
      steps: [1, 2, 3, 4].map(() => ({ request: { route: 'resource' }, expect: refused })),
    },
    {
      id: 'origins/allowed-each-time',
      title: 'An allowed origin is allowed each time that it asks',
      level: 'required',
      spec: '#concept-cors-check',
      why: 'A regular expression with the flag `g` remembers where it stopped, and refuses every other time.',
      from: 'allowed',
      when: { policy: { methods: 'GET' } },
      steps: [1, 2, 3, 4].map(() => ({
        request: { route: 'resource' },
        expect: { outcome: 'readable', wire: ['GET'] },
      })),
    },
    {
      id: 'origins/allowed-in-turn',
      title: 'Two allowed origins in turn are each given their own',
      level: 'required',
      spec: '#concept-cors-check',
      why: 'A middleware that keeps the answer of before in its configuration gives one origin what is for another.',
      from: 'allowed',
      when: { policy: { methods: 'GET' } },
      steps: (['allowed', 'allowed-second', 'allowed', 'allowed-second'] as const).map((as) => ({
        request: { route: 'resource', client: 'wire', as },
        expect: { outcome: 'readable' },
      })),
    },
    ...sentByCorspec,
    ...misspelt,
  ],
};
