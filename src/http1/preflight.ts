import type { RawHeader } from './raw-header.ts';

/** Whether a request is a preflight, for whichever page, or none, it is sent. `#cors-preflight-request` */
export function isPreflight(request: {
  readonly method: string;
  readonly headers: readonly RawHeader[];
}): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  );
}
