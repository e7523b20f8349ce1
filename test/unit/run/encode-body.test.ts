import { describe, expect, it } from 'vitest';
import { encodeBody } from '../../../src/run/encode-body.ts';
import type { Body } from '../../../src/scenarios/scenario.ts';

/** What Node.js's own fetch sends. */
async function sent(init: BodyInit): Promise<{ readonly text: string; readonly type: string | null }> {
  const response = new Response(init);
  return { type: response.headers.get('content-type'), text: await response.text() };
}

function textOf(body: Body): string {
  return Buffer.from(encodeBody(body, 'fetch').body ?? []).toString();
}

describe('the body of a request of the model', () => {
  const fields = { a: '1 & 2', 'quo"te\n': 'línea\nlínea\r\n😀' };

  it.each<readonly [Body, BodyInit]>([
    [{ kind: 'text', text: 'é \uD800' }, 'é \uD800'],
    [{ kind: 'blob', text: 'é', type: 'image/png' }, new Blob(['é'])],
    [{ kind: 'json', json: { a: ['é'] } }, '{"a":["é"]}'],
    [{ kind: 'urlencoded', fields }, new URLSearchParams(fields)],
    [{ kind: 'bytes', length: 5 }, new Uint8Array(5)],
  ])('of %j is that of fetch', async (body, init) => {
    expect(textOf(body)).toBe((await sent(init)).text);
    expect(encodeBody(body, 'fetch').type).toBeUndefined();
  });

  it('of a form is that of fetch, with another boundary', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const [own, theirs] = [encodeBody({ kind: 'form-data', fields }, 'fetch'), await sent(form)];
    const boundaryOf = (type: string | null | undefined) => /boundary=(.+)$/.exec(type ?? '')?.[1] ?? 'none';
    expect(
      Buffer.from(own.body ?? [])
        .toString()
        .replaceAll(boundaryOf(own.type), '-'),
    ).toBe(theirs.text.replaceAll(boundaryOf(theirs.type), '-'));
    expect(own.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(encodeBody({ kind: 'form-data', fields }, 'xhr').type).toBeUndefined();
  });

  it('is absent where there is none', () => {
    expect(encodeBody(undefined, 'fetch')).toEqual({ body: null });
  });
});
