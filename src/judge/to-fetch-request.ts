import { isSafelistedRequestHeader, type FetchRequest } from '../fetch-standard/index.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { Body, Client } from '../scenarios/scenario.ts';
import { takeCheck } from '../results/check-parameter.ts';

/**
 * A page's request as the Fetch standard sees it: what the client library and the body bring along is added.
 * @param bodyType the Content-Type that the body brings along, where it is known better than from its kind
 */
export function toFetchRequest(request: PageRequest, origin: string, bodyType?: string): FetchRequest {
  if (request.client === 'raw') return announced(request, origin);
  const isXhr = request.client === 'xhr' || request.client === 'axios-xhr';
  const headers = [...withContentType(request, bodyType), ...clientHeaders(request)];
  return {
    url: withoutCheck(request.url),
    origin: askerOf(request, origin),
    method: request.method,
    headers: isXhr ? combined(headers) : headers,
    mode: isXhr ? 'cors' : request.mode,
    credentials: request.credentials,
    redirect: isXhr ? 'follow' : request.redirect,
    useCorsPreflight: isXhr && request.uploadListener,
    body: request.body === undefined ? 'none' : 'bytes',
    ...(request.referrerPolicy === undefined ? {} : { referrerPolicy: request.referrerPolicy }),
    ...(request.embedderPolicy === undefined ? {} : { embedderPolicy: request.embedderPolicy }),
    ...(request.integrity === undefined
      ? {}
      : { integrity: request.integrity.matches ? 'matches' : 'differs' }),
  };
}

/** `setRequestHeader` makes one entry of all values of a name. https://xhr.spec.whatwg.org/#the-setrequestheader()-method */
function combined(headers: FetchRequest['headers']): FetchRequest['headers'] {
  const entries = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    const before = entries.get(name.toLowerCase());
    entries.set(name.toLowerCase(), before ? [before[0], `${before[1]}, ${value}`] : [name, value]);
  }
  return [...entries.values()];
}

/** What corspec sends itself: a preflight stands for the request that it announces. */
function announced(request: PageRequest, origin: string): FetchRequest {
  const valuesOf = (wanted: string) =>
    request.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const [method] = request.method === 'OPTIONS' ? valuesOf('access-control-request-method') : [];
  const names = valuesOf('access-control-request-headers').flatMap((value) => value.split(','));
  const asked = names.map((name) => name.trim()).filter((name) => name !== '');
  return {
    url: withoutCheck(request.url),
    origin: request.raw?.origin ?? origin,
    method: method ?? request.method,
    // Whatever is asked for needs permission, so its value is one that does.
    headers: method === undefined ? [] : asked.map((name) => [name, '\u0001']),
    mode: 'cors',
    credentials: request.credentials,
    redirect: 'manual',
  };
}

/** The origin that a request of a page is made from. */
export function askerOf({ frame }: PageRequest, origin: string): string {
  if (frame === undefined || frame === 'worker') return origin;
  return typeof frame === 'object' ? frame.origin : 'null';
}

/** The URL as the target and the recording have it: the proxy takes corspec's own parameter out. */
export function withoutCheck(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? takeCheck(url).path : takeCheck(url.slice(0, hash)).path + url.slice(hash);
}

/** axios states what it accepts; its fetch adapter names itself as well, which by the standard needs permission. */
function clientHeaders({ client, headers }: PageRequest): readonly (readonly [string, string])[] {
  if (!client.startsWith('axios')) return [];
  const stated = headers.some(([name]) => name.toLowerCase() === 'accept');
  const accept = ['Accept', 'application/json, text/plain, */*'] as const;
  return [
    ...(stated ? [] : [accept]),
    ...(client === 'axios-fetch' ? [['User-Agent', 'axios'] as const] : []),
  ];
}

function withContentType(
  { headers, body, client, mode }: PageRequest,
  bodyType?: string,
): readonly (readonly [string, string])[] {
  // One that a no-cors request may not carry is dropped before the body brings its own.
  const stated = headers.some(
    ([name, value]) =>
      name.toLowerCase() === 'content-type' && (mode !== 'no-cors' || isSafelistedRequestHeader(name, value)),
  );
  const type = stated || body === undefined ? null : (bodyType ?? contentType(body, client));
  return type === null ? headers : [...headers, ['Content-Type', type]];
}

/** `#concept-bodyinit-extract`; axios takes objects for JSON, and strings for forms. */
function contentType(body: Body, client: Client): string | null {
  switch (body.kind) {
    case 'text':
      return client.startsWith('axios') ? 'application/x-www-form-urlencoded' : 'text/plain;charset=UTF-8';
    case 'json':
      return client.startsWith('axios') ? 'application/json' : 'text/plain;charset=UTF-8';
    case 'urlencoded':
      return client === 'form'
        ? 'application/x-www-form-urlencoded'
        : 'application/x-www-form-urlencoded;charset=UTF-8';
    case 'form-data':
      return 'multipart/form-data; boundary=x';
    case 'blob':
      return body.type ?? null;
    case 'bytes':
      return null;
  }
}
