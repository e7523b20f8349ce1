import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';

/** An origin that an incorrect comparison accepts and that a page can have. */
export interface Probe {
  readonly from: OriginSymbol;
  readonly name: string;
  /** Completes `A GET from …`. */
  readonly at: string;
  readonly why: string;
  /** The first half of the impact: how an attacker gets a page at this origin. */
  readonly attack: string;
}

/** The origins that incorrect comparisons accept. */
export const probes: readonly Probe[] = [
  {
    from: 'suffix-without-dot',
    name: 'suffix-without-dot',
    at: 'a host that continues an allowed host without a dot',
    why: 'A pattern without an end anchor (`$`), or `startsWith`, matches https://app.example.testevil.test, which an attacker can register.',
    attack: 'An attacker can register a domain that continues the allowed host (app.example.testevil.test)',
  },
  {
    from: 'other-top-level',
    name: 'other-top-level',
    at: 'an allowed host with another top-level domain',
    why: 'A pattern that ends before the top-level domain matches https://app.example.evil.',
    attack:
      'An attacker can register the allowed name under another top-level domain (example.evil for example.test)',
  },
  {
    from: 'parent-lookalike',
    name: 'parent-lookalike',
    at: 'a host that ends like the domain of an allowed host',
    why: 'A suffix comparison without the dot matches https://notexample.test, which an attacker can register.',
    attack:
      'An attacker can register a domain that ends like the domain of the allowed host (notexample.test)',
  },
  {
    from: 'sibling',
    name: 'sibling',
    at: 'a sibling subdomain of an allowed host',
    why: 'Another subdomain may belong to a third party, or may have been taken over.',
    attack:
      'The owner of another subdomain of the same domain, or an attacker who took one over through a dangling DNS record, can serve a page there',
  },
  {
    from: 'less-first-character',
    name: 'less-first-character',
    at: 'an allowed host without its first character',
    why: 'A substring search in the allowed origins, instead of a comparison, matches parts of them.',
    attack:
      'An attacker can register the domain that is a part of the allowed one (xample.com in example.com)',
  },
  {
    from: 'first-dot-replaced',
    name: 'first-dot-replaced',
    at: 'an allowed host with its first dot replaced by a letter',
    why: 'In a regular expression, an unescaped dot matches any character, including https://appxexample.test.',
    attack:
      'An attacker can register the domain that an unescaped dot matches (appxexample.test for app.example.test)',
  },
  {
    from: 'last-dot-replaced',
    name: 'last-dot-replaced',
    at: 'an allowed host with its last dot replaced by a letter',
    why: 'In a regular expression, an unescaped dot matches any character.',
    attack:
      'An attacker who controls DNS on the user’s network, such as a router, can name a host so that it matches (app.examplextest)',
  },
  {
    from: 'port-dropped',
    name: 'port-dropped',
    at: 'an allowed host without its port',
    why: 'A different port, including the default port, is a different origin. A substring search in the allowed origins accepts it.',
    attack: 'Another program on the same host can serve a page on the default port',
  },
  {
    from: 'run-together',
    name: 'run-together',
    at: 'a host that concatenates two allowed hosts',
    why: 'jub0bs/cors before 0.1.3 accepted barfoo.com if foo.com and bar.com were allowed (GHSA-vhxv-fg4m-p2w8).',
    attack:
      'An attacker can register the domain that concatenates two allowed ones (barfoo.com for bar.com and foo.com)',
  },
  {
    from: 'less-last-character',
    name: 'less-last-character',
    at: 'an allowed origin without its last character',
    why: 'A substring search in the allowed origins (`in` with a string in Python, `includes` on a joined string in JavaScript) accepts https://app.example.co if https://app.example.com is allowed.',
    attack:
      'An attacker can register the allowed domain without its last letter (example.co for example.com)',
  },
  {
    from: 'trailing-dot',
    name: 'trailing-dot',
    at: 'an allowed host with a trailing dot',
    why: 'https://app.example.test. and https://app.example.test are different origins. Virtual hosts, cookies and certificates distinguish the two names, so another site may be served there.',
    attack:
      'Another customer of the same hosting service can serve a page at the name with the trailing dot, if the service allows that,',
  },
];
