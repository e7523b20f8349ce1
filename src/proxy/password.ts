import { createHash, timingSafeEqual } from 'node:crypto';
import type { Connection } from '../http1/connection.ts';
import type { RequestHead } from '../http1/http-head.ts';
import { answerProxyLogin, readBody } from './answers.ts';

/** The user name that goes with the proxy's password. */
export const proxyUser = 'corspec';

const headerName = 'proxy-authorization';

/** Whether a request has the password, as `Proxy-Authorization: Basic`. */
export function hasPassword({ headers }: RequestHead, password: string): boolean {
  const expected = `Basic ${Buffer.from(`${proxyUser}:${password}`).toString('base64')}`;
  return headers.some(([name, value]) => isPasswordHeader(name) && isEqual(value.trim(), expected));
}

/** The request without the password, for everything that forwards or records it. */
export function withoutPassword(head: RequestHead): RequestHead {
  return {
    ...head,
    headers: head.headers.filter(([name]) => !isPasswordHeader(name)),
    lines: head.lines.filter(({ header }) => header === null || !isPasswordHeader(header[0])),
  };
}

/** Asks for the password, and closes the connection: nothing else of it is read. */
export async function refuseWithoutPassword(client: Connection, head: RequestHead): Promise<void> {
  const drained = head.method === 'CONNECT' || (await readBody(client, head, () => undefined));
  if (drained) answerProxyLogin(client);
  else client.cut();
}

function isPasswordHeader(name: string): boolean {
  return name.toLowerCase().trim() === headerName;
}

/** In a time that does not depend on the values. */
function isEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
