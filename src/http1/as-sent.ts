import type { Connection } from './connection.ts';
import type { ResponseHead } from './http-head.ts';
import { withoutFraming } from './over-http2/response.ts';

/** The head of a response as the server sent it, with what its connection speaks. */
export function asSent(head: ResponseHead, { protocol }: Connection): ResponseHead {
  return protocol === 'h2' ? withoutFraming(head) : head;
}
