import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const why =
  'To a script every refusal looks alike; to the one who looks into the console the browser says why. Each engine has words of its own: they stand in the result.';

const scenarios: readonly Scenario[] = [
  {
    id: 'console/origin-refused',
    title: 'The console names CORS where an origin is refused',
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
    title: 'The console names CORS where a preflight is refused',
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
    title: 'The console names CORS where a request header is refused',
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
    title: 'The console names CORS where credentials are refused',
    level: 'informative',
    spec: '#cors-protocol-and-credentials',
    why,
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false }, abilities: ['console'] },
    request: { route: 'resource', credentials: 'include' },
    expect: { outcome: 'blocked', console: 'names-cors' },
  },
];

/** What browsers say of a refusal to the one who looks. */
export const consoleLines: Suite = { id: 'console', title: 'The browser’s console', scenarios };
