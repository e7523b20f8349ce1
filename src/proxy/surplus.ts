import type { Connection } from '../http1/connection.ts';
import type { WireFailure } from '../results/exchange.ts';

/** How long a server may take to close a connection that corspec has closed on its side: milliseconds. */
const closingMs = 300;
const mostBytes = 64 * 1024;

/**
 * What is wrong with a response to HEAD that has a body, or null. A body that arrives after the head would be taken for the response to
 * the next request on the connection. So the connection is closed after every HEAD, and what arrives until the server has closed it
 * belongs to that HEAD. Never rejects.
 * @param received bytes that arrived together with the head
 */
export async function bodyOfHead(
  link: Connection,
  name: string,
  received: number,
): Promise<WireFailure | null> {
  const timer = setTimeout(() => link.cut(), closingMs);
  link.finish();
  let bytes = received;
  for (let more = await link.read(); more !== null && bytes < mostBytes; more = await link.read())
    bytes += more.length;
  clearTimeout(timer);
  link.cut();
  if (bytes === 0) return null;
  return {
    kind: 'malformed',
    detail: `${name} sent a body with its response to HEAD (${bytes < mostBytes ? '' : 'at least '}${bytes} bytes), which HTTP does not allow; on a connection that is used again it would be taken for the next response.`,
  };
}
