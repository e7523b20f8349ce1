import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import Koa from 'koa';
import { afterEach, describe, expect, it } from 'vitest';
import { serve, type Served, subjectOf } from '../../../src/from-code/serve/index.ts';

let running: Served | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function started(value: unknown): Promise<Served> {
  const subject = subjectOf(value);
  if (!subject.ok || subject.value.kind === 'url') throw new Error('not a server');
  running = await serve(subject.value);
  return running;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** With the header lines as they were on the wire, which fetch does not show. */
async function send({ origin }: Served, { method = 'GET', path = '/', headers = [], body }: Sent = {}) {
  const sent = httpRequest(origin, { method, path, headers: ['Host', new URL(origin).host, ...headers] });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status, statusMessage: reason, rawHeaders } = response;
  return { status, reason, rawHeaders, text: Buffer.concat(chunks).toString() };
}

describe('an application on loopback', () => {
  it.each([
    ['Express', () => express().get('/', (_, response) => void response.send('here'))],
    ['Koa', () => new Koa().use((context) => void (context.body = 'here'))],
    ['Fastify', () => fastify().get('/', () => 'here')],
    ['Hono', () => new Hono().get('/', (context) => context.text('here'))],
    ['a server that is not listening', () => createServer((_, response) => void response.end('here'))],
    ['a route module', () => ({ GET: () => new Response('here') })],
  ] as const)('%s', async (_, make) => {
    expect(await send(await started(make()))).toMatchObject({ status: 200, text: 'here' });
  });

  it('is stopped', async () => {
    const served = await started(() => new Response('here'));
    await served.stop();
    running = undefined;
    await expect(send(served)).rejects.toThrow('ECONNREFUSED');
  });

  it('is stopped with connections that are open', async () => {
    const served = await started(() => new Response('here'));
    const socket = connect(Number(new URL(served.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await served.stop();
    running = undefined;
    await expect(closed).resolves.toBeDefined();
  });

  it('stays as it is when it listens already', async () => {
    const server = createServer((_, response) => void response.end('here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await (await started(server)).stop();
    expect(server.listening).toBe(true);
    server.close();
  });

  it('does not close an instance of Fastify, which its tests still use', async () => {
    const app = fastify();
    app.get('/', () => 'here');
    await (await started(app)).stop();
    running = undefined;
    expect((await app.inject('/')).body).toBe('here');
    await app.close();
  });

  it('answers 500 where a Node.js handler throws, and 404 where it calls next', async () => {
    const failing = async (_request: unknown, _response: unknown) => Promise.reject(new Error('boom'));
    const served = await started(failing);
    expect((await send(served)).status).toBe(500);
    expect(served.problems.first).toEqual(new Error('boom'));
    await served.stop();
    const passing = await started((_request: unknown, _response: unknown, next: () => void) => next());
    expect((await send(passing)).status).toBe(404);
  });

  it('notices a Fetch handler that was called as a Node.js handler, and the reverse', async () => {
    const first = await started((_request: Request, _context: unknown) => new Response());
    expect((await send(first)).status).toBe(500);
    expect(first.problems.misuse?.message).toContain('pass { fetch: handler }');
    await first.stop();
    const second = await started((_request: unknown) => undefined);
    expect((await send(second)).status).toBe(500);
    expect(second.problems.misuse?.message).toContain('pass http.createServer(handler)');
  });
});

describe('a Fetch handler', () => {
  it('gets method, URL, headers and body', async () => {
    const served = await started(async (request: Request) =>
      Response.json([request.method, request.url, request.headers.get('x-list'), await request.text()]),
    );
    const sent = {
      method: 'PUT',
      path: '//other.test/a?b=%20',
      headers: ['X-List', 'a', 'x-list', 'b'],
      body: 'text',
    };
    const { text } = await send(served, { ...sent, headers: [...sent.headers, 'Content-Length', '4'] });
    expect(JSON.parse(text)).toEqual(['PUT', `${served.origin}//other.test/a?b=%20`, 'a, b', 'text']);
  });

  it('has no body where there is none', async () => {
    const served = await started((request: Request) => Response.json(request.body === null));
    expect((await send(served, { method: 'POST', headers: ['Content-Length', '0'] })).text).toBe('true');
  });

  it('gives each Set-Cookie a line of its own', async () => {
    const app = new Hono().get('/', (context) => {
      setCookie(context, 'a', '1');
      setCookie(context, 'b', '2');
      return context.text('here');
    });
    const { rawHeaders } = await send(await started(app));
    expect(rawHeaders.filter((_, at) => rawHeaders[at - 1]?.toLowerCase() === 'set-cookie')).toEqual([
      'a=1; Path=/',
      'b=2; Path=/',
    ]);
  });

  it('gives status and reason, and no body for HEAD', async () => {
    const served = await started(() => new Response('here', { status: 418, statusText: 'Teapot' }));
    expect(await send(served, { method: 'HEAD' })).toMatchObject({ status: 418, reason: 'Teapot', text: '' });
    expect(await send(served)).toMatchObject({ status: 418, text: 'here' });
  });

  it('streams: the first chunk arrives before the second is made', async () => {
    let release: () => void = () => undefined;
    const second = new Promise<void>((resolve) => (release = resolve));
    const served = await started(() => {
      const body = new ReadableStream({
        async start(controller) {
          controller.enqueue(new TextEncoder().encode('one'));
          await second;
          controller.enqueue(new TextEncoder().encode('two'));
          controller.close();
        },
      });
      return new Response(body);
    });
    const response = await fetch(served.origin);
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('one');
    release();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('two');
  });

  it('is told that the client has disconnected, and its stream is cancelled', async () => {
    let cancelled: () => void = () => undefined;
    const cancelling = new Promise<void>((resolve) => (cancelled = resolve));
    let aborted: Promise<unknown> = Promise.resolve();
    const served = await started((request: Request) => {
      aborted = once(request.signal, 'abort');
      const body = new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: cancelled,
      });
      return new Response(body);
    });
    const client = new AbortController();
    const response = await fetch(served.origin, { signal: client.signal });
    await response.body!.getReader().read();
    client.abort();
    await expect(Promise.all([aborted, cancelling])).resolves.toBeDefined();
  });

  it('answers 500 where it throws', async () => {
    const served = await started(() => {
      throw new Error('boom');
    });
    expect((await send(served)).status).toBe(500);
    expect(served.problems.first).toEqual(new Error('boom'));
  });

  it('ends the connection for a network error, and for a stream that fails', async () => {
    const served = await started((request: Request) => {
      if (request.url.endsWith('/error')) return Response.error();
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('one')),
        pull: (controller) => controller.error(new Error('boom')),
      });
      return new Response(body);
    });
    await expect(send(served, { path: '/error' })).rejects.toThrow('socket hang up');
    await expect(send(served)).rejects.toThrow('aborted');
  });
});

describe('a route module', () => {
  it('answers OPTIONS with Allow, HEAD by GET, and methods without a function with 405', async () => {
    const served = await started({ GET: () => new Response('here'), PUT: () => new Response('put') });
    const options = await send(served, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(options.rawHeaders).toContain('GET, HEAD, PUT, OPTIONS');
    expect(await send(served, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await send(served, { method: 'DELETE' })).status).toBe(405);
  });
});
