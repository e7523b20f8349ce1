import { parsedBodies } from '../src/scenarios/contract-values.ts';
import type { Body, RequestSpec, Scenario, Suite } from '../src/scenarios/scenario.ts';

const outside =
  'Body parsers respond to bodies that they reject, often before the CORS middleware runs. Then the console reports a CORS error instead of the actual problem.';

function json(text: string): RequestSpec {
  return {
    route: 'parse',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: { kind: 'text', text },
  };
}

/** A body that needs no preflight. */
function simple(body: Body): RequestSpec {
  return { route: 'parse', method: 'POST', body };
}

const jsonAllowed = { methods: 'POST', requestHeaders: 'Content-Type' } as const;
const withCredentials = { ...jsonAllowed, origins: 'listed', credentials: true } as const;
const broken = json(parsedBodies.broken);
const tooLarge = json(parsedBodies.tooLarge);

const readable: readonly Scenario[] = [
  {
    id: 'bodies/parsed',
    title: 'The response to JSON that the server parses is readable',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    from: 'allowed',
    when: { policy: jsonAllowed },
    request: json(parsedBodies.valid),
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'], status: 200, body: '"parsed":true' },
  },
  {
    id: 'bodies/broken-json',
    title: 'The response to broken JSON is readable',
    level: 'required',
    spec: '#http-responses',
    why: outside,
    from: 'allowed',
    when: { policy: jsonAllowed },
    request: broken,
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'] },
  },
  {
    id: 'bodies/broken-json-xhr',
    title: 'XMLHttpRequest can read the response to broken JSON',
    level: 'required',
    spec: '#http-responses',
    why: outside,
    from: 'allowed',
    when: { policy: jsonAllowed },
    request: { ...broken, client: 'xhr' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'] },
  },
  {
    id: 'bodies/broken-json-second-origin',
    title: 'The response to broken JSON is readable from another allowed origin',
    level: 'required',
    spec: '#http-responses',
    why: 'A header that is hard-coded into an error handler contains only one origin.',
    from: 'allowed-second',
    when: { policy: jsonAllowed },
    request: broken,
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'] },
  },
  {
    id: 'bodies/broken-json-with-credentials',
    title: 'The response to broken JSON with credentials is readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: outside,
    from: 'allowed',
    when: { policy: withCredentials },
    request: { ...broken, credentials: 'include' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'] },
  },
  {
    id: 'bodies/too-large',
    title: 'The 413 response to a body that is too long is readable',
    level: 'required',
    spec: '#http-responses',
    why: outside,
    from: 'allowed',
    when: { policy: jsonAllowed },
    request: tooLarge,
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'], status: 413 },
  },
  {
    id: 'bodies/too-large-xhr',
    title: 'XMLHttpRequest can read the 413 response to a body that is too long',
    level: 'required',
    spec: '#http-responses',
    why: 'Upload forms show “the file is too large” only if they can read the status.',
    from: 'allowed',
    when: { policy: jsonAllowed },
    request: { ...tooLarge, client: 'xhr', uploadListener: true },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'], status: 413 },
  },
  {
    id: 'bodies/too-large-with-credentials',
    title: 'The 413 response to a body with credentials that is too long is readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: outside,
    from: 'allowed',
    when: { policy: withCredentials },
    request: { ...tooLarge, credentials: 'include' },
    expect: { outcome: 'readable', wire: ['OPTIONS', 'POST'], status: 413 },
  },
  {
    id: 'bodies/other-type',
    title: 'The 415 response to a type that the server does not parse is readable, without a preflight',
    level: 'required',
    spec: '#http-responses',
    why: outside,
    from: 'allowed',
    when: { policy: { methods: 'POST' } },
    request: simple({ kind: 'text', text: parsedBodies.notJson }),
    expect: { outcome: 'readable', wire: ['POST'], status: 415 },
  },
  {
    id: 'bodies/other-type-form',
    title: 'The 415 response to a form that the server does not parse is readable',
    level: 'required',
    spec: '#http-responses',
    why: outside,
    from: 'allowed',
    when: { policy: { methods: 'POST' } },
    request: simple({ kind: 'urlencoded', fields: { value: '1' } }),
    expect: { outcome: 'readable', wire: ['POST'], status: 415 },
  },
  {
    id: 'bodies/other-type-with-credentials',
    title: 'The 415 response to a credentialed request is readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: outside,
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'POST' } },
    request: { ...simple({ kind: 'text', text: parsedBodies.notJson }), credentials: 'include' },
    expect: { outcome: 'readable', wire: ['POST'], status: 415 },
  },
];

const refused: readonly Scenario[] = [
  {
    id: 'bodies/foreign-other-type-refused',
    title: 'A 415 response is not readable from an unrelated origin',
    level: 'recommended',
    spec: '#concept-cors-check',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: simple({ kind: 'text', text: parsedBodies.notJson }),
    expect: { outcome: 'blocked', wire: ['POST'] },
  },
  {
    id: 'bodies/foreign-json-refused',
    title: 'JSON from an unrelated origin is blocked by its preflight and not parsed',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact:
      'Any website can send JSON to this server through its visitors’ browsers, as the server’s own front end does.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: json(parsedBodies.valid),
    expect: { outcome: 'blocked', wire: ['OPTIONS'] },
  },
];

/** What body parsers accept and reject. */
export const bodies: Suite = {
  id: 'bodies',
  title: 'Request bodies',
  scenarios: [...readable, ...refused],
};
