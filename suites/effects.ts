import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const arrives =
  'CORS controls whether a page can read the response, not whether the request arrives. CSRF tokens and SameSite cookies prevent such requests.';

/** A server that rejects such requests is stricter than CORS requires. */
const effect = {
  some: 'A simple POST from an origin that is not allowed takes effect on the server. CORS does not prevent that; CSRF tokens and SameSite cookies do.',
  none: 'A simple POST from an origin that is not allowed has no effect on the server, which is stricter than CORS requires.',
} as const;

const ofSimple: readonly Scenario[] = [
  {
    id: 'effects/foreign-post-arrives',
    title:
      'The response to a simple POST from an unrelated origin is not readable, whether or not the request takes effect',
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
      'The response to a credentialed simple POST from an unrelated origin is not readable, whether or not the request takes effect',
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
    title: 'The response to a POST in no-cors mode is opaque, whether or not the request takes effect',
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
    title: 'A PUT from an unrelated origin is blocked by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact: 'Any website can overwrite data on this server through its visitors’ browsers.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT', body: { kind: 'text', text: 'hello' } },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/foreign-patch',
    title: 'A PATCH from an unrelated origin is blocked by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact: 'Any website can change data on this server through its visitors’ browsers.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PATCH', body: { kind: 'text', text: 'hello' } },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'effects/foreign-post-with-header',
    title:
      'A POST with a custom header from an unrelated origin is blocked by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    why: 'Requiring a custom header, which triggers a preflight, is a common defense against CSRF.',
    impact:
      'Any website that a user visits can send requests with the user’s session. The custom header that the application requires no longer protects it against CSRF.',
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
    why: 'The listener triggers a preflight. Without it, a page could find out how much of the upload arrived.',
    impact:
      'Any website can find out, through its visitors’ browsers, whether a server accepts uploads and how much of them arrived. This makes it possible to scan a visitor’s network.',
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
    title: 'A preflight alone changes nothing on the server',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    why: 'If a middleware passes preflights to the handler of the requested method, the action is executed twice.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], methods: 'POST' } },
    steps: ['POST', 'PUT', 'DELETE'].map((method) => ({
      request: {
        route: 'resource',
        method: 'OPTIONS',
        client: 'raw',
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
    why: 'The browser sends two requests, but the first is only a preflight.',
    from: 'allowed',
    when: { policy: { methods: 'PUT' } },
    request: { route: 'resource', method: 'PUT' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'], writes: 1 },
  },
];

/** Which requests take effect on the server. */
export const effects: Suite = {
  id: 'effects',
  title: 'Side effects',
  scenarios: [...ofSimple, ...ofPreflighted],
};
