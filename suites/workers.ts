import type { RequestSpec, Scenario, Suite } from '../src/scenarios/scenario.ts';

const why =
  'Bundlers start workers from a Blob. Their requests have the page’s origin, not `null`, and follow the same rules as those of the page.';

function byWorker(request: RequestSpec): RequestSpec {
  return { ...request, frame: 'worker' };
}

const scenarios: readonly Scenario[] = [
  {
    id: 'workers/get',
    title: 'A worker from a Blob can read a response from an allowed origin',
    level: 'required',
    spec: '#concept-cors-check',
    why,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: byWorker({ route: 'resource' }),
    expect: { outcome: 'readable', wire: ['GET'], status: 200, origin: 'sent' },
  },
  {
    id: 'workers/get-with-credentials',
    title: 'A worker from a Blob can read a credentialed response from an allowed origin',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why,
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'GET' } },
    request: byWorker({ route: 'whoami', credentials: 'include' }),
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'workers/json',
    title: 'A worker from a Blob can send JSON from an allowed origin after a preflight',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why,
    from: 'allowed',
    when: { policy: { methods: 'POST', requestHeaders: 'Content-Type' } },
    request: byWorker({
      route: 'resource',
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: { kind: 'json', json: { value: 1 } },
    }),
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'], status: 200, writes: 1 },
  },
  {
    id: 'workers/foreign-refused',
    title: 'A worker from a Blob cannot read a response from an unrelated origin',
    level: 'security',
    spec: '#concept-cors-check',
    impact:
      'Any website can read this server’s unauthenticated responses through its visitors’ browsers, by a worker.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: byWorker({ route: 'resource' }),
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'workers/foreign-credentials-refused',
    title: 'A worker from a Blob cannot read a credentialed response from an unrelated origin',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    impact: 'Any website can read signed-in users’ data from this server, by a worker.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: byWorker({ route: 'whoami', credentials: 'include' }),
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
];

/** Workers whose script is a Blob. */
export const workers: Suite = { id: 'workers', title: 'Workers', scenarios };
