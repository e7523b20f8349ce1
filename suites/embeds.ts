import type { Embed, Expectation, Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

interface Kind {
  readonly client: Embed;
  readonly route: Route;
  /** What it is called: `An image`. */
  readonly name: string;
  /** What CORS decides about it. */
  readonly why: string;
  /** What a page does with the user's session that it was not to do, where there can be one. Ends a sentence. */
  readonly stolenWithSession?: string;
}

/** What asks for CORS by `crossorigin`, or always. */
const kinds: readonly Kind[] = [
  {
    client: 'img',
    route: 'image.png',
    name: 'An image with `crossorigin`',
    why: 'Only an image that was loaded with CORS leaves the canvas that it is drawn to readable.',
    stolenWithSession:
      'draws a picture that only the user’s session shows onto a canvas, and reads its pixels',
  },
  {
    client: 'script',
    route: 'script.js',
    name: 'A script with `crossorigin`',
    why: 'Subresource integrity and the messages of its errors need the script to be loaded with CORS.',
    stolenWithSession:
      'runs a script that was made for the signed-in user, sees its errors, and can read its source',
  },
  {
    client: 'module',
    route: 'module.js',
    name: 'A module',
    why: 'Modules are always loaded with CORS: a content delivery network has to allow it.',
    stolenWithSession: 'imports a module that was made for the signed-in user, and whatever data it exports',
  },
  {
    client: 'style',
    route: 'style.css',
    name: 'A style sheet with `crossorigin`',
    why: 'Only the rules of a style sheet that was loaded with CORS can be read; integrity needs it as well.',
    stolenWithSession: 'reads the rules of a style sheet that was made for the signed-in user',
  },
  {
    client: 'font',
    route: 'font.woff2',
    name: 'A font',
    why: 'Fonts are always loaded with CORS: without it the page shows another font.',
  },
  {
    client: 'event-source',
    route: 'stream',
    name: 'A stream of events',
    why: 'EventSource is always with CORS, and frameworks often write streams past the middleware.',
    stolenWithSession: 'listens to the signed-in user’s events as they happen',
  },
];

function allowed({ client, route, name, why }: Kind): Scenario {
  return {
    id: `embeds/${client}-allowed`,
    title: `${name} loads from an allowed origin`,
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route, client, mode: 'cors' },
    expect: { outcome: 'readable', wire: ['GET'], origin: 'sent' },
  };
}

function refused({ client, route, name }: Kind): Scenario {
  return {
    id: `embeds/${client}-refused`,
    title: `${name} does not load for a page at an unrelated origin`,
    ...weightOf(client),
    spec: '#concept-cors-check',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route, client, mode: 'cors' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

/**
 * Pictures and events are what a service has to tell. Code and type are not: any page embeds a plain script or style
 * sheet without asking, and `*` on fonts and modules is what content delivery networks send, with no user behind it.
 */
function weightOf(client: Embed) {
  switch (client) {
    case 'img':
      return {
        level: 'security',
        impact:
          'Any web site draws this server’s pictures onto a canvas and reads their pixels, through the browsers of visitors whose network shows them: cameras, scans, charts.',
      } as const;
    case 'event-source':
      return {
        level: 'security',
        impact:
          'Any web site listens to this server’s events as they happen, through the browsers of visitors whose network reaches it: messages, measurements, logs.',
      } as const;
    default:
      return {
        level: 'recommended',
        why: 'No user’s data is in what everybody gets alike, and any page can embed most of it without asking. That it is shared shows that not all routes follow the policy.',
      } as const;
  }
}

/** A font is never loaded with credentials. */
const credentialedKinds = kinds.filter(
  (kind): kind is Kind & { readonly stolenWithSession: string } => kind.stolenWithSession !== undefined,
);

function withCredentials(name: string): string {
  return name.includes(' with ') ? `${name} and credentials` : `${name} with credentials`;
}

function credentialed({ client, route, name }: Kind): Scenario {
  return {
    id: `embeds/${client}-with-credentials`,
    title: `${withCredentials(name)} loads from an allowed origin`,
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: 'With credentials `*` is not enough.',
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'GET' } },
    request: { route, client, mode: 'cors', credentials: 'include' },
    expect: { outcome: 'readable', wire: ['GET'] },
  };
}

