import type { Client, RequestSpec, Step, Suite } from '../src/scenarios/scenario.ts';

const libraries: readonly Client[] = ['fetch', 'xhr', 'axios-xhr', 'axios-fetch'];

/** The fetch adapter of axios sets User-Agent, so it behaves like the others only if the policy allows that header. */
const withoutUserAgent: readonly Client[] = ['fetch', 'xhr', 'axios-xhr'];

function byEach(clients: readonly Client[], request: Omit<RequestSpec, 'client'>, expect: Step['expect']) {
  return clients.map((client): Step => ({ request: { ...request, client }, expect }));
}

const why =
  'XMLHttpRequest, fetch and axios send the same requests, and the browser applies the same checks to them.';

const sameResponse: Step['expect'] = { status: 200, body: '"method":"GET"' };

/** The same request sent by each client that applications use. */
export const clients: Suite = {
  id: 'clients',
  title: 'XMLHttpRequest, fetch and axios',
  scenarios: [
    {
      id: 'clients/read-alike',
      title:
        'fetch, XMLHttpRequest and axios can all read a response from an allowed origin without a preflight',
      level: 'required',
      spec: '#concept-cors-check',
      why,
      from: 'allowed',
      when: { policy: { methods: 'GET' } },
      steps: byEach(
        withoutUserAgent,
        { route: 'resource' },
        { outcome: 'readable', wire: ['GET'], status: 200 },
      ),
    },
    {
      id: 'clients/refused-alike',
      title: 'fetch, XMLHttpRequest and axios are all blocked from an unrelated origin',
      level: 'security',
      spec: '#concept-cors-check',
      why,
      impact:
        'Any website can read this server’s unauthenticated responses through its visitors’ browsers, with any HTTP client.',
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      steps: byEach(libraries, { route: 'resource' }, { outcome: 'blocked' }),
    },
    {
      id: 'clients/read-alike-with-credentials',
      title: 'fetch, XMLHttpRequest and axios can all read a credentialed response from an allowed origin',
      level: 'required',
      spec: '#cors-protocol-and-credentials',
      why,
      from: 'allowed',
      when: { policy: { origins: 'listed', credentials: true, methods: 'GET' } },
      steps: byEach(
        withoutUserAgent,
        { route: 'whoami', credentials: 'include' },
        { outcome: 'readable', wire: ['GET'], status: 200 },
      ),
    },
    {
      id: 'clients/json-alike',
      title: 'A JSON POST sent by fetch, XMLHttpRequest or axios succeeds',
      level: 'required',
      spec: '#cors-preflight-fetch-0',
      why,
      from: 'allowed',
      when: { policy: { methods: 'POST', requestHeaders: 'Content-Type' } },
      steps: byEach(
        withoutUserAgent,
        {
          route: 'resource',
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: { kind: 'json', json: { category: 'a', value: 1 } },
        },
        { outcome: 'readable', status: 200 },
      ),
    },
    {
      id: 'clients/without-browser',
      title:
        'A client that is no browser gets the same response, with an allowed Origin, with another and without',
      level: 'informative',
      spec: '#cors-protocol',
      why: 'Only browsers apply CORS: curl and Postman get every response. CORS protects users of browsers, not the server.',
      from: 'allowed',
      when: { policy: { origins: ['any', 'listed'] } },
      steps: [
        { request: { route: 'resource', client: 'raw' }, expect: sameResponse },
        { request: { route: 'resource', client: 'raw', as: 'foreign' }, expect: sameResponse },
        { request: { route: 'resource', client: 'raw', as: 'no-origin' }, expect: sameResponse },
      ],
    },
  ],
};
