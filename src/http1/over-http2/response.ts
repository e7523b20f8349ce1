import type { RawHeader } from '../raw-header.ts';
import type { ResponseHead } from '../http-head.ts';

/** The head of an HTTP/2 response as that of an HTTP/1 response, and whether its body comes in chunks. */
export interface WrittenHead {
  readonly bytes: Buffer;
  readonly isChunked: boolean;
}

/** @param raw names and values in turn, pseudo-header fields included */
export function responseHead(status: number, raw: readonly string[], method: string): WrittenHead {
  const fields = fieldsOf(raw);
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const isChunked = hasBody && !fields.some(([name]) => name === 'content-length');
  return { bytes: write(status, isChunked ? [...fields, chunked] : fields), isChunked };
}

export function interimHead(status: number, raw: readonly string[]): Buffer {
  return write(status, fieldsOf(raw));
}

/** HTTP/2 does not allow it (RFC 9113, 8.2.2): where a response over HTTP/2 has it, it is the one that was added here. */
const chunked: RawHeader = ['transfer-encoding', 'chunked'];

/** The head as it was on the wire: without what it needs to be an HTTP/1 message. */
export function withoutFraming(head: ResponseHead): ResponseHead {
  return { ...head, headers: head.headers.filter(([name]) => name.toLowerCase() !== chunked[0]) };
}

function fieldsOf(raw: readonly string[]): readonly RawHeader[] {
  const fields: RawHeader[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (!name.startsWith(':')) fields.push([name, value]);
  }
  return fields;
}

/** `node:http2` gives no fields with line ends; one that did would become a field of its own here. */
function write(status: number, fields: readonly RawHeader[]): Buffer {
  const lines = fields.map(([name, value]) => `${name}: ${value}`.replaceAll(/[\r\n\0]/g, ' '));
  return Buffer.from([`HTTP/1.1 ${status} `, ...lines, '', ''].join('\r\n'), 'latin1');
}
