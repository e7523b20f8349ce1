import { randomBytes } from 'node:crypto';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { Body } from '../scenarios/scenario.ts';

export interface EncodedBody {
  readonly body: Uint8Array | null;
  /** Its Content-Type, where it depends on the body: the boundary of a form. Other types are known from the client. */
  readonly type?: string;
}

/**
 * The bytes of a body, as a page sends it. `#concept-bodyinit-extract` Without `Response` and `FormData`, as Node.js takes longer to
 * load its `fetch` than the model takes for a hundred checks.
 */
export function encodeBody(body: Body | undefined, client: PageRequest['client']): EncodedBody {
  if (body === undefined) return { body: null };
  if (body.kind !== 'form-data') return { body: bytesOf(body) };
  const boundary = `----corspec${randomBytes(12).toString('hex')}`;
  const bytes = Buffer.from(multipart(Object.entries(body.fields), boundary));
  return client === 'xhr'
    ? { body: bytes }
    : { body: bytes, type: `multipart/form-data; boundary=${boundary}` };
}

function bytesOf(body: Exclude<Body, { readonly kind: 'form-data' }>): Uint8Array {
  switch (body.kind) {
    case 'text':
    case 'blob':
      return Buffer.from(body.text);
    case 'json':
      return Buffer.from(JSON.stringify(body.json));
    case 'urlencoded':
      return Buffer.from(new URLSearchParams(body.fields).toString());
    case 'bytes':
      return new Uint8Array(body.length);
  }
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function multipart(fields: readonly (readonly [name: string, value: string])[], boundary: string): string {
  const parts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"\r\n\r\n${withNewlines(value)}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

function escaped(name: string): string {
  return withNewlines(name).replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function withNewlines(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}
