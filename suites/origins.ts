import { appOrigins } from './app-origins.ts';
import { type SpecialCharacter, specialCharacters } from '../src/scenarios/origin-symbols.ts';
import type { Scenario, Suite } from '../src/scenarios/scenario.ts';
import { hostCharacters } from '../src/scenarios/special-characters.ts';
import { misspelt, sentByCorspec } from './origin-headers.ts';
import { type Probe, probes } from './origin-probes.ts';

/** Checked with credentials too, since a page with the user's cookies can read that user's data. */
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

/** Each probe checks two things: the header on the wire, and whether the response is readable. */
const refused = {
  outcome: 'blocked',
  wire: ['GET'],
  response: { 'access-control-allow-origin': { not: '$origin' } },
} as const;

const reads = 'read this server’s unauthenticated responses through visitors’ browsers';
const readsWithSession = 'read this server’s responses with the session of each visitor';
const writes = 'change data on this server through visitors’ browsers';

function plain({ from, name, at, why, attack }: Probe): Scenario {
  return {
    id: `origins/${name}-refused`,
    title: `A GET from ${at} is not readable`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${attack} and ${reads}.`,
    from,
    request: { route: 'resource' },
    expect: refused,
  };
}

function credentialed({ from, name, at, why, attack }: Probe): Scenario {
  return {
    id: `origins/${name}-with-credentials-refused`,
    title: `A credentialed GET from ${at} is not readable`,
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact: `${attack} and ${readsWithSession}.`,
    from,
    when: { policy: { credentials: true } },
    request: { route: 'resource', credentials: 'include' },
    expect: refused,
  };
}

function preflighted({ from, name, at, why, attack }: Probe): Scenario {
  return {
    id: `origins/${name}-put-refused`,
    title: `A PUT from ${at} is blocked by its preflight`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${attack} and ${writes}.`,
    from,
    request: { route: 'resource', method: 'PUT' },
    expect: {
      outcome: 'blocked',
      wire: ['OPTIONS'],
      preflight: { 'access-control-allow-origin': { not: '$origin' } },
    },
  };
}

/** Hosts may contain other characters than letters, digits, dots and hyphens, and browsers open pages there. */
function special(name: SpecialCharacter): Scenario {
  const character = hostCharacters[name];
  const shown = character === '`' ? 'a backtick' : `\`${character}\``;
  return {
    id: `origins/special-${name}-refused`,
    title: `A GET from a host with ${shown} after an allowed host is not readable`,
    level: 'security',
    spec: '#concept-cors-check',
    why: `A pattern that treats ${shown} as the end of the host matches https://app.example.test${character}.evil.test. Browsers open pages at such hosts, and an attacker can set one up.`,
    impact: `An attacker can serve a page at such a host under a domain of their own and ${reads}.`,
    from: `special-${name}`,
    request: { route: 'resource' },
    expect: refused,
  };
}

/** Origins similar to an allowed one, which incorrect comparisons accept. */
export const origins: Suite = {
  id: 'origins',
  title: 'Origins similar to allowed ones',
  scenarios: [
    ...probes.map(plain),
    ...probes.filter(({ name }) => withCredentials.includes(name)).map(credentialed),
    ...probes.filter(({ name }) => withPreflight.includes(name)).map(preflighted),
    ...specialCharacters.map(special),
    {
      id: 'origins/special-underscore-with-credentials-refused',
      title: 'A credentialed GET from a host with `_` after an allowed host is not readable',
      level: 'security',
      spec: '#cors-protocol-and-credentials',
      why: 'All browsers open pages at such hosts.',
      impact:
        'An attacker can serve a page at such a host under a domain of their own and read this server’s responses with the session of each visitor.',
      from: 'special-underscore',
      when: { policy: { credentials: true } },
      request: { route: 'resource', credentials: 'include' },
      expect: refused,
    },
    {
      id: 'origins/refused-each-time',
      title: 'An origin that is not allowed is blocked on every request',
      level: 'security',
      spec: '#concept-cors-check',
      why: 'A regular expression with the `g` flag keeps its position between calls, so repeated requests get different results.',
      impact:
        'An attacker with a host that begins with the allowed one can read this server’s responses by sending each request twice.',
      from: 'lookalike-suffix',
      steps: [1, 2, 3, 4].map(() => ({ request: { route: 'resource' }, expect: refused })),
    },
    {
      id: 'origins/allowed-each-time',
      title: 'An allowed origin is allowed on every request',
      level: 'required',
      spec: '#concept-cors-check',
      why: 'A regular expression with the `g` flag keeps its position between calls, so every second request fails.',
      from: 'allowed',
      when: { policy: { methods: 'GET' } },
      steps: [1, 2, 3, 4].map(() => ({
        request: { route: 'resource' },
        expect: { outcome: 'readable', wire: ['GET'] },
      })),
    },
    {
      id: 'origins/allowed-in-turn',
      title: 'Two allowed origins that alternate each get their own Access-Control-Allow-Origin',
      level: 'required',
      spec: '#concept-cors-check',
      why: 'A middleware that stores the previous result in its configuration sends one origin’s headers to another origin.',
      from: 'allowed',
      when: { policy: { methods: 'GET' } },
      steps: (['allowed', 'allowed-second', 'allowed', 'allowed-second'] as const).map((as) => ({
        request: { route: 'resource', client: 'raw', as },
        expect: { outcome: 'readable' },
      })),
    },
    ...sentByCorspec,
    ...misspelt,
    ...appOrigins,
  ],
};
