import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import cors, { type CorsOptions } from 'cors';
import express from 'express';

/** A pet store: thirty operations under /api, those under /api/public for every origin. */

const get = ['get'] as const;
const collection = ['get', 'post'] as const;
const item = ['get', 'put', 'delete'] as const;

const operations: Readonly<Record<string, readonly ('get' | 'post' | 'put' | 'delete')[]>> = {
  '/pets': collection,
  '/pets/{petId}': item,
  '/pets/{petId}/photos': collection,
  '/pets/{petId}/photos/{photoId}': ['get', 'delete'],
  '/owners': collection,
  '/owners/{ownerId}': item,
  '/orders': collection,
  '/orders/{orderId}': ['get', 'delete'],
  '/inventory': get,
  '/login': ['post'],
  '/users': collection,
  '/users/{userId}': item,
  '/public/status': get,
  '/public/breeds': get,
  '/public/breeds/{breed}': get,
  '/public/stores': get,
  '/public/stores/{storeId}': get,
};

export const operationCount = Object.values(operations).flat().length;

/** OpenAPI 3.0, as JSON. */
export function petstoreDocument(): string {
  const paths = Object.entries(operations).map(([path, methods]) => {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'integer' },
    }));
    const operation = { parameters, responses: { '200': { description: 'OK' } } };
    return [path, Object.fromEntries(methods.map((method) => [method, operation]))] as const;
  });
  const info = { title: 'Pet store', version: '1' };
  return JSON.stringify({ openapi: '3.0.3', info, servers: [{ url: '/api' }], paths: Object.fromEntries(paths) }); // prettier-ignore
}

export const forApp: CorsOptions = {
  origin: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: ['content-type', 'authorization'],
  exposedHeaders: ['x-total-count'],
  maxAge: 600,
};
const forAll: CorsOptions = {
  origin: '*',
  methods: ['GET'],
  allowedHeaders: ['content-type'],
  exposedHeaders: [],
  maxAge: 600,
};

/** @param own what differs from the right configuration of the application's paths */
export function petstore(own: CorsOptions = {}): RequestListener {
  const api = express.Router();
  api.use('/public', cors(forAll));
  const forOthers = cors({ ...forApp, ...own });
  api.use((request, response, next) => {
    if (request.path.startsWith('/public/')) next();
    else forOthers(request, response, next);
  });
  for (const [path, methods] of Object.entries(operations))
    for (const method of methods)
      api[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), (_, response) => {
        response.set('X-Total-Count', '2').json([]);
      });
  const app = express();
  app.use('/api', api);
  return app;
}

export interface Replaceable {
  readonly origin: string;
  readonly server: Server;
  readonly replace: (next: RequestListener) => void;
}

/** A server whose application can be replaced. */
export async function serveReplaceable(first: RequestListener): Promise<Replaceable> {
  let application = first;
  const server = createServer((request, response) => {
    application(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, server, replace: (next) => (application = next) };
}
