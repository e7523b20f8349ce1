import {
  type OriginSymbol,
  type Scenario,
  type SpecialCharacter,
  specialCharacters,
  type Suite,
} from '../src/vocabulary/scenario.ts';
import { inHosts } from '../src/vocabulary/special-characters.ts';

interface Probe {
  readonly from: OriginSymbol;
  readonly name: string;
  /** Whose page it is: ends `A page at …`. */
  readonly at: string;
  readonly why: string;
  /** Whose page that can be, and how: begins the sentence of who could do what. */
  readonly who: string;
}

/** The origins that each mistake in matching lets in. */
const probes: readonly Probe[] = [
  {
    from: 'suffix-without-dot',
    name: 'suffix-without-dot',
    at: 'a host that goes on after an allowed one without a dot',
    why: 'A match without an end (`$`, or `startsWith`) lets in https://app.example.testevil.test, which anybody can register.',
    who: 'Anybody registers a domain so that a host goes on where the allowed one ends (app.example.test, then evil.test)',
  },
  {
    from: 'other-top-level',
    name: 'other-top-level',
    at: 'an allowed host under another top-level domain',
    why: 'A match that ends before the top-level domain lets in https://app.example.evil.',
    who: 'Anybody registers the allowed name under another top-level domain (example.evil for example.test)',
  },
  {
    from: 'parent-lookalike',
    name: 'parent-lookalike',
    at: 'a host that ends like the domain of an allowed one',
    why: 'A match of the end of the host without its dot lets in https://notexample.test, which anybody can register.',
    who: 'Anybody registers a domain that ends like that of the allowed host (notexample.test)',
  },
  {
    from: 'sibling',
    name: 'sibling',
    at: 'another subdomain of the domain of an allowed origin',
    why: 'A subdomain that somebody else runs, or that was taken over, is somebody else.',
    who: 'Whoever has another subdomain of the same domain, a customer or somebody who took over one with a forgotten DNS record, puts a page there',
  },
  {
    from: 'less-first-character',
    name: 'less-first-character',
    at: 'an allowed host less its first character',
    why: 'A search within the allowed origins, instead of a comparison, lets in what is a part of one.',
    who: 'Whoever gets the host that is a part of the allowed name (xample.com in example.com) puts a page there',
  },
  {
    from: 'first-dot-replaced',
    name: 'first-dot-replaced',
    at: 'an allowed host with a letter for its first dot',
    why: 'In a regular expression a dot that is not escaped stands for any character: https://appxexample.test is in.',
    who: 'Anybody registers the domain that an unescaped dot stands for (appxexample.test for app.example.test)',
  },
  {
    from: 'last-dot-replaced',
    name: 'last-dot-replaced',
    at: 'an allowed host with a letter for its last dot',
    why: 'In a regular expression a dot that is not escaped stands for any character.',
    who: 'Whoever answers for host names on a user’s network, a router or an office’s DNS, names a host so that it fits (app.examplextest)',
  },
  {
    from: 'port-dropped',
    name: 'port-dropped',
    at: 'an allowed host without the port that was allowed',
    why: 'Another port is another origin: the default port as well. A search within the allowed origins lets it in.',
    who: 'Another program on the same host serves a page at the default port',
  },
  {
    from: 'run-together',
    name: 'run-together',
    at: 'a host that two allowed ones make when they are run together',
    why: 'With foo.com and bar.com allowed, jub0bs/cors before 0.1.3 let in barfoo.com (GHSA-vhxv-fg4m-p2w8).',
    who: 'Anybody registers the domain that two allowed names make together (barfoo.com of bar.com and foo.com)',
  },
];

/** Cookies are worth most: what gets in with them reads what is the user's. */
const withCredentials: readonly string[] = [
  'suffix-without-dot',
  'parent-lookalike',
  'sibling',
  'less-first-character',
  'first-dot-replaced',
  'port-dropped',
  'run-together',
];

const withPreflight: readonly string[] = ['sibling', 'first-dot-replaced', 'suffix-without-dot'];

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
    harm: `${who}, and ${reads}.`,
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
    harm: `${who}, and ${readsWithSession}.`,
    from,
    when: { policy: { credentials: true } },
    request: { route: 'whoami', credentials: 'include' },
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
    harm: `${who}, and ${writes}.`,
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
    harm: `Anybody puts a page at such a host below a domain of their own, and ${reads}.`,
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
      harm: 'Anybody puts a page at such a host below a domain of their own, and reads with the session of each user who visits it what this server shows that user.',
      from: 'special-underscore',
      when: { policy: { credentials: true } },
      request: { route: 'whoami', credentials: 'include' },
      expect: refused,
    },
    {
      id: 'origins/refused-each-time',
      title: 'A refused origin is refused each time that it asks',
      level: 'security',
      spec: '#concept-cors-check',
      why: 'A regular expression with the flag `g` remembers where it stopped, and answers every other time something else.',
      harm: 'Anybody with a host that begins with the allowed name gets in every other time: a script that tries twice reads what this server shows to its visitors.',
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
    {
      id: 'origins/upper-case',
      title: 'An Origin in capitals, which no browser sends, is not taken for the allowed one',
      level: 'informative',
      spec: '#concept-cors-check',
      why: 'Browsers send origins in lower case, so nothing is lost by comparing as they stand, and nothing is won by more.',
      from: 'allowed',
      when: { policy: { origins: 'listed' } },
      request: { route: 'resource', client: 'wire', as: 'upper-case' },
      expect: { response: { 'access-control-allow-origin': { not: '$origin' } } },
    },
  ],
};
