import type { Expectation } from '../src/scenarios/expectation.ts';
import type { Body, RequestSpec, Scenario, Suite } from '../src/scenarios/scenario.ts';

const event = '{"event":"page-hidden"}';

/** The body of analytics libraries and error reporters: `new Blob([json], { type: 'application/json' })`. */
const jsonBlob: Body = { kind: 'blob', text: event, type: 'application/json' };

/** A beacon always has credentials. It is in mode no-cors, unless its Content-Type needs a preflight. */
function beacon(body: Body, mode: 'cors' | 'no-cors'): RequestSpec {
  return { route: 'resource', method: 'POST', client: 'beacon', mode, credentials: 'include', body };
}

function json(client: 'keepalive' | 'fetch-later', credentials?: 'include'): RequestSpec {
  return {
    route: 'resource',
    method: 'POST',
    client,
    headers: { 'Content-Type': 'application/json' },
    body: { kind: 'text', text: event },
    ...(credentials === undefined ? {} : { credentials }),
  };
}

const sent: Expectation = { wire: ['OPTIONS', 'POST'], writes: 1 };
const stopped: Expectation = { wire: ['OPTIONS'], writes: 0 };

const always =
  'The browser sends a beacon with credentials, whether the page needs them or not, and a Blob with the type of JSON needs a preflight. So `*` is not sufficient, and data is lost without an error that a script could see.';

const outlives =
  'Pages send their last request with `keepalive`, because the browser finishes it when the page is gone. Its CORS protocol is that of every fetch.';

const deferred =
  'A deferred fetch is sent when the page is left, or after a time, and no script gets its response. Its CORS protocol is that of every fetch.';

const ofBeacons: readonly Scenario[] = [
  {
    id: 'beacons/json',
    title: 'A beacon with JSON from an allowed origin takes effect after a preflight',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: always,
    from: 'allowed',
    when: {
      policy: { origins: 'listed', credentials: true, methods: 'POST', requestHeaders: 'Content-Type' },
    },
    request: beacon(jsonBlob, 'cors'),
    expect: { ...sent, cookie: 'sent' },
  },
  {
    id: 'beacons/json-without-credentials-refused',
    title: 'A beacon with JSON is stopped by its preflight if the policy does not allow credentials',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    why: always,
    impact:
      'A page at an allowed origin, or every website if any origin is allowed, can send JSON with the user’s session and change data in the user’s name.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: beacon(jsonBlob, 'cors'),
    expect: stopped,
  },
  {
    id: 'beacons/json-type-refused',
    title: 'A beacon with JSON is stopped by its preflight if the policy does not allow Content-Type',
    level: 'required',
    spec: '#cors-preflight-fetch-0',
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, requestHeaders: '!Content-Type' } },
    request: beacon(jsonBlob, 'cors'),
    expect: stopped,
  },
  {
    id: 'beacons/json-foreign-refused',
    title: 'A beacon with JSON from an unrelated origin is stopped by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact:
      'Any website that a user visits can send JSON with the user’s session and change data in the user’s name, even while the user leaves the website.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: beacon(jsonBlob, 'cors'),
    expect: stopped,
  },
  {
    id: 'beacons/text',
    title: 'A beacon with text from an allowed origin takes effect without a preflight',
    level: 'required',
    spec: '#concept-main-fetch',
    why: 'Its Content-Type is safelisted, so the browser sends it in mode no-cors. It arrives whether or not the policy allows credentials.',
    from: 'allowed',
    when: { policy: { methods: 'POST' } },
    request: beacon({ kind: 'text', text: event }, 'no-cors'),
    expect: { wire: ['POST'], writes: 1 },
  },
  {
    id: 'beacons/urlencoded',
    title: 'A beacon with form fields from an allowed origin takes effect without a preflight',
    level: 'required',
    spec: '#concept-main-fetch',
    from: 'allowed',
    when: { policy: { methods: 'POST' } },
    request: beacon({ kind: 'urlencoded', fields: { event: 'page-hidden' } }, 'no-cors'),
    expect: { wire: ['POST'], writes: 1 },
  },
  {
    id: 'beacons/foreign-text-arrives',
    title: 'A beacon with text from an unrelated origin is sent, whether or not it takes effect',
    level: 'informative',
    spec: '#cors-protocol',
    why: 'CORS controls whether a page can read the response, not whether the request arrives. CSRF tokens and SameSite cookies prevent such requests.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: beacon({ kind: 'text', text: event }, 'no-cors'),
    expect: {
      wire: ['POST'],
      facts: {
        writes: {
          some: 'A beacon with text from an origin that is not allowed takes effect on the server. CORS does not prevent that; CSRF tokens and SameSite cookies do.',
          none: 'A beacon with text from an origin that is not allowed has no effect on the server, which is stricter than CORS requires.',
        },
      },
    },
  },
];

