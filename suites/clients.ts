import type { Client, RequestSpec, Step, Suite } from '../src/scenarios/scenario.ts';

const libraries: readonly Client[] = ['fetch', 'xhr', 'axios-xhr', 'axios-fetch'];

/** axios' fetch adapter sets User-Agent, which by the standard needs permission, so it is alike only where it has it. */
const withoutUserAgent: readonly Client[] = ['fetch', 'xhr', 'axios-xhr'];

function byEach(clients: readonly Client[], request: Omit<RequestSpec, 'client'>, expect: Step['expect']) {
  return clients.map((client): Step => ({ request: { ...request, client }, expect }));
}

const why = 'XMLHttpRequest, fetch and axios make the same requests and are held to the same checks.';

/** The same request by every client that applications use. */
export const clients: Suite = {
  id: 'clients',
  title: 'XMLHttpRequest, fetch and axios',
  scenarios: [
    {
      id: 'clients/read-alike',
      title: 'fetch, XMLHttpRequest and axios all read from an allowed origin, without a preflight',
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
      title: 'fetch, XMLHttpRequest and axios are all refused at an unrelated origin',
      level: 'security',
      spec: '#concept-cors-check',
      why,
      impact:
        'Any web site reads, through its visitors’ browsers, what this server shows without a login, whichever client its script uses.',
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      steps: byEach(libraries, { route: 'resource' }, { outcome: 'blocked' }),
    },
    {
      id: 'clients/read-alike-with-credentials',
      title: 'fetch, XMLHttpRequest and axios all read with credentials from an allowed origin',
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
      title: 'A JSON POST by fetch, XMLHttpRequest and axios is let through alike',
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
  ],
};
