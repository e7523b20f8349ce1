import { type Misspelling, type OriginSymbol, specialCharacters } from '../src/scenarios/origin-symbols.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';

/** An origin that a page can have. corspec sends its Origin header as a raw request, since a page there would show no more. */
interface Neighbour {
  readonly as: OriginSymbol;
  /** The middle of the id. */
  readonly name: string;
  /** Completes `A GET from … is not readable`. */
  readonly at: string;
  readonly why: string;
  /** The first half of the impact: how an attacker gets a page at this origin. */
  readonly attack: string;
}

const neighbours: readonly Neighbour[] = [
  {
    as: 'less-last-label',
    name: 'less-last-label',
    at: 'an allowed host without its last label',
    why: 'A prefix comparison or a substring search matches https://app.example.co if https://app.example.co.uk is allowed.',
    attack:
      'An attacker can register the allowed domain without its last label (example.co for example.co.uk)',
  },
  {
    as: 'homograph',
    name: 'homograph',
    at: 'an allowed host with an accented letter',
    why: 'Hosts must be compared in the punycode form that is on the wire (xn--…). A server that decodes it and ignores accents, as some databases do, accepts another domain.',
    attack:
      'An attacker can register the internationalized domain that differs from the allowed one in an accent (xn--xample-9ua.com for example.com)',
  },
  {
    as: 'with-www',
    name: 'with-www',
    at: 'an allowed host with a `www.` prefix',
    why: 'https://www.app.example.test and https://app.example.test are different origins, and often different servers.',
    attack:
      'An attacker who takes over the `www.` host, for example through a dangling DNS record, can serve a page there',
  },
  {
    as: 'underscore-for-letter',
    name: 'underscore-for-letter',
    at: 'an allowed host with one letter replaced by `_`',
    why: 'In SQL `LIKE` patterns, `_` matches any character. A query that uses the Origin header as the pattern accepts https://ap_.example.test if https://app.example.test is allowed.',
    attack:
      'An attacker who controls another subdomain of the same domain, as a customer or through a dangling DNS record, can serve a page there',
  },
];

/** Neighbours of ports and of the last entry of a list. */
const withoutCredentials: readonly Neighbour[] = [
  {
    as: 'longer-port',
    name: 'longer-port',
    at: 'an allowed host on a port that begins with the allowed port',
    why: 'A prefix comparison accepts http://localhost:30001 if http://localhost:3000 is allowed.',
    attack: 'Another program on the same host can serve a page on such a port',
  },
  {
    as: 'lookalike-suffix-of-last',
    name: 'last-lookalike-suffix',
    at: 'a host that begins with the last allowed host',
    why: 'Each entry of a list must be compared as a whole. In a list of regular expressions, or in one with alternatives, the last one may lack its `$`.',
    attack:
      'An attacker can serve a page at a host that begins with the allowed one (partner.test.evil.test)',
  },
  {
    as: 'lookalike-prefix-of-last',
    name: 'last-lookalike-prefix',
    at: 'a host that ends with the last allowed host',
    why: 'Each entry of a list must be compared as a whole. In a list of regular expressions, or in one with alternatives, the last one may lack its `^`.',
    attack: 'An attacker can register a domain that ends with the allowed one (evilpartner.test)',
  },
  {
    as: 'less-last-character-of-last',
    name: 'last-less-last-character',
    at: 'the last allowed origin without its last character',
    why: 'A substring search in a list that is joined to one string matches parts of each entry, including the last.',
    attack:
      'An attacker can register the allowed domain without its last letter (partner.co for partner.com)',
  },
  {
    as: 'other-scheme-of-last',
    name: 'last-other-scheme',
    at: 'the last allowed host with the other scheme',
    why: 'The scheme is part of the origin in every entry of a list. An attacker on the network can modify pages that are served over HTTP.',
    attack: 'An attacker on the user’s network can modify an HTTP page of the allowed host',
  },
];

const refused = {
  outcome: 'blocked',
  response: { 'access-control-allow-origin': { not: '$origin' } },
} as const;

