import { corsCheck } from './cors-check.ts';
import type { Finding } from './decisions.ts';
import { getHeader } from './header-lists.ts';
import { originHeader, schemelesslySameSite, serializeRequestOrigin } from './origins.ts';
import { withoutFragment } from './preflight.ts';
import { isRedirectStatus } from './redirects.ts';
import { checkResourcePolicy } from './response-filter.ts';
import type { CurrentRequest, FetchContext, HeaderList, NetworkCall, NetworkResponse } from './types.ts';

/** The actual request, with the headers that decide about CORS. `#concept-http-network-or-cache-fetch` */
export function actualCall(request: CurrentRequest, context: FetchContext): NetworkCall {
  const origin = originHeader(request, context.siteOfHost);
  const accept: HeaderList = getHeader(request.headers, 'accept') === null ? [['Accept', '*/*']] : [];
  const from: HeaderList = origin === null ? [] : [['Origin', origin]];
  return {
    kind: 'actual',
    method: request.method,
    url: onTheWire(request.url),
    headers: [...request.headers, ...accept, ...from],
    sendCredentials: includesCredentials(request),
    hasBody: request.body !== 'none',
  };
}

/** A redirect to the page's own origin may name a user and a password: they do not go along with the URL. */
function onTheWire(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return withoutFragment(bare);
}

/** Whether the browser's cookies go along, and those in the response are kept. `#concept-http-network-or-cache-fetch` */
export function includesCredentials({ credentials, tainting, embedderPolicy }: CurrentRequest): boolean {
  // `#cross-origin-embedder-policy-allows-credentials`: for requests to other origins in mode no-cors
  if (embedderPolicy === 'credentialless' && tainting === 'opaque') return false;
  return credentials === 'include' || (credentials === 'same-origin' && tainting === 'basic');
}

/** What keeps a response from the page: CORS, or for no-cors the resource's own policy. `#concept-http-fetch` */
export function checkResponse(
  request: CurrentRequest,
  response: NetworkResponse,
  context: FetchContext,
): readonly Finding[] {
  const { tainting, origin, url, credentials, embedderPolicy } = request;
  switch (tainting) {
    case 'basic':
      return [];
    case 'cors': {
      const asker = { origin: serializeRequestOrigin(request, context.siteOfHost), credentials };
      return corsCheck(asker, response.headers, isRedirectStatus(response.status) ? 'redirect' : 'response');
    }
    case 'opaque': {
      const site = schemelesslySameSite(origin, url.origin, context.siteOfHost);
      const asker = {
        origin,
        url,
        schemelesslySameSite: site,
        requiresPolicy: embedderPolicy === 'require-corp',
      };
      return checkResourcePolicy(asker, response.headers);
    }
  }
}
