import type { OriginSymbol } from '../src/scenarios/scenario.ts';

/** An origin that a mistake in matching lets in, and where a page can be. */
export interface Probe {
  readonly from: OriginSymbol;
  readonly name: string;
  /** Whose page it is: ends `A page at …`. */
  readonly at: string;
  readonly why: string;
  /** Whose page that can be, and how: begins the sentence of who could do what. */
  readonly who: string;
}

/** The origins that each mistake in matching lets in. */
export const probes: readonly Probe[] = [
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
  {
    from: 'less-last-character',
    name: 'less-last-character',
    at: 'an allowed origin without its last character',
    why: 'A search within the allowed origins (`in` with one string in Python, `includes` on a joined string in JavaScript) accepts each part of them: https://app.example.co of https://app.example.com.',
    who: 'Any attacker registers the domain that an allowed one becomes without its last letter (example.co for example.com)',
  },
  {
    from: 'trailing-dot',
    name: 'trailing-dot',
    at: 'an allowed host with a dot after it',
    why: 'https://app.example.test. is another origin than https://app.example.test. Virtual hosts, cookies and certificates tell the two names apart, so another site can be there.',
    who: 'Any other site on the same hosting service, if the service answers for the name with the dot with that site’s pages, puts a page there',
  },
];
