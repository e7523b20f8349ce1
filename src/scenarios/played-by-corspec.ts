import type { PageStep } from './page-request.ts';
import type { RequestSpec } from './scenario.ts';

/** Whether corspec itself makes the requests of a check, because no browser would. */
export function isPlayedByCorspec({ steps }: { readonly steps: readonly PageStep[] }): boolean {
  return steps.every(({ request }) => request.client === 'raw');
}

/** Whether it is a preflight that corspec sends as a raw request. No route answers it. */
export function isRawPreflight({ client, method, headers = {} }: RequestSpec): boolean {
  return client === 'raw' && method === 'OPTIONS' && 'Access-Control-Request-Method' in headers;
}
