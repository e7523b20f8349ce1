import type { ForeignApp, OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';

interface App {
  readonly name: ForeignApp;
  /** Completes `A GET from …`. */
  readonly at: string;
  /** The first half of the impact: who has a page at such an origin. */
  readonly attack: string;
}

/** The origins of apps and extensions, and hosts that are no names in ASCII. Pages of a browser cannot be at most of them. */
const apps: readonly App[] = [
  { name: 'capacitor', at: 'a Capacitor app', attack: 'Many apps that are made with Capacitor have this origin, and any of them can' },
  { name: 'tauri', at: 'a Tauri app', attack: 'Many apps that are made with Tauri have this origin, and any of them can' },
  { name: 'extension', at: 'a browser extension', attack: 'Any browser extension of a user can' },
  { name: 'ipv6', at: 'an unrelated IPv6 address', attack: 'Another program on the user’s machine can serve a page there and' },
  { name: 'idn', at: 'an unrelated internationalized host', attack: 'Any website with such a name can' },
]; // prettier-ignore

const why =
  'Such an origin is not what a pattern for https:// or a URL parser expects: some parsers make `null` of it, and some code throws.';

function refused({ name, at, attack }: App): Scenario {
  return {
    id: `origins/app-${name}-refused`,
    title: `A GET from ${at} that the policy does not list is not readable`,
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact: `${attack} read this server’s unauthenticated responses.`,
    from: `foreign-${name}`,
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', client: 'raw', as: `foreign-${name}` },
    expect: { outcome: 'blocked' },
  };
}

function answered({ name, at }: App): Scenario {
  return {
    id: `origins/app-${name}-answered`,
    title: `A request from ${at} that the policy does not list does not cause an error on the server`,
    level: 'recommended',
    spec: '#origin-header',
    why: 'Any client can send it. A response with status 500 or a closed connection shows an unhandled error.',
    from: `foreign-${name}`,
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', client: 'raw', as: `foreign-${name}` },
    expect: { response: { status: { between: [200, 499] } } },
  };
}

const listed =
  'The server must compare the Origin header with its list as it is, and send it back unchanged.';

interface Listed {
  readonly from: OriginSymbol;
  readonly name: string;
  readonly at: string;
}

const allowed: readonly Listed[] = [
  { from: 'allowed-custom-scheme', name: 'custom-scheme', at: 'an allowed app with a scheme of its own' },
  { from: 'allowed-ipv6', name: 'ipv6', at: 'an allowed IPv6 address' },
  { from: 'allowed-idn', name: 'idn', at: 'an allowed internationalized host' },
];

function readable({ from, name, at }: Listed): Scenario {
  return {
    id: `origins/${name}-allowed`,
    title: `A GET from ${at} is readable`,
    level: 'required',
    spec: '#concept-cors-check',
    why: listed,
    from,
    when: { policy: { origins: ['any', 'listed'], methods: 'GET' } },
    request: { route: 'resource', client: 'raw', as: from },
    expect: { outcome: 'readable' },
  };
}

function passing({ from, name, at }: Listed): Scenario {
  return {
    id: `origins/${name}-preflight`,
    title: `A preflight from ${at} passes`,
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: listed,
    from,
    when: { policy: { origins: ['any', 'listed'], methods: 'PUT' } },
    request: {
      route: 'resource',
      method: 'OPTIONS',
      client: 'raw',
      as: from,
      headers: { 'Access-Control-Request-Method': 'PUT' },
    },
    expect: { outcome: 'readable' },
  };
}

const matching: readonly Scenario[] = [
  {
    id: 'origins/custom-scheme-other-host-refused',
    title: 'A GET from another host with the scheme of an allowed app is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why: 'The host tells apps and extensions apart, so the scheme alone must not be sufficient.',
    impact:
      'Any other app or extension with the same scheme can read this server’s unauthenticated responses.',
    from: 'custom-other-host',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'raw', as: 'custom-other-host' },
    expect: { outcome: 'blocked' },
  },
  {
    id: 'origins/custom-scheme-as-http-refused',
    title: 'A GET from the host of an allowed app at http is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why: 'A comparison of hosts accepts http://localhost if capacitor://localhost is allowed.',
    impact:
      'Any program that serves a page on the user’s machine can read this server’s unauthenticated responses.',
    from: 'custom-as-http',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', client: 'raw', as: 'custom-as-http' },
    expect: { outcome: 'blocked' },
  },
];

/** Origins that are not at http or https, or whose host is not an ASCII name, sent by corspec as raw requests. */
export const appOrigins: readonly Scenario[] = [
  ...apps.map(refused),
  ...apps.map(answered),
  ...allowed.map(readable),
  ...allowed.map(passing),
  ...matching,
];
