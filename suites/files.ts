import type { Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

interface Kind {
  readonly id: string;
  readonly route: Route;
  /** The subject of titles. */
  readonly name: string;
  readonly why: string;
  readonly refused:
    | { readonly level: 'security'; readonly impact: string }
    | { readonly level: 'recommended'; readonly why: string };
}

const kinds: readonly Kind[] = [
  {
    id: 'static',
    route: 'file.txt',
    name: 'A static file',
    why: 'Middleware for static files that is registered first responds before the CORS middleware runs.',
    refused: {
      level: 'recommended',
      why: 'Static files are the same for all users and contain no user data. But if they are readable, not all routes follow the policy.',
    },
  },
  {
    id: 'raw',
    route: 'raw',
    name: 'A response written past the framework',
    why: 'Handlers that write to the server’s own response object, for streams and progress, skip the headers that the CORS middleware has set in the framework’s.',
    refused: {
      level: 'security',
      impact:
        'Any website can read what these handlers stream through its visitors’ browsers. They often have `Access-Control-Allow-Origin: *` of their own, because the middleware does not reach them.',
    },
  },
  {
    id: 'download',
    route: 'download',
    name: 'A download',
    why: 'Exports and reports are sent as streams with headers of their own.',
    refused: {
      level: 'security',
      impact: 'Any website can read this server’s exports and reports through its visitors’ browsers.',
    },
  },
];

function allowed({ id, route, name, why }: Kind): readonly Scenario[] {
  const get = { methods: 'GET' } as const;
  const readable = { outcome: 'readable', status: 200 } as const;
  return [
    {
      id: `files/${id}-allowed`,
      title: `${name} is readable from an allowed origin`,
      level: 'required',
      spec: '#concept-cors-check',
      why,
      from: 'allowed',
      when: { policy: get },
      request: { route },
      expect: { ...readable, wire: ['GET'] },
    },
    {
      id: `files/${id}-second-origin`,
      title: `${name} is readable from another allowed origin`,
      level: 'required',
      spec: '#concept-cors-check',
      why: 'A header that is configured for files contains only one origin.',
      from: 'allowed-second',
      when: { policy: get },
      request: { route },
      expect: { ...readable, wire: ['GET'] },
    },
    {
      id: `files/${id}-with-header`,
      title: `${name} is readable after a preflight`,
      level: 'required',
      spec: '#cors-preflight-fetch-0',
      why: 'Servers for files respond to OPTIONS with 404 or 405.',
      from: 'allowed',
      when: { policy: { ...get, requestHeaders: 'listed' } },
      request: { route, headers: { $allowed: '1' } },
      expect: { ...readable, wire: ['OPTIONS', 'GET'] },
    },
    {
      id: `files/${id}-with-credentials`,
      title: `${name} is readable with credentials`,
      level: 'required',
      spec: '#cors-protocol-and-credentials',
      why: '`*`, which is often configured for files, is not sufficient with credentials.',
      from: 'allowed',
      when: { policy: { ...get, origins: 'listed', credentials: true } },
      request: { route, credentials: 'include' },
      expect: { ...readable, wire: ['GET'] },
    },
  ];
}

function refused({ id, route, name, refused: weight }: Kind): Scenario {
  return {
    id: `files/${id}-foreign-refused`,
    title: `${name} is not readable from an unrelated origin`,
    ...weight,
    spec: '#concept-cors-check',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route },
    expect: { outcome: 'blocked', wire: ['GET'] },
  };
}

function vary({ id, route, name }: Kind): Scenario {
  return {
    id: `files/${id}-vary`,
    title: `${name} has \`Vary: Origin\``,
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'Caches and CDNs store files first of all.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: (['allowed', 'foreign'] as const).map((as) => ({
      request: { route, client: 'raw', as },
      expect: { varies: true },
    })),
  };
}

const files: readonly Scenario[] = [
  {
    id: 'files/static-head',
    title: 'The response to a HEAD of a static file is readable',
    level: 'required',
    spec: '#http-responses',
    from: 'allowed',
    when: { policy: { methods: 'HEAD' } },
    request: { route: 'file.txt', method: 'HEAD' },
    expect: { outcome: 'readable', wire: ['HEAD'], status: 200 },
  },
  {
    id: 'files/download-name-exposed',
    title: 'If the policy exposes Content-Disposition, a script can read the file name of a download',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    from: 'allowed',
    when: { policy: { methods: 'GET', exposedHeaders: 'Content-Disposition' } },
    request: { route: 'download' },
    expect: { outcome: 'readable', visible: ['Content-Disposition'] },
  },
  {
    id: 'files/download-name-hidden',
    title: 'If the policy does not expose Content-Disposition, a script cannot read it',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    why: 'Developers see the header in their tools and wonder why a script cannot read it: it has to be exposed.',
    from: 'allowed',
    when: { policy: { methods: 'GET', exposedHeaders: '!Content-Disposition' } },
    request: { route: 'download' },
    expect: { outcome: 'readable', hidden: ['Content-Disposition'] },
  },
];

const events: readonly Scenario[] = [
  {
    id: 'files/raw-events',
    title: 'A page at an allowed origin receives events that are written past the framework',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'Event streams are what is most often written this way.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route: 'raw', client: 'event-source' },
    expect: { outcome: 'readable', wire: ['GET'], body: 'first' },
  },
  {
    id: 'files/raw-events-with-credentials',
    title: 'An EventSource with credentials receives events that are written past the framework',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: 'Such handlers often have `Access-Control-Allow-Origin: *` of their own, which is not sufficient with credentials.',
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'GET' } },
    request: { route: 'raw', client: 'event-source', credentials: 'include' },
    expect: { outcome: 'readable', wire: ['GET'] },
  },
  {
    id: 'files/raw-events-with-credentials-refused',
    title: 'An EventSource with credentials receives nothing if the policy does not allow credentials',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    impact:
      'A page at an allowed origin can receive the signed-in user’s events as they occur. If any origin is allowed, every website can.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: { route: 'raw', client: 'event-source', credentials: 'include' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'files/events-with-cookie',
    title: 'An EventSource with credentials sends the session cookie',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'GET' } },
    request: { route: 'stream', client: 'event-source', credentials: 'include' },
    expect: { outcome: 'readable', wire: ['GET'], cookie: 'sent' },
  },
];

/** Static files, streams, and responses that are written past the framework. */
export const filesAndStreams: Suite = {
  id: 'files',
  title: 'Files, streams and downloads',
  scenarios: [...kinds.flatMap(allowed), ...kinds.map(refused), ...kinds.map(vary), ...files, ...events],
};
