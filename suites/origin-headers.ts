import {
  type Misspelling,
  type OriginSymbol,
  type Scenario,
  specialCharacters,
} from '../src/scenarios/scenario.ts';

/** An origin that a page can have. corspec sends its Origin header, for a page there would show no more. */
interface Neighbour {
  readonly as: OriginSymbol;
  /** The middle of the id. */
  readonly name: string;
  /** The end of `A page at … cannot read`. */
  readonly at: string;
  readonly why: string;
  /** The beginning of what an attacker gains. */
  readonly who: string;
}

const neighbours: readonly Neighbour[] = [
  {
    as: 'less-last-label',
    name: 'less-last-label',
    at: 'an allowed host without its last label',
    why: 'A comparison that drops the last label, or a search within the allowed origins, accepts https://app.example.co of https://app.example.co.uk.',
    who: 'Any attacker registers the domain that an allowed one becomes without its last label (example.co for example.co.uk)',
  },
  {
    as: 'homograph',
    name: 'homograph',
    at: 'an allowed host with an accent on one letter',
    why: 'A host is compared as it is on the wire, in punycode (xn--…). A server that decodes it and ignores accents, as some databases do, accepts another domain.',
    who: 'Any attacker registers the internationalized domain that differs from the allowed one in an accent (xn--xample-9ua.com for example.com)',
  },
  {
    as: 'with-www',
    name: 'with-www',
    at: 'an allowed host with `www.` before it',
    why: 'https://www.app.example.test is another origin than https://app.example.test, and often another server.',
    who: 'Any attacker who takes over the host with www. before it, as by a forgotten DNS record, puts a page there',
  },
  {
    as: 'underscore-for-letter',
    name: 'underscore-for-letter',
    at: 'an allowed host with `_` for one letter',
    why: 'In a pattern of SQL (`LIKE`), `_` stands for any character. A query that uses the Origin header as the pattern accepts https://ap_.example.test for https://app.example.test.',
    who: 'Any attacker who has another subdomain of the same domain, as a customer or by a forgotten DNS record, puts a page there',
  },
];

/** Neighbours of what the first ones do not have: a port, or an entry after it. */
const withoutCredentials: readonly Neighbour[] = [
  {
    as: 'longer-port',
    name: 'longer-port',
    at: 'an allowed host on a port that begins with the allowed one',
    why: 'A comparison of the beginning of the origin accepts http://localhost:30001 where http://localhost:3000 is allowed.',
    who: 'Another program on the same host serves a page at such a port',
  },
  {
    as: 'lookalike-suffix-of-last',
    name: 'last-lookalike-suffix',
    at: 'a host that begins with the last allowed host',
    why: 'Each entry of a list has to be compared whole. In a list of regular expressions, or in one with alternatives, the last one can lack its `$`.',
    who: 'Any attacker puts a page at a host below a domain of their own that begins with the allowed name (partner.test.evil.test)',
  },
  {
    as: 'lookalike-prefix-of-last',
    name: 'last-lookalike-prefix',
    at: 'a host that ends with the last allowed host',
    why: 'Each entry of a list has to be compared whole. In a list of regular expressions, or in one with alternatives, the last one can lack its `^`.',
    who: 'Any attacker registers a domain that ends with the allowed name (evilpartner.test)',
  },
  {
    as: 'less-last-character-of-last',
    name: 'last-less-last-character',
    at: 'the last allowed origin without its last character',
    why: 'A search within a list that is joined to one string accepts a part of each entry, of the last one too.',
    who: 'Any attacker registers the domain that an allowed one becomes without its last letter (partner.co for partner.com)',
  },
  {
    as: 'other-scheme-of-last',
    name: 'last-other-scheme',
    at: 'the last allowed host under the other scheme',
    why: 'The scheme is part of an origin, in each entry of a list: a page over http can be changed by the network.',
    who: 'Any attacker in the network of a user changes a page over http at the allowed host',
  },
];

const refused = {
  outcome: 'blocked',
  response: { 'access-control-allow-origin': { not: '$origin' } },
} as const;

