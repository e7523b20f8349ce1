import type { Connection } from '../http1/connection.ts';
import { mostSurplusBytes, readSurplus } from '../http1/surplus.ts';
import type { WireFailure } from '../results/exchange.ts';

/**
 * What is wrong with a response to HEAD that has a body, or null. A body that arrives after the head would be taken for the response to
 * the next request on the connection. So the connection is closed after every HEAD, and what arrives until the server has closed it
 * belongs to that HEAD. Never rejects.
 * @param received the number of bytes that arrived together with the head
 */
export async function bodyOfHead(
  link: Connection,
  name: string,
  received: number,
): Promise<WireFailure | null> {
  const bytes = received + (await readSurplus(link, Buffer.alloc(0))).length;
  if (bytes === 0) return null;
  return {
    kind: 'malformed',
    detail: `${name} sent a body with its response to HEAD (${bytes < mostSurplusBytes ? '' : 'at least '}${bytes} bytes), which HTTP does not allow; on a connection that is used again it would be taken for the next response.`,
  };
}
