import type { Scenario, Suite } from '../src/scenarios/scenario.ts';

const why =
  'Any site can put a page into a sandboxed frame or a data: URL, whose origin is `null`: whoever allows `null` allows everybody.';

const refused: readonly Scenario[] = [
  {
    id: 'null-origin/sandbox-refused',
    title: 'A page in a sandboxed frame cannot read',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any web site puts a script into a sandboxed iframe, and reads through its visitors’ browsers what this server shows without a login.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/data-refused',
    title: 'A page at a data: URL cannot read',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any web site puts a script into a frame at a data: URL, and reads through its visitors’ browsers what this server shows without a login.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', frame: 'data' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-of-allowed-refused',
    title: 'A sandboxed frame of an allowed page has the origin null, and cannot read',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'What an allowed page locks into a sandboxed iframe because it does not trust it, an advertisement or a user’s own HTML, reads from this server; and so does any other site’s sandboxed iframe.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    request: { route: 'resource', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-xhr-refused',
    title: 'XMLHttpRequest in a sandboxed frame cannot read',
    level: 'security',
    spec: '#concept-cors-check',
    why,
    impact:
      'Any web site puts a script into a sandboxed iframe, and reads by XMLHttpRequest what this server shows to its visitors without a login.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', client: 'xhr', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-put-refused',
    title: 'A PUT from a sandboxed frame is stopped by its preflight, and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    why,
    impact:
      'Any web site puts a script into a sandboxed iframe, and overwrites data here through its visitors’ browsers.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
];

const refusedWithCredentials: readonly Scenario[] = [
  {
    id: 'null-origin/sandbox-credentials-refused',
    title: 'A page in a sandboxed frame cannot read with the user’s cookie',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any web site puts a script into a sandboxed iframe, and reads with the session of each user who visits it what this server shows that user.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'whoami', credentials: 'include', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/data-credentials-refused',
    title: 'A page at a data: URL cannot read with the user’s cookie',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any web site puts a script into a frame at a data: URL, and reads with the session of each user who visits it what this server shows that user.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'whoami', credentials: 'include', frame: 'data' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'null-origin/sandbox-credentials-put-refused',
    title: 'A credentialed PUT from a sandboxed frame is stopped by its preflight, and changes nothing',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why,
    impact:
      'Any web site puts a script into a sandboxed iframe, and overwrites data in the name of each user who visits it, with that user’s session.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: { route: 'resource', method: 'PUT', credentials: 'include', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['OPTIONS'], writes: 0 },
  },
  {
    id: 'null-origin/any-credentials-refused',
    title: 'With any origin allowed, a sandboxed frame cannot read with the user’s cookie',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why: 'A middleware that gives back whatever Origin it gets gives back `null` as well.',
    impact:
      'Any web site puts a script into a sandboxed iframe, and reads with the session of each user who visits it what this server shows that user.',
    from: 'allowed',
    when: { policy: { origins: 'any' } },
    request: { route: 'whoami', credentials: 'include', frame: 'sandbox' },
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
];

const readable: readonly Scenario[] = [
  {
    id: 'null-origin/sandbox-any-readable',
    title: 'With any origin allowed, a page in a sandboxed frame reads',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'Any origin means `null` as well: previews, mail clients and local files have it.',
    from: 'allowed',
    when: { policy: { origins: 'any', methods: 'GET' } },
    request: { route: 'resource', frame: 'sandbox' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'null-origin/data-any-readable',
    title: 'With any origin allowed, a page at a data: URL reads',
    level: 'required',
    spec: '#concept-cors-check',
    why: 'Any origin means `null` as well.',
    from: 'allowed',
    when: { policy: { origins: 'any', methods: 'GET' } },
    request: { route: 'resource', frame: 'data' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'null-origin/sandbox-any-put-allowed',
    title: 'With any origin and PUT allowed, a PUT from a sandboxed frame is let through',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    from: 'allowed',
    when: { policy: { origins: 'any', methods: 'PUT' } },
    request: { route: 'resource', method: 'PUT', frame: 'sandbox' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'PUT'], status: 200 },
  },
];

/** Pages without an origin of their own: sandboxed frames, data: URLs. */
export const nullOrigin: Suite = {
  id: 'null-origin',
  title: 'The origin null',
  scenarios: [...refused, ...refusedWithCredentials, ...readable],
};
