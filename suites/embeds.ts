import type { Expectation } from '../src/scenarios/expectation.ts';
import type { Embed, Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

interface Kind {
  readonly client: Embed;
  readonly route: Route;
  /** The subject of titles, such as `An image`. */
  readonly name: string;
  /** Why the resource needs CORS. */
  readonly why: string;
  /** What an attacker's page can do with the user's session, for resources loaded with credentials. Continues `A page …`. */
  readonly stolenWithSession?: string;
}

/** Resources that are loaded with CORS because of `crossorigin`, or always. */
const kinds: readonly Kind[] = [
  {
    client: 'img',
    route: 'image.png',
    name: 'An image with `crossorigin`',
    why: 'A canvas is readable only if the images drawn on it were loaded with CORS.',
    stolenWithSession: 'can draw an image that requires the user’s session on a canvas and read its pixels',
  },
  {
    client: 'script',
    route: 'script.js',
    name: 'A script with `crossorigin`',
    why: 'Subresource integrity and detailed error messages require that the script is loaded with CORS.',
    stolenWithSession:
      'can run a script generated for the signed-in user, see its errors and read its source',
  },
  {
    client: 'module',
    route: 'module.js',
    name: 'A module',
    why: 'Modules are always loaded with CORS, so a CDN has to allow it.',
    stolenWithSession:
      'can import a module generated for the signed-in user and read the data that it exports',
  },
  {
    client: 'style',
    route: 'style.css',
    name: 'A style sheet with `crossorigin`',
    why: 'The rules of a style sheet are readable only if it was loaded with CORS, and subresource integrity requires CORS too.',
    stolenWithSession: 'can read the rules of a style sheet generated for the signed-in user',
  },
  {
    client: 'font',
    route: 'font.woff2',
    name: 'A font',
    why: 'Fonts are always loaded with CORS. If that fails, the page uses a fallback font.',
  },
  {
    client: 'css-font',
    route: 'font.woff2',
    name: 'A font in the style sheet of another origin',
    why: 'The origin of the request is the page’s, and not that of the style sheet. So the server of the font has to allow every page that uses the style sheet.',
  },
  {
    client: 'audio',
    route: 'media.wav',
    name: 'A sound with `crossorigin`',
    why: 'Web Audio can process a sound only if it was loaded with CORS. Media elements send a Range, and get a 206 response.',
    stolenWithSession: 'can load a recording that requires the user’s session and read its samples',
  },
  {
    client: 'video',
    route: 'media.wav',
    name: 'A video with `crossorigin`',
    why: 'A canvas is readable only if the frames drawn on it were loaded with CORS. Media elements send a Range, and get a 206 response.',
    stolenWithSession: 'can load a video that requires the user’s session and read its frames',
  },
  {
    client: 'event-source',
    route: 'stream',
    name: 'An event stream',
    why: 'EventSource always uses CORS, and frameworks often write streams before the CORS middleware runs.',
    stolenWithSession: 'can receive the signed-in user’s events as they occur',
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
    title: `${name} does not load from an unrelated origin`,
    ...weightOf(client),
    spec: '#concept-cors-check',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route, client, mode: 'cors' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

/**
 * Images and events can contain confidential data. Scripts, style sheets and fonts rarely do: any page can embed a plain
 * script or style sheet without CORS, and CDNs send `*` for fonts and modules.
 */
function weightOf(client: Embed) {
  switch (client) {
    case 'img':
      return {
        level: 'security',
        impact:
          'Any website can draw this server’s images on a canvas and read their pixels through its visitors’ browsers: camera images, scans, charts.',
      } as const;
    case 'audio':
    case 'video':
      return {
        level: 'security',
        impact:
          'Any website can read this server’s recordings through its visitors’ browsers: calls, dictations, camera videos.',
      } as const;
    case 'event-source':
      return {
        level: 'security',
        impact:
          'Any website can receive this server’s events as they occur through its visitors’ browsers: messages, measurements, logs.',
      } as const;
    default:
      return {
        level: 'recommended',
        why: 'Files that are the same for all users contain no user data, and any page can embed most of them without CORS. But if they are readable, not all routes follow the policy.',
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
    why: 'With credentials, `*` is not sufficient.',
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
    title: `${withCredentials(name)} does not load if the policy does not allow credentials`,
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    impact: `A page at an allowed origin ${stolenWithSession}. If any origin is allowed, every website can.`,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route, client, mode: 'cors', credentials: 'include' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

/** Without `crossorigin`: the page can use the resource but not read it. */
const plainKinds: readonly (readonly [Embed, Route, string, string])[] = [
  [
    'img',
    'image.png',
    'The pixels of a plain image are not readable, whether or not the image loads',
    'an image',
  ],
  [
    'script',
    'script.js',
    'The source of a plain script is not readable, whether or not the script runs',
    'a script',
  ],
  [
    'style',
    'style.css',
    'The rules of a plain style sheet are not readable, whether or not the style sheet applies',
    'a style sheet',
  ],
  ['audio', 'media.wav', 'The samples of a plain sound are not readable, whether or not it plays', 'a sound'],
  ['video', 'media.wav', 'The frames of a plain video are not readable, whether or not it plays', 'a video'],
];

/** Both results conform, since CORS does not apply. */
function loading(what: string): NonNullable<Expectation['facts']> {
  return {
    outcome: {
      opaque: `A page at any origin can embed ${what} from this server. Cross-Origin-Resource-Policy would prevent that.`,
      blocked: `A page at an origin that is not allowed cannot embed ${what} from this server, which is stricter than CORS requires.`,
    },
  };
}

function plain([client, route, title, what]: readonly [Embed, Route, string, string]): Scenario {
  return {
    id: `embeds/${client}-plain`,
    title,
    level: 'informative',
    spec: '#concept-main-fetch',
    why: 'CORS controls whether a page can read a resource, not whether it can embed it. Use Cross-Origin-Resource-Policy for that.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route, client, mode: 'no-cors' },
    expect: { wire: ['GET'], origin: 'absent', facts: loading(what) },
  };
}

const jsonp: readonly Scenario[] = [
  {
    id: 'embeds/jsonp-foreign',
    title: 'JSONP data is readable from any origin unless the server rejects the request',
    level: 'informative',
    spec: '#concept-main-fetch',
    why: 'JSONP bypasses CORS, for GET only. A server that offers JSONP has no effective policy for that data.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] }, abilities: ['scripts'] },
    request: { route: 'jsonp', client: 'jsonp', mode: 'no-cors', query: { callback: 'corspecJsonp' } },
    expect: { wire: ['GET'], origin: 'absent', body: '{"jsonp":true}', facts: loading('JSONP data') },
  },
  {
    id: 'embeds/jsonp-by-fetch-refused',
    title: 'A fetch of a JSONP route is not readable from an unrelated origin',
    level: 'recommended',
    spec: '#concept-cors-check',
    why: 'A server that offers JSONP already gives this data to every page. A readable fetch also shows that its CORS headers are hard-coded.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'jsonp', query: { callback: 'corspecJsonp' } },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'embeds/event-source-data',
    title: 'A page at an allowed origin receives the events of a stream',
    level: 'required',
    spec: '#concept-cors-check',
    from: 'allowed-second',
    when: { policy: { methods: 'GET' } },
    request: { route: 'stream', client: 'event-source' },
    expect: { outcome: 'readable', wire: ['GET'], body: 'first' },
  },
];

/** Embedded resources: images, scripts, style sheets, fonts, streams. */
export const embedded: Suite = {
  id: 'embeds',
  title: 'Embedded resources',
  scenarios: [
    ...kinds.map(allowed),
    ...kinds.map(refused),
    ...credentialedKinds.map(credentialed),
    ...credentialedKinds.map(credentialsRefused),
    ...plainKinds.map(plain),
    ...jsonp,
  ],
};