function credentialsRefused({
  client,
  route,
  name,
  stolenWithSession,
}: (typeof credentialedKinds)[number]): Scenario {
  return {
    id: `embeds/${client}-with-credentials-refused`,
    title: `${withCredentials(name)} does not load where the policy allows no credentials`,
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    impact: `A page at an allowed origin ${stolenWithSession}. Where any origin is allowed, every web site does.`,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route, client, mode: 'cors', credentials: 'include' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

/** Without `crossorigin`: the page uses what it cannot look into. */
const plainKinds: readonly (readonly [Embed, Route, string, string])[] = [
  ['img', 'image.png', 'A plain image shows its pixels to no page, whether or not it loads', 'an image'],
  ['script', 'script.js', 'A plain script shows its source to no page, whether or not it runs', 'a script'],
  [
    'style',
    'style.css',
    'A plain style sheet shows its rules to no page, whether or not it applies',
    'a style sheet',
  ],
];

/** Both answers conform: CORS has no part in it. */
function loading(what: string): NonNullable<Expectation['facts']> {
  return {
    outcome: {
      opaque: `A page at any origin can embed ${what} of this server. Cross-Origin-Resource-Policy would prevent that.`,
      blocked: `A page at an origin outside the policy cannot embed ${what} of this server, which does more than CORS asks for.`,
    },
  };
}

function plain([client, route, title, what]: readonly [Embed, Route, string, string]): Scenario {
  return {
    id: `embeds/${client}-plain`,
    title,
    level: 'informative',
    spec: '#concept-main-fetch',
    why: 'CORS lets pages read what they could not; it keeps nobody from embedding. Cross-Origin-Resource-Policy does.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route, client, mode: 'no-cors' },
    expect: { wire: ['GET'], origin: 'absent', facts: loading(what) },
  };
}

const jsonp: readonly Scenario[] = [
  {
    id: 'embeds/jsonp-foreign',
    title: 'JSONP gives its data to a page at any origin, unless the server refuses it',
    level: 'informative',
    spec: '#concept-main-fetch',
    why: 'JSONP reads servers that know no CORS, with GET alone, and whatever their policy says: who offers it has no policy.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] }, abilities: ['scripts'] },
    request: { route: 'jsonp', client: 'jsonp', mode: 'no-cors', query: { callback: 'corspecJsonp' } },
    expect: { wire: ['GET'], origin: 'absent', body: '{"jsonp":true}', facts: loading('JSONP data') },
  },
  {
    id: 'embeds/jsonp-by-fetch-refused',
    title: 'The same data by fetch stays hidden from a page at an unrelated origin',
    level: 'recommended',
    spec: '#concept-cors-check',
    why: 'Who offers JSONP has handed these data to every page already. That fetch reads them, too, shows a header that somebody wrote by hand.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'jsonp', query: { callback: 'corspecJsonp' } },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'embeds/event-source-data',
    title: 'A page at an allowed origin gets the events of a stream',
    level: 'required',
    spec: '#concept-cors-check',
    from: 'allowed-second',
    when: { policy: { methods: 'GET' } },
    request: { route: 'stream', client: 'event-source' },
    expect: { outcome: 'readable', wire: ['GET'], body: 'first' },
  },
];

/** What pages embed: images, scripts, style sheets, fonts, streams. */
export const embedded: Suite = {
  id: 'embeds',
  title: 'What pages embed',
  scenarios: [
    ...kinds.map(allowed),
    ...kinds.map(refused),
    ...credentialedKinds.map(credentialed),
    ...credentialedKinds.map(credentialsRefused),
    ...plainKinds.map(plain),
    ...jsonp,
  ],
};
