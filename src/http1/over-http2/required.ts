import { listHas } from '../http-head.ts';
import type { ResponseHead } from '../http-head.ts';

/** Whether a TLS handshake failed because the server has none of the offered protocols: HTTP/1.1. */
export function refusesHttp1(error: NodeJS.ErrnoException | null): boolean {
  return error?.code?.includes('NO_APPLICATION_PROTOCOL') === true;
}

/**
 * Whether a response to HTTP/1.1 says that the server wants HTTP/2: 505, or 426 with that in Upgrade. Such a server has not processed
 * the request. https://www.rfc-editor.org/rfc/rfc9110#section-15.5.22
 */
export function requiresHttp2({ status, headers }: ResponseHead): boolean {
  const isUpgrade = ['h2c', 'h2', 'http/2', 'http/2.0'].some((name) => listHas(headers, 'upgrade', name));
  return status === 505 || (status === 426 && isUpgrade);
}