function plain({ as, name, at, why, who }: Neighbour): Scenario {
  return {
    id: `origins/${name}-refused`,
    title: `A page at ${at} cannot read`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${who}, and reads through its visitors’ browsers what this server shows without a login.`,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'wire', as },
    expect: refused,
  };
}

function credentialed({ as, name, at, why, who }: Neighbour): Scenario {
  return {
    id: `origins/${name}-with-credentials-refused`,
    title: `A page at ${at} cannot read with the user’s cookie`,
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact: `${who}, and reads with the session of each user who visits it what this server shows that user.`,
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true } },
    request: { route: 'resource', client: 'wire', as, credentials: 'include' },
    expect: refused,
  };
}

/** Origins that look like an allowed one, as corspec sends them: that costs no page. */
export const sentByCorspec: readonly Scenario[] = [
  ...[...neighbours, ...withoutCredentials].map(plain),
  ...neighbours.map(credentialed),
  {
    id: 'origins/special-characters-refused',
    title: 'A page at an allowed host that any special character follows cannot read',
    level: 'security',
    spec: '#concept-cors-check',
    why: 'Other browsers than the one of this run open pages at hosts with these characters, so all of them are sent in every run.',
    impact:
      'Any attacker puts a page at such a host below a domain of their own, and reads through its visitors’ browsers what this server shows without a login.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: specialCharacters.map((name) => ({
      request: { route: 'resource', client: 'wire', as: `special-${name}` as const },
      expect: refused,
    })),
  },
];

/** A spelling that no browser sends, so that accepting it grants nothing to a page. */
interface Spelling {
  readonly as: Misspelling;
  /** The beginning of `… is not accepted`. */
  readonly what: string;
  readonly why: string;
}

const searched =
  'Browsers never send it, so no page gains from it. A server that accepts it looks for a part of an origin, or reads a part of it, where it has to compare the whole.';

/** Signs that origins are not compared whole. */
const spellings: readonly Spelling[] = [
  { as: 'host-only', what: 'An allowed host without a scheme', why: searched },
  { as: 'scheme-only', what: 'The scheme of an allowed origin alone', why: searched },
  { as: 'empty', what: 'An empty Origin header', why: searched },
  { as: 'user-info', what: 'An allowed origin as the user name before another host', why: searched },
  {
    as: 'backslash',
    what: 'Another host, a backslash and an allowed host',
    why: `The URL standard and RFC 3986 find different hosts in it. ${searched}`,
  },
  {
    as: 'origin-list',
    what: 'A list of another origin and an allowed one',
    why: `RFC 6454 let an Origin header have several origins. ${searched}`,
  },
];

/** Other spellings of the same origin: to accept them is as right as to refuse them. */
const equivalents: readonly Spelling[] = [
  {
    as: 'upper-case',
    what: 'An Origin in capitals',
    why: 'Browsers send origins in lower case, so nothing is lost by comparing as they stand, and nothing is won by more.',
  },
  {
    as: 'default-port',
    what: 'An allowed origin with its default port written out',
    why: 'Browsers leave the default port out, so comparing origins as they are on the wire is enough.',
  },
  {
    as: 'ip-as-number',
    what: 'An allowed IP address written as one number',
    why: 'Browsers send IPv4 addresses in dotted form, so comparing origins as they are on the wire is enough.',
  },
];

const unaccepted = { response: { 'access-control-allow-origin': { not: '$origin' } } } as const;

function misspeltPlain({ as, what, why }: Spelling): Scenario {
  return {
    id: `origins/${as}-refused`,
    title: `${what} is not accepted`,
    level: 'recommended',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'wire', as },
    expect: unaccepted,
  };
}

function misspeltCredentialed({ as, what, why }: Spelling): Scenario {
  return {
    id: `origins/${as}-with-credentials-refused`,
    title: `${what} is not accepted with credentials`,
    level: 'recommended',
    spec: '#cors-protocol-and-credentials',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true } },
    request: { route: 'resource', client: 'wire', as, credentials: 'include' },
    expect: unaccepted,
  };
}

function equivalent({ as, what, why }: Spelling): Scenario {
  return {
    id: `origins/${as}`,
    title: `${what}, which no browser sends, is not taken for the allowed one`,
    level: 'informative',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'wire', as },
    expect: unaccepted,
  };
}

/** Origin headers that no browser sends. */
export const misspelt: readonly Scenario[] = [
  ...spellings.map(misspeltPlain),
  ...spellings.map(misspeltCredentialed),
  ...equivalents.map(equivalent),
];
