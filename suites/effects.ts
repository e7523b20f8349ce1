import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const arrives =
  'CORS decides who reads, and not what arrives: a form could have sent it as well. Tokens against forgery and SameSite cookies keep it out.';

/** A server that refuses such requests does more than CORS asks for. */
const effect = {
  some: 'A simple POST from an origin outside the policy takes effect on the server. CORS does not prevent that: CSRF tokens or SameSite cookies do.',
  none: 'A simple POST from an origin outside the policy has no effect on the server, which does more than CORS asks for.',
} as const;

const ofSimple: readonly Scenario[] = [
  {
    id: 'effects/foreign-post-arrives',
    title:
      'The response to a simple POST from an unrelated origin cannot be read, whether or not it takes effect',
    level: 'informative',
    spec: '#cors-protocol',
    why: arrives,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'POST', body: { kind: 'urlencoded', fields: { value: '1' } } },
    expect: { outcome: 'blocked', wire: ['POST'], facts: { writes: effect } },
  },
  {
    id: 'effects/foreign-post-with-credentials-arrives',
    title:
      'The response to a simple POST with the user’s cookie cannot be read, whether or not it takes effect',
    level: 'informative',
    spec: '#cors-protocol-and-credentials',
    why: arrives,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: {
      route: 'resource',
      method: 'POST',
      credentials: 'include',
      body: { kind: 'text', text: 'hello' },
    },
    expect: { outcome: 'blocked', wire: ['POST'], facts: { writes: effect } },
  },
  {
    id: 'effects/no-cors-post-arrives',
    title: 'A POST in mode no-cors shows nothing to the page, whether or not it takes effect',
    level: 'informative',
    spec: '#cors-protocol',
    why: arrives,
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: {
      route: 'resource',
      method: 'POST',
      mode: 'no-cors',
      body: { kind: 'text', text: 'hello' },
    },
    expect: { wire: ['POST'], facts: { writes: effect } },
  },
];

const ofPreflighted: readonly Scenario[] = [
  {
    id: 'effects/foreign-put',
    title: 'A PUT from an unrelated origin changes nothing: its preflight stops it',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact:
      'Any web site has its visitors’ browsers overwrite data on this server, with a body of its choice.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT', body: { kind: 'text', text: 'hello' } },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/foreign-patch',
    title: 'A PATCH from an unrelated origin changes nothing: its preflight stops it',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact: 'Any web site has its visitors’ browsers change data on this server.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PATCH', body: { kind: 'text', text: 'hello' } },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/foreign-post-with-header',
    title:
      'A POST with a custom header from an unrelated origin changes nothing: a known defence against forgery',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    why: 'Applications that ask for a header of their own rely on the preflight that it takes.',
    impact:
      'Any web site that the user visits sends requests in the user’s name, with the user’s session: the header by which the application tells its own pages from others protects it no more.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: {
      route: 'resource',
      method: 'POST',
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
      credentials: 'include',
      body: { kind: 'text', text: 'hello' },
    },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/foreign-upload-listener',
    title: 'A simple POST with an upload listener from an unrelated origin changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    why: 'The listener makes a preflight necessary: without it a page would learn how much arrived.',
    impact:
      'Any web site learns, through its visitors’ browsers, whether a server takes what it sends and how much of it arrived: it can search a visitor’s network.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: {
      route: 'resource',
      method: 'POST',
      client: 'xhr',
      uploadListener: true,
      body: { kind: 'text', text: 'hello' },
    },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/refused-method',
    title: 'A PATCH that the policy does not allow changes nothing',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    from: 'allowed',
    when: { policy: { methods: '!PATCH' } },
    request: { route: 'resource', method: 'PATCH' },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/preflights-change-nothing',
    title: 'Preflights by themselves change nothing on the server',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: 'A middleware that lets a preflight reach the handler of the method that it announces does the deed twice.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'POST' } },
    steps: ['POST', 'PUT', 'DELETE'].map((method) => ({
      request: {
        route: 'resource',
        method: 'OPTIONS',
        client: 'wire',
        headers: { 'Access-Control-Request-Method': method },
      },
      expect: { writes: 0 },
    })),
  },
  {
    id: 'effects/put-once',
    title: 'An allowed PUT takes effect once',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: 'Two requests are on the wire, and one of them is a question.',
    from: 'allowed',
    when: { policy: { methods: 'PUT' } },
    request: { route: 'resource', method: 'PUT' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'], writes: 1 },
  },
];

/** What takes effect on the server, and what does not get that far. */
export const effects: Suite = {
  id: 'effects',
  title: 'Effects on the server',
  scenarios: [...ofSimple, ...ofPreflighted],
};
