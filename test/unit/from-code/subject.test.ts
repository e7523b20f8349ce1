import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../src/from-code/serve/subject.ts';

const noop = () => undefined;

describe('what is given to testCors', () => {
  it.each([
    ['a URL as text', 'http://localhost:3000/api', 'url'],
    ['a URL', new URL('http://localhost:3000/api'), 'url'],
    ['a server', createServer(), 'server'],
    ['a server with TLS', createTlsServer(), 'server'],
    ['an application of Express', express(), 'node'],
    ['a router of Express', express.Router(), 'node'],
    ['an application of Koa', new Koa(), 'node'],
    ['the callback of Koa', new Koa().callback(), 'node'],
    ['an instance of Fastify', fastify(), 'fastify'],
    ['an application of Hono', new Hono(), 'fetch'],
    ['the fetch function of Hono', { fetch: new Hono().fetch }, 'fetch'],
    ['a function with a request and a response', (_request: unknown, _response: unknown) => undefined, 'node'],
    ['a function with next', (_request: unknown, _response: unknown, _next: unknown) => undefined, 'node'],
    ['a function with a request', (_request: Request) => new Response(), 'fetch'],
    ['a function without parameters', () => new Response(), 'fetch'],
    ['an object with fetch, whatever its parameters', { fetch: (_r: Request, _env: unknown) => new Response() }, 'fetch'],
    ['an object with a Fetch handler', { handler: (_request: Request) => new Response() }, 'fetch'],
    ['an object with a Node.js handler', { handler: (_request: unknown, _response: unknown) => undefined }, 'node'],
    ['a route module of Next.js', { GET: (_request: Request) => new Response() }, 'routes'],
  ])('%s', (_, value, kind) => {
    expect(subjectOf(value)).toMatchObject({ ok: true, value: { kind } });
  }); // prettier-ignore

  it.each([
    ['nothing', undefined, 'undefined is not a server. Expected a URL, an http.Server'],
    ['null', null, 'null is not a server'],
    ['a port', 3000, 'number 3000 is not a server'],
    ['an empty object', {}, 'this object is not a server'],
    ['a promise', Promise.resolve(noop), 'this is a promise. Await it first'],
    ['a class of an application', Hono, 'this is the class Hono. Pass an instance of it'],
    ['an application of Nest', { getHttpServer: noop }, 'Pass app.getHttpServer()'],
  ])('is refused: %s', (_, value, reason) => {
    expect(subjectOf(value)).toEqual({ ok: false, reason: expect.stringContaining(reason) as string });
  });
});
