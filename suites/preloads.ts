import type { Client, PreloadKind, RequestSpec, Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

interface Kind {
  readonly preload: PreloadKind;
  /** What uses the preload. */
  readonly client: Client;
  readonly route: Route;
  readonly name: string;
}

const kinds: readonly Kind[] = [
  { preload: 'script', client: 'script', route: 'script.js', name: 'script' },
  { preload: 'style', client: 'style', route: 'style.css', name: 'style sheet' },
  { preload: 'fetch', client: 'fetch', route: 'resource', name: 'fetch' },
];

const modules: Kind = { preload: 'module', client: 'module', route: 'module.js', name: 'module' };

const why =
  'A preload with `crossorigin` has to pass the CORS check, as the request that uses it. If it fails, pages load later than without it.';

function preloadOf({ preload, route }: Kind, mode: 'cors' | 'no-cors'): RequestSpec {
  return { route, client: 'preload', preload, mode };
}

function used(kind: Kind): Scenario {
  const { client, route, preload, name } = kind;
  return {
    id: `preloads/${preload}-used`,
    title: `A ${name} preloaded from an allowed origin with the same mode is requested once`,
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: [
      { request: preloadOf(kind, 'cors'), expect: { outcome: 'readable', wire: ['GET'], origin: 'sent' } },
      { request: { route, client, mode: 'cors' }, expect: { outcome: 'readable', wire: [] } },
    ],
  };
}

/** The second request is sent, unless the browser has stored the first response: then Vary decides. */
function unused(kind: Kind): Scenario {
  const { client, route, preload, name } = kind;
  return {
    id: `preloads/${preload}-without-crossorigin`,
    title: `A ${name} from an allowed origin loads although it was preloaded without \`crossorigin\``,
    level: 'required',
    spec: '#cors-protocol-and-http-caches',
    why: 'The preload has another mode, so the browser requests the file again. If the first response was stored without CORS headers and without `Vary: Origin`, the second request fails.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    steps: [
      { request: preloadOf(kind, 'no-cors'), expect: { wire: ['GET'], origin: 'absent' } },
      { request: { route, client, mode: 'cors' }, expect: { outcome: 'readable', wire: ['GET'] } },
    ],
  };
}

function refused(kind: Kind): Scenario {
  const { preload, name } = kind;
  return {
    id: `preloads/${preload}-refused`,
    title: `A preload with \`crossorigin\` for a ${name} fails from an unrelated origin`,
    level: 'recommended',
    spec: '#concept-cors-check',
    why: 'If it succeeds, not all routes follow the policy.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: preloadOf(kind, 'cors'),
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

/** `rel=preload` and `rel=modulepreload`. */
export const preloads: Suite = {
  id: 'preloads',
  title: 'Preloads',
  scenarios: [
    ...[...kinds, modules].map(used),
    ...kinds.map(unused),
    {
      ...unused({ ...modules, preload: 'script' }),
      id: 'preloads/module-without-crossorigin',
    },
    ...[...kinds, modules].map(refused),
  ],
};
