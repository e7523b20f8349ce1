import type { Expectation } from '../src/scenarios/expectation.ts';
import type { Client, RequestSpec, Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

interface Kind {
  readonly client: Client;
  readonly route: Route;
  /** Part of ids. */
  readonly id: string;
  /** The subject of titles, and the object of sentences about all of them. */
  readonly name: string;
  readonly many: string;
}

const kinds: readonly Kind[] = [
  { client: 'img', route: 'image.png', id: 'img', name: 'An image', many: 'images' },
  { client: 'style', route: 'style.css', id: 'style', name: 'A style sheet', many: 'style sheets' },
  { client: 'fetch', route: 'resource', id: 'no-cors', name: 'A response to a fetch in no-cors mode', many: 'responses' },
]; // prettier-ignore

const embedded = kinds.filter(({ client }) => client !== 'fetch');

const needsPermission =
  'A page with `Cross-Origin-Embedder-Policy: require-corp`, which `SharedArrayBuffer` needs, loads from other origins only what has passed the CORS check or has a Cross-Origin-Resource-Policy that allows it.';

const withoutCredentials =
  'With `Cross-Origin-Embedder-Policy: credentialless`, requests without CORS have no cookies, and their responses need no Cross-Origin-Resource-Policy.';

function request({ client, route }: Kind, more: Partial<RequestSpec>): RequestSpec {
  return { client, route, ...more };
}

function facts(loads: string, blocked: string): NonNullable<Expectation['facts']> {
  return { outcome: { opaque: loads, blocked } };
}

/** An allowed origin: what Cross-Origin-Resource-Policy, which some middleware sends by default, does to it. */
function plain(kind: Kind): Scenario {
  return {
    id: `isolation/${kind.id}-from-allowed`,
    title: `${kind.name} without CORS is used by a page at an allowed origin, unless Cross-Origin-Resource-Policy prevents it`,
    level: 'informative',
    spec: '#cross-origin-resource-policy-check',
    why: 'Helmet sends `Cross-Origin-Resource-Policy: same-origin` by default. It prevents embedding without CORS at the origins that the CORS policy allows, too.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: request(kind, { mode: 'no-cors' }),
    expect: {
      wire: ['GET'],
      facts: facts(
        `A page at an allowed origin can embed this server’s ${kind.many} without CORS.`,
        `A page at an allowed origin cannot embed this server’s ${kind.many} without CORS, because of Cross-Origin-Resource-Policy.`,
      ),
    },
  };
}

function requiresPolicy(kind: Kind): Scenario {
  return {
    id: `isolation/require-corp-${kind.id}`,
    title: `${kind.name} without CORS needs Cross-Origin-Resource-Policy in a page with \`require-corp\``,
    level: 'informative',
    spec: '#cross-origin-resource-policy-check',
    why: needsPermission,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] } },
    request: request(kind, { mode: 'no-cors', embedderPolicy: 'require-corp' }),
    expect: {
      wire: ['GET'],
      facts: facts(
        `A page with \`Cross-Origin-Embedder-Policy: require-corp\` can embed this server’s ${kind.many} without CORS: their Cross-Origin-Resource-Policy allows it.`,
        `A page with \`Cross-Origin-Embedder-Policy: require-corp\` cannot embed this server’s ${kind.many} without CORS. They need \`Cross-Origin-Resource-Policy: cross-origin\`, or the page uses CORS (\`crossorigin\`).`,
      ),
    },
  };
}

function withCors(kind: Kind): Scenario {
  return {
    id: `isolation/require-corp-${kind.id}-with-crossorigin`,
    title: `${kind.name} with \`crossorigin\` loads from an allowed origin in a page with \`require-corp\``,
    level: 'informative',
    spec: '#cross-origin-resource-policy-check',
    why: needsPermission,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: request(kind, { mode: 'cors', embedderPolicy: 'require-corp' }),
    expect: { outcome: 'readable', wire: ['GET'] },
  };
}

function credentialless(kind: Kind): Scenario {
  return {
    id: `isolation/credentialless-${kind.id}`,
    title: `${kind.name} without CORS is requested without cookies in a page with \`credentialless\``,
    level: 'informative',
    spec: '#cross-origin-embedder-policy-allows-credentials',
    why: withoutCredentials,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'] }, abilities: ['credentialless'] },
    request: request(kind, { mode: 'no-cors', credentials: 'include', embedderPolicy: 'credentialless' }),
    expect: {
      wire: ['GET'],
      cookie: 'withheld',
      facts: facts(
        `A page with \`Cross-Origin-Embedder-Policy: credentialless\` can embed this server’s ${kind.many}, as they are without cookies.`,
        `A page with \`Cross-Origin-Embedder-Policy: credentialless\` cannot embed this server’s ${kind.many} without CORS, because of Cross-Origin-Resource-Policy.`,
      ),
    },
  };
}

const ofRequests: readonly Scenario[] = [
  {
    id: 'isolation/require-corp-fetch',
    title: 'A response is readable from an allowed origin in a page with `require-corp`',
    level: 'informative',
    spec: '#cross-origin-resource-policy-check',
    why: needsPermission,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route: 'resource', embedderPolicy: 'require-corp' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'isolation/credentialless-fetch-with-credentials',
    title: 'A credentialed response is readable from an allowed origin in a page with `credentialless`',
    level: 'informative',
    spec: '#cross-origin-embedder-policy-allows-credentials',
    why: 'The policy changes requests without CORS alone: those with CORS keep their cookies.',
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'GET' }, abilities: ['credentialless'] },
    request: { route: 'whoami', credentials: 'include', embedderPolicy: 'credentialless' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200, cookie: 'sent' },
  },
];

/** Pages with Cross-Origin-Embedder-Policy, and resources with Cross-Origin-Resource-Policy. */
export const isolation: Suite = {
  id: 'isolation',
  title: 'Cross-origin isolation',
  scenarios: [
    ...kinds.map(plain),
    ...kinds.map(requiresPolicy),
    ...embedded.map(withCors),
    ...kinds.map(credentialless),
    ...ofRequests,
  ],
};