const ofKeepalive: readonly Scenario[] = [
  {
    id: 'beacons/keepalive-get',
    title: 'The response to a GET with keepalive from an allowed origin is readable',
    level: 'required',
    spec: '#request-keepalive-flag',
    why: outlives,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { route: 'resource', client: 'keepalive' },
    expect: { outcome: 'readable', wire: ['GET'], status: 200 },
  },
  {
    id: 'beacons/keepalive-json',
    title: 'A JSON POST with keepalive from an allowed origin takes effect after a preflight',
    level: 'required',
    spec: '#request-keepalive-flag',
    why: outlives,
    from: 'allowed',
    when: { policy: { methods: 'POST', requestHeaders: 'Content-Type' } },
    request: json('keepalive'),
    expect: { ...sent, outcome: 'readable' },
  },
  {
    id: 'beacons/keepalive-json-with-credentials',
    title: 'A credentialed JSON POST with keepalive from an allowed origin takes effect after a preflight',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: outlives,
    from: 'allowed',
    when: {
      policy: { origins: 'listed', credentials: true, methods: 'POST', requestHeaders: 'Content-Type' },
    },
    request: json('keepalive', 'include'),
    expect: { ...sent, outcome: 'readable' },
  },
  {
    id: 'beacons/keepalive-credentials-refused',
    title: 'A credentialed JSON POST with keepalive is stopped if the policy does not allow credentials',
    level: 'security',
    spec: '#cors-protocol-and-credentials',
    impact:
      'A page at an allowed origin, or every website if any origin is allowed, can send JSON with the user’s session and change data in the user’s name.',
    from: 'allowed',
    when: { policy: { origins: ['any', 'listed'], credentials: false } },
    request: json('keepalive', 'include'),
    expect: { ...stopped, outcome: 'blocked' },
  },
  {
    id: 'beacons/keepalive-foreign-refused',
    title:
      'A JSON POST with keepalive from an unrelated origin is stopped by its preflight and changes nothing',
    level: 'security',
    spec: '#cors-preflight-fetch-0',
    impact: 'Any website can send JSON to this server through its visitors’ browsers and change data there.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: json('keepalive'),
    expect: { ...stopped, outcome: 'blocked' },
  },
];

const ofDeferred: readonly Scenario[] = [
  {
    id: 'beacons/later-json',
    title: 'A JSON POST by fetchLater from an allowed origin takes effect after a preflight',
    level: 'required',
    spec: '#fetch-later-method',
    why: deferred,
    from: 'allowed',
    when: { policy: { methods: 'POST', requestHeaders: 'Content-Type' }, abilities: ['fetch-later'] },
    request: json('fetch-later'),
    expect: sent,
  },
  {
    id: 'beacons/later-json-with-credentials',
    title: 'A credentialed JSON POST by fetchLater from an allowed origin takes effect after a preflight',
    level: 'required',
    spec: '#fetch-later-method',
    why: deferred,
    from: 'allowed',
    when: {
      policy: { origins: 'listed', credentials: true, methods: 'POST', requestHeaders: 'Content-Type' },
      abilities: ['fetch-later'],
    },
    request: json('fetch-later', 'include'),
    expect: sent,
  },
  {
    id: 'beacons/later-foreign-refused',
    title:
      'A JSON POST by fetchLater from an unrelated origin is stopped by its preflight and changes nothing',
    level: 'security',
    spec: '#fetch-later-method',
    impact:
      'Any website can have its visitors’ browsers send JSON to this server and change data there, even after they have left the website.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] }, abilities: ['fetch-later'] },
    request: json('fetch-later'),
    expect: stopped,
  },
];

/** Requests that outlive their page: `navigator.sendBeacon`, fetch with `keepalive`, `fetchLater`. */
export const beacons: Suite = {
  id: 'beacons',
  title: 'Beacons and keepalive',
  scenarios: [...ofBeacons, ...ofKeepalive, ...ofDeferred],
};
