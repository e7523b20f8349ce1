import type { Embed, Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

interface Kind {
  readonly client: Embed;
  readonly route: Route;
  /** The subject of titles. */
  readonly name: string;
}

const kinds: readonly Kind[] = [
  { client: 'script', route: 'script.js', name: 'A script' },
  { client: 'module', route: 'module.js', name: 'A module' },
  { client: 'style', route: 'style.css', name: 'A style sheet' },
];

const why =
  'Pages load libraries from CDNs with a hash in `integrity`. The browser compares only a response that passed the CORS check, so the file is lost without CORS headers, even if its content is right.';

function allowed({ client, route, name }: Kind): Scenario {
  return {
    id: `integrity/${client}-allowed`,
    title: `${name} with \`crossorigin\` and the right hash in \`integrity\` loads from an allowed origin`,
    level: 'required',
    spec: '#concept-main-fetch',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route, client, mode: 'cors', integrity: 'right' },
    expect: { outcome: 'readable', wire: ['GET'], origin: 'sent' },
  };
}

function secondOrigin({ client, route, name }: Kind): Scenario {
  return {
    id: `integrity/${client}-second-origin`,
    title: `${name} with \`crossorigin\` and the right hash in \`integrity\` loads from another allowed origin`,
    level: 'required',
    spec: '#concept-main-fetch',
    why,
    from: 'allowed-second',
    when: { policy: { methods: 'GET' } },
    request: { route, client, mode: 'cors', integrity: 'right' },
    expect: { outcome: 'readable', wire: ['GET'] },
  };
}

function refused({ client, route, name }: Kind): Scenario {
  return {
    id: `integrity/${client}-refused`,
    title: `${name} with the right hash in \`integrity\` does not load from an unrelated origin`,
    level: 'recommended',
    spec: '#concept-main-fetch',
    why: 'If it loads, a page at any origin can find out by its hash whether the content of the file is what it expects.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route, client, mode: 'cors', integrity: 'right' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

function wrongHash({ client, route, name }: Kind): Scenario {
  return {
    id: `integrity/${client}-wrong-hash`,
    title: `${name} with a wrong hash in \`integrity\` does not load, whatever the CORS headers are`,
    level: 'informative',
    spec: '#concept-main-fetch',
    why: 'CORS lets the browser compare the hash, and does not replace it. A CDN that changes a file breaks every page that has its hash.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route, client, mode: 'cors', integrity: 'wrong' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

/** Modules are always loaded with CORS. */
function withoutCrossorigin({ client, route, name }: Kind): Scenario {
  return {
    id: `integrity/${client}-without-crossorigin`,
    title: `${name} with the right hash in \`integrity\` and without \`crossorigin\` does not load`,
    level: 'informative',
    spec: '#concept-main-fetch',
    why: 'The browser does not compare a response that the page may not read. The page needs `crossorigin` beside `integrity`.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route, client, mode: 'no-cors', integrity: 'right' },
    expect: { outcome: 'blocked', wire: ['GET'], origin: 'absent' },
  };
}

/** Subresource Integrity: files with a hash. */
export const integrity: Suite = {
  id: 'integrity',
  title: 'Subresource Integrity',
  scenarios: [
    ...kinds.map(allowed),
    ...kinds.map(secondOrigin),
    ...kinds.map(refused),
    ...kinds.map(wrongHash),
    ...kinds.filter(({ client }) => client !== 'module').map(withoutCrossorigin),
  ],
};
