import type { Connection } from './connection.ts';

/** How long a server may take to close a connection that corspec has closed on its side: milliseconds. */
const closingMs = 300;

/** What is read of it at most. */
export const mostSurplusBytes = 64 * 1024;

/**
 * What a server sends after a complete response until it closes the connection, which is closed on this side first. Only the end of the
 * connection shows that nothing more comes. Cuts the connection; never rejects.
 * @param received bytes that arrived together with the response
 */
export async function readSurplus(link: Connection, received: Buffer): Promise<Buffer> {
  const timer = setTimeout(() => link.cut(), closingMs);
  link.finish();
  const parts = [received];
  let length = received.length;
  for (let more = await link.read(); more !== null && length < mostSurplusBytes; more = await link.read()) {
    parts.push(more);
    length += more.length;
  }
  clearTimeout(timer);
  link.cut();
  return Buffer.concat(parts).subarray(0, mostSurplusBytes);
}