function plain({ as, name, at, why, attack }: Neighbour): Scenario {
  return {
    id: `origins/${name}-refused`,
    title: `A GET from ${at} is not readable`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${attack} and read this server’s unauthenticated responses through visitors’ browsers.`,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'raw', as },
    expect: refused,
  };
}

function credentialed({ as, name, at, why, attack }: Neighbour): Scenario {
  return {
    id: `origins/${name}-with-credentials-refused`,
    title: `A credentialed GET from ${at} is not readable`,
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact: `${attack} and read this server’s responses with the session of each visitor.`,
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true } },
    request: { route: 'resource', client: 'raw', as, credentials: 'include' },
    expect: refused,
  };
}

/** Origins similar to an allowed one, sent by corspec as raw requests, which needs no page. */
export const sentByCorspec: readonly Scenario[] = [
  ...[...neighbours, ...withoutCredentials].map(plain),
  ...neighbours.map(credentialed),
  {
    id: 'origins/special-characters-refused',
    title: 'A GET from an allowed host followed by a special character is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why: 'Which characters a host may contain depends on the browser, so every run sends all of them as raw requests.',
    impact:
      'An attacker can serve a page at such a host under a domain of their own and read this server’s unauthenticated responses through visitors’ browsers.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: specialCharacters.map((name) => ({
      request: { route: 'resource', client: 'raw', as: `special-${name}` as const },
      expect: refused,
    })),
  },
];

/** A spelling that browsers never send, so accepting it does not give access to any page. */
interface Spelling {
  readonly as: Misspelling;
  /** Completes `… is not accepted`. */
  readonly what: string;
  readonly why: string;
}

const searched =
  'Browsers never send this, so accepting it does not give access to any page. It shows that the server searches for a part of the origin instead of comparing the whole.';

/** Values that show whether the server compares the whole origin. */
const spellings: readonly Spelling[] = [
  { as: 'host-only', what: 'An allowed host without a scheme', why: searched },
  { as: 'scheme-only', what: 'The scheme of an allowed origin without a host', why: searched },
  { as: 'empty', what: 'An empty Origin header', why: searched },
  { as: 'user-info', what: 'An allowed origin as the user name of another host', why: searched },
  {
    as: 'backslash',
    what: 'An unrelated host, a backslash and an allowed host',
    why: `The URL standard and RFC 3986 extract different hosts from it. ${searched}`,
  },
  {
    as: 'origin-list',
    what: 'A list of an unrelated origin and an allowed one',
    why: `RFC 6454 allowed several origins in an Origin header. ${searched}`,
  },
];

/** Other spellings of the same origin: accepting and rejecting them both conform. */
const equivalents: readonly Spelling[] = [
  {
    as: 'upper-case',
    what: 'An Origin header in capitals',
    why: 'Browsers send origins in lower case, so a case-sensitive comparison is sufficient.',
  },
  {
    as: 'default-port',
    what: 'An allowed origin with an explicit default port',
    why: 'Browsers omit the default port, so comparing origins as they are on the wire is sufficient.',
  },
  {
    as: 'ip-as-number',
    what: 'An allowed IP address written as one number',
    why: 'Browsers send IPv4 addresses in dotted form, so comparing origins as they are on the wire is sufficient.',
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
    request: { route: 'resource', client: 'raw', as },
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
    request: { route: 'resource', client: 'raw', as, credentials: 'include' },
    expect: unaccepted,
  };
}

function equivalent({ as, what, why }: Spelling): Scenario {
  return {
    id: `origins/${as}`,
    title: `${what}, which browsers never send, is not accepted as the allowed origin`,
    level: 'informative',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'raw', as },
    expect: unaccepted,
  };
}

/** Origin headers that browsers never send. */
export const misspelt: readonly Scenario[] = [
  ...spellings.map(misspeltPlain),
  ...spellings.map(misspeltCredentialed),
  ...equivalents.map(equivalent),
];
