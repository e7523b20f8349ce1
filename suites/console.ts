import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const why =
  'A script gets the same network error for every CORS failure; only the console shows the reason. The message differs between browsers and is recorded in the result.';

const scenarios: readonly Scenario[] = [
  {
    id: 'console/origin-refused',
    title: 'The console reports CORS if an origin is blocked',
    level: 'informative',
    spec: '#concept-cors-check',
    why,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] }, abilities: ['console'] },
    request: { route: 'resource' },
    expect: { outcome: 'blocked', console: 'names-cors' },
  },
  {
    id: 'console/preflight-refused',
    title: 'The console reports CORS if a preflight fails',
    level: 'informative',
    spec: '#cors-preflight-fetch-0',
    why,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] }, abilities: ['console'] },
    request: { route: 'resource', method: 'PUT' },
    expect: { outcome: 'blocked', console: 'names-cors' },
  },
  {
    id: 'console/header-refused',
    title: 'The console reports CORS if a request header is not allowed',
    level: 'informative',
    spec: '#cors-preflight-fetch-0',
    why,
    from: 'allowed',
    when: {
      policy: { origins: ['any', 'listed'], requestHeaders: '!X-Corspec-Unlisted' },
      abilities: ['console'],
    },
    request: { route: 'resource', headers: { $unlisted: '1' } },
    expect: { outcome: 'blocked', console: 'names-cors' },
  },
  {
    id: 'console/credentials-refused',
    title: 'The console reports CORS if credentials are not allowed',
    level: 'informative',
    spec: '#cors-protocol-and-credentials',
    why,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false }, abilities: ['console'] },
    request: { route: 'resource', credentials: 'include' },
    expect: { outcome: 'blocked', console: 'names-cors' },
  },
];

/** What browsers write to their console if a request fails the CORS check. */
export const consoleLines: Suite = { id: 'console', title: 'Browser console', scenarios };
