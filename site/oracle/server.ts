import { getHeader, type HeaderList } from '../../src/fetch-standard/index.ts';
import { allowedOrigins, api, files, type Situation } from './situation.ts';

/** A request, as the server of the lessons sees it. */
export interface ServerRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: HeaderList;
}

export interface ServerResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
  readonly body: string;
}

/** What a shared cache has stored, by URL; with `Vary: Origin` by origin as well. */
export type SharedCache = Map<string, ServerResponse>;

/**
 * What the server of a lesson answers. Pure, except for the cache: the pages use it as it is, and scripts/site/record.ts serves it over
 * HTTP to the model and to Chromium.
 */
export function respond(situation: Situation, request: ServerRequest, cache: SharedCache): ServerResponse {
  if (!situation.sharedCache || request.method !== 'GET') return fromServer(situation, request);
  const origin = getHeader(request.headers, 'origin') ?? '';
  const stored = cache.get(request.url) ?? cache.get(`${request.url} ${origin}`);
  if (stored !== undefined) return { ...stored, headers: [...stored.headers, ['Age', '1']] };
  const response = fromServer(situation, request);
  const varies = getHeader(response.headers, 'vary') !== null;
  cache.set(varies ? `${request.url} ${origin}` : request.url, response);
  return response;
}

function fromServer(situation: Situation, request: ServerRequest): ServerResponse {
  const asked = getHeader(request.headers, 'access-control-request-method');
  return request.method === 'OPTIONS' && asked !== null
    ? preflight(situation, request)
    : actual(situation, request);
}

function preflight(situation: Situation, request: ServerRequest): ServerResponse {
  switch (situation.preflight) {
    case 'login':
      return response(401, [['WWW-Authenticate', 'Bearer']], '{"error":"not logged in"}');
    case 'unrouted':
      return response(404, [], '{"error":"no route for OPTIONS"}');
    case 'redirect':
      return response(301, [['Location', `${request.url}/`]]);
    case 'cors':
      return response(204, [...originHeaders(situation, request), ...preflightHeaders(situation)]);
  }
}

function preflightHeaders(situation: Situation): HeaderList {
  const { allowMethods, allowHeaders, maxAge } = situation;
  return [
    ...list('Access-Control-Allow-Methods', allowMethods, 'GET, POST, PUT'),
    ...list('Access-Control-Allow-Headers', allowHeaders, 'Content-Type, X-Api-Key'),
    ...(maxAge === null ? [] : [['Access-Control-Max-Age', String(maxAge)] as const]),
  ];
}

function actual(situation: Situation, request: ServerRequest): ServerResponse {
  const headers = [
    ...originHeaders(situation, request),
    ...list('Access-Control-Expose-Headers', situation.expose, 'X-Total-Count'),
  ];
  switch (new URL(request.url).pathname) {
    case '/missing':
      return response(404, situation.headersOnErrors ? headers : [], '{"error":"not found"}');
    case '/crash':
      return response(500, situation.headersOnErrors ? headers : [], '{"error":"internal error"}');
    case '/old': {
      const location = `${situation.redirectTo === 'other' ? files : api}/items`;
      return response(302, [...(situation.headersOnRedirects ? headers : []), ['Location', location]]);
    }
    default:
      return response(200, [...headers, ...resourceHeaders(situation)], '[{"id":1},{"id":2}]');
  }
}

function resourceHeaders({ sharedCache }: Situation): HeaderList {
  return [
    ['X-Total-Count', '2'],
    ['Cache-Control', sharedCache ? 'public, max-age=60' : 'no-store'],
  ];
}

/** Access-Control-Allow-Origin and -Credentials, with the Vary that belongs to them. */
function originHeaders(situation: Situation, { headers }: ServerRequest): HeaderList {
  const value = allowedOrigin(situation, getHeader(headers, 'origin'));
  const depends = situation.allowOrigin === 'list' || situation.allowOrigin === 'reflect';
  return [
    ...(value === null ? [] : [['Access-Control-Allow-Origin', value] as const]),
    ...(value !== null && situation.allowCredentials
      ? [['Access-Control-Allow-Credentials', 'true'] as const]
      : []),
    ...(depends && situation.vary ? [['Vary', 'Origin'] as const] : []),
  ];
}

function allowedOrigin({ allowOrigin }: Situation, origin: string | null): string | null {
  switch (allowOrigin) {
    case 'any':
      return '*';
    case 'reflect':
      return origin;
    case 'slash':
      return `${allowedOrigins[0]}/`;
    case 'list':
      return allowedOrigins.find((one) => one === origin) ?? null;
    case 'none':
      return null;
  }
}

function list(name: string, setting: 'list' | 'any' | 'none', values: string): HeaderList {
  return setting === 'none' ? [] : [[name, setting === 'any' ? '*' : values]];
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  401: 'Unauthorized',
  404: 'Not Found',
  500: 'Internal Server Error',
};

function response(status: number, headers: HeaderList, body = ''): ServerResponse {
  const type: HeaderList = body === '' ? [] : [['Content-Type', 'application/json']];
  return { status, reason: reasons[status] ?? '', headers: [...headers, ...type], body };
}
