import { coveringArray, type FactorValue } from '../src/scenarios/covering-array.ts';
import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { RequestSpec, Route, Scenario, Suite } from '../src/scenarios/scenario.ts';

/**
 * Servers break in combinations: a method with a header at a route that fails, with credentials, from one of the origins.
 * Any three values of the factors below are together in at least one scenario: once from the origins that a policy allows,
 * and once, with fewer values, from those that it does not allow, because nothing else of such a request matters where the
 * server is right. A value is added at the end of its list, with the next number as `since`: then all scenarios stay, and
 * some are added.
 */

interface MethodValue extends FactorValue {
  readonly method: string;
}

const methods: readonly MethodValue[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
  name: method.toLowerCase(),
  method,
}));

interface HeaderValue extends FactorValue {
  readonly headers: Readonly<Record<string, string>>;
  /** In a title. */
  readonly words: string;
}

const headers: readonly HeaderValue[] = [
  { name: 'bare', headers: {}, words: '' },
  { name: 'json', headers: { 'Content-Type': 'application/json' }, words: ' with a JSON type' },
  { name: 'custom', headers: { $allowed: '1' }, words: ' with a custom header' },
  { name: 'unlisted', headers: { $unlisted: '1' }, words: ' with an unlisted header' },
  { name: 'token', headers: { Authorization: 'Bearer corspec' }, words: ' with Authorization' },
];

interface CredentialsValue extends FactorValue {
  readonly credentials?: 'include';
  readonly words: string;
}

const credentials: readonly CredentialsValue[] = [
  { name: 'anonymous', words: '' },
  { name: 'credentialed', credentials: 'include', words: ' and credentials' },
];

interface WayValue extends FactorValue {
  readonly isRedirected: boolean;
  readonly words: string;
}

const ways: readonly WayValue[] = [
  { name: 'direct', isRedirected: false, words: 'to' },
  { name: 'redirected', isRedirected: true, words: 'by a redirect to' },
];

interface RouteValue extends FactorValue {
  readonly route: Route;
  readonly status: number;
  /** With Authorization, where that is another. */
  readonly statusWithToken?: number;
  readonly words: string;
}

const destinations: readonly RouteValue[] = [
  { name: 'resource', route: 'resource', status: 200, words: 'a resource' },
  { name: 'private', route: 'private', status: 401, statusWithToken: 200, words: 'a private route' },
  { name: 'denied', route: 'denied', status: 403, words: 'a route that denies it' },
  { name: 'missing', route: 'missing', status: 404, words: 'a missing route' },
  { name: 'crash', route: 'crash', status: 500, words: 'a route that fails' },
];

interface OriginValue extends FactorValue {
  readonly from: OriginSymbol;
  readonly frame?: 'sandbox';
  readonly words: string;
}

const allowedOrigins: readonly OriginValue[] = [
  { name: 'allowed', from: 'allowed', words: 'an allowed origin' },
  { name: 'second', from: 'allowed-second', words: 'a second allowed origin' },
];

const otherOrigins: readonly OriginValue[] = [
  { name: 'foreign', from: 'foreign', words: 'an unrelated origin' },
  { name: 'lookalike', from: 'lookalike-suffix', words: 'a lookalike origin' },
  { name: 'null', from: 'allowed', frame: 'sandbox', words: 'a sandboxed frame' },
];

interface ClientValue extends FactorValue {
  readonly client?: 'xhr';
  readonly words: string;
}

const clients: readonly ClientValue[] = [
  { name: 'fetch', words: '' },
  { name: 'xhr', client: 'xhr', words: ', by XMLHttpRequest,' },
];

/** A value of each factor. */
interface Combination {
  readonly method: MethodValue;
  readonly header: HeaderValue;
  readonly credential: CredentialsValue;
  readonly way: WayValue;
  readonly destination: RouteValue;
  readonly origin: OriginValue;
  readonly client: ClientValue;
}

const withBody = ['POST', 'PUT', 'PATCH', 'DELETE'];

function requestOf(combination: Combination): RequestSpec {
  const { method, header, credential, way, destination, origin, client } = combination;
  const isJson = header.name === 'json' && withBody.includes(method.method);
  return {
    ...(way.isRedirected
      ? { route: 'redirect', query: { to: `$same-origin/${destination.route}`, status: '307' } }
      : { route: destination.route }),
    method: method.method,
    headers: header.headers,
    ...(isJson ? { body: { kind: 'json', json: { value: 1 } } } : {}),
    ...(credential.credentials === undefined ? {} : { credentials: credential.credentials }),
    ...(client.client === undefined ? {} : { client: client.client }),
    ...(origin.frame === undefined ? {} : { frame: origin.frame }),
  };
}

const impact =
  'Any website can read responses, or send requests that a form could not send, through its visitors’ browsers, for requests of this form.';

const inBrowsers = 'when-named';

function scenarioOf(combination: Combination): Scenario {
  const { method, header, credential, way, destination, origin, client } = combination;
  const status = header.name === 'token' ? destination.statusWithToken : undefined;
  const parts = [method, header, credential, way, destination, origin, client];
  const how =
    header.words === '' ? credential.words.replace(' and', ' with') : header.words + credential.words;
  return {
    id: `combinations/${parts.map(({ name }) => name).join('-')}`,
    title: `A ${method.method}${how}${client.words} ${way.words} ${destination.words} from ${origin.words} has the result that the policy implies`,
    ...(allowedOrigins.includes(origin) ? { level: 'required' } : { level: 'security', impact }),
    spec: '#cors-protocol',
    from: origin.from,
    request: requestOf(combination),
    expect: { byPolicy: true, status: status ?? destination.status },
    inBrowsers,
  };
}

/** The values of each factor, in the order of an id. */
interface Factors {
  readonly methods: readonly MethodValue[];
  readonly headers: readonly HeaderValue[];
  readonly destinations: readonly RouteValue[];
  readonly origins: readonly OriginValue[];
}

function combinationsOf({ methods, headers, destinations, origins }: Factors): readonly Combination[] {
  const rows = coveringArray([methods, headers, credentials, ways, destinations, origins, clients]);
  return rows.map(([m, h, c, w, d, o, l]) => ({
    method: at(methods, m),
    header: at(headers, h),
    credential: at(credentials, c),
    way: at(ways, w),
    destination: at(destinations, d),
    origin: at(origins, o),
    client: at(clients, l),
  }));
}

function at<Value>(values: readonly Value[], index = -1): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`A row has value ${index} of ${values.length}.`);
  return value;
}

function named<Value extends FactorValue>(
  values: readonly Value[],
  ...names: readonly string[]
): readonly Value[] {
  return values.filter(({ name }) => names.includes(name));
}

const all: readonly Combination[] = [
  ...combinationsOf({ methods, headers, destinations, origins: allowedOrigins }),
  ...combinationsOf({
    methods: named(methods, 'get', 'post', 'put', 'delete'),
    headers: named(headers, 'bare', 'json', 'custom', 'token'),
    destinations: named(destinations, 'resource', 'private', 'missing', 'crash'),
    origins: otherOrigins,
  }),
];

/** Every three values of method, header, credentials, way, route, origin and client together. */
export const combinations: Suite = {
  id: 'combinations',
  title: 'Combinations of method, header, credentials, route, error and origin',
  inBrowsers,
  scenarios: all.map(scenarioOf),
};
