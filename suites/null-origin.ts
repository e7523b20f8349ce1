import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const why =
  'Any website can load a page in a sandboxed iframe or from a data: URL, and its origin is `null`. A server that allows `null` allows every website.';

const refused: readonly Scenario[] = [
  {
    id: 'null-origin/sandbox-refused',
    title: 'A GET from a sandboxed iframe is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any website can run a script in a sandboxed iframe and read this server’s unauthenticated responses through its visitors’ browsers.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/data-refused',
    title: 'A GET from a data: URL is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any website can run a script in an iframe with a data: URL and read this server’s unauthenticated responses through its visitors’ browsers.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', frame: 'data' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-of-allowed-refused',
    title: 'A GET from a sandboxed iframe on an allowed page is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Untrusted content that an allowed page isolates in a sandboxed iframe, such as advertisements or user HTML, can read this server’s responses. So can a sandboxed iframe on any other website.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-xhr-refused',
    title: 'A GET sent by XMLHttpRequest from a sandboxed iframe is not readable',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any website can run a script in a sandboxed iframe and use XMLHttpRequest to read this server’s unauthenticated responses.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', client: 'xhr', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-put-refused',
    title: 'A PUT from a sandboxed iframe is blocked by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    why,
    impact:
      'Any website can run a script in a sandboxed iframe and overwrite data on this server through its visitors’ browsers.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
];

const refusedWithCredentials: readonly Scenario[] = [
  {
    id: 'null-origin/sandbox-credentials-refused',
    title: 'A credentialed GET from a sandboxed iframe is not readable',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any website can run a script in a sandboxed iframe and read this server’s responses with the session of each visitor.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'whoami', credentials: 'include', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/data-credentials-refused',
    title: 'A credentialed GET from a data: URL is not readable',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any website can run a script in an iframe with a data: URL and read this server’s responses with the session of each visitor.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'whoami', credentials: 'include', frame: 'data' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-credentials-put-refused',
    title: 'A credentialed PUT from a sandboxed iframe is blocked by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any website can run a script in a sandboxed iframe and overwrite each visitor’s data with that visitor’s session.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT', credentials: 'include', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'null-origin/any-credentials-refused',
    title: 'A credentialed GET from a sandboxed iframe is not readable if the policy allows any origin',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why: 'A middleware that reflects the request’s Origin also reflects `null`.',
    impact:
      'Any website can run a script in a sandboxed iframe and read this server’s responses with the session of each visitor.',
    from: 'allowed',
    when: { policy: { origins: 'any' } },
    request: { route: 'whoami', credentials: 'include', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
];

const readable: readonly Scenario[] = [
  {
    id: 'null-origin/sandbox-any-readable',
    title: 'A GET from a sandboxed iframe is readable if the policy allows any origin',
    level: 'required',
    spec: '#concept-cors-check',
    why: '“Any origin” includes `null`, which is the origin of previews, mail clients and local files.',
    from: 'allowed',
    when: { policy: { origins: 'any', methods: 'GET' } },
    request: { route: 'resource', frame: 'sandbox' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'null-origin/data-any-readable',
    title: 'A GET from a data: URL is readable if the policy allows any origin',
    level: 'required',
    spec: '#concept-cors-check',
    why: '“Any origin” includes `null`.',
    from: 'allowed',
    when: { policy: { origins: 'any', methods: 'GET' } },
    request: { route: 'resource', frame: 'data' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'null-origin/sandbox-any-put-allowed',
    title: 'A PUT from a sandboxed iframe succeeds if the policy allows any origin and PUT',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    from: 'allowed',
    when: { policy: { origins: 'any', methods: 'PUT' } },
    request: { route: 'resource', method: 'PUT', frame: 'sandbox' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'], status: 200 },
  },
];

/** Pages with an opaque origin: sandboxed iframes, data: URLs. */
export const nullOrigin: Suite = {
  id: 'null-origin',
  title: 'The null origin',
  scenarios: [...refused, ...refusedWithCredentials, ...readable],
};
