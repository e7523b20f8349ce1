import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { failure, success, type Attempt } from '../../text/attempt.ts';

/** Express, Connect, Koa's `callback()`, or any `(request, response, next)`. */
export type NodeHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

/** `(Request) => Response`: Hono, Next.js, Bun, Deno. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** What `testCors` takes: a URL, or a server or application that it serves on loopback. */
export type CorsSubject =
  | string
  | URL
  | HttpServer
  | HttpsServer
  /** A Node.js handler with two or three parameters, or a Fetch handler with one. */
  | ((request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => unknown)
  | FetchHandler
  | { readonly fetch: (request: Request, ...rest: never[]) => Response | Promise<Response> }
  | { readonly handler: NodeHandler | FetchHandler }
  /** The exports of a route module of Next.js. */
  | RouteModule
  /** Fastify. */
  | { readonly ready: () => PromiseLike<unknown>; readonly server: HttpServer | HttpsServer }
  /** Koa. */
  | { readonly callback: () => (request: IncomingMessage, response: ServerResponse) => unknown };

export const routeMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type RouteModule = Readonly<
  Partial<Record<(typeof routeMethods)[number], (request: Request, ...rest: never[]) => unknown>>
>;

/** A subject, told apart by its shape. Not by `instanceof`: test runners have several realms. */
export type Subject =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'server'; readonly server: HttpServer }
  /** Gets requests by the `request` event of its server, once it is ready. */
  | { readonly kind: 'fastify'; readonly server: HttpServer; readonly ready: () => PromiseLike<unknown> }
  | { readonly kind: 'node'; readonly handler: NodeHandler }
  | { readonly kind: 'fetch'; readonly handler: (request: Request) => unknown }
  | { readonly kind: 'routes'; readonly routes: RouteModule };

const accepted =
  'Expected a URL, an http.Server, a handler (request, response), a Fetch handler (Request) => Response, ' +
  'or an application of Express, Koa, Fastify or Hono.';

/** What a subject is; or why it is none, and what to pass instead. */
export function subjectOf(value: unknown): Attempt<Subject, string> {
  if (typeof value === 'string') return success({ kind: 'url', url: value });
  if (typeof value === 'function') return subjectOfFunction(value);
  if (typeof value !== 'object' || value === null)
    return failure(`${nameOf(value)} is not a server. ${accepted}`);
  if (isUrl(value)) return success({ kind: 'url', url: value.href });
  return subjectOfObject(value as Shape);
}

type Shape = Readonly<Record<string, unknown>>;
type AnyFunction = (...args: unknown[]) => unknown;

function isUrl(value: object): value is URL {
  return 'href' in value && typeof value.href === 'string' && 'searchParams' in value;
}

function subjectOfObject(value: Shape): Attempt<Subject, string> {
  const server = value['server'];
  // Fastify is told first: until it is ready, its instance is a thenable.
  if (isFunction(value['ready']) && isServer(server)) {
    const ready = value['ready'].bind(value) as () => PromiseLike<unknown>;
    return success({ kind: 'fastify', server, ready });
  }
  if (isServer(value)) return success({ kind: 'server', server: value });
  if (isFunction(value['fetch'])) return success({ kind: 'fetch', handler: value['fetch'].bind(value) });
  if (isFunction(value['callback']))
    return success({ kind: 'node', handler: value['callback'].call(value) as NodeHandler });
  if (isFunction(value['handler'])) return subjectOfFunction(value['handler']);
  if (routeMethods.some((method) => isFunction(value[method])))
    return success({ kind: 'routes', routes: value });
  if (isFunction(value['then'])) return failure(`this is a promise. Await it first. ${accepted}`);
  if (isFunction(value['getHttpServer']))
    return failure('this is a Nest application. Pass app.getHttpServer(), after `await app.init()`.');
  return failure(`this object is not a server. ${accepted}`);
}

/**
 * The number of parameters tells the two kinds of handlers apart: `(request, response)` is Node.js's, `(Request)` and a
 * function without parameters are Fetch handlers. The second parameter of a Fetch handler (`context`, `env`) looks like a
 * response, so it needs `{ fetch: handler }`; a mistake shows when it is called: see `serve/node-handler.ts`.
 */
function subjectOfFunction(value: object): Attempt<Subject, string> {
  const it = value as AnyFunction & Shape;
  // An application of Express or Connect is a function with methods.
  if (isFunction(it['handle']) && isFunction(it['use'])) return success({ kind: 'node', handler: it });
  if (isFunction(it['fetch'])) return success({ kind: 'fetch', handler: it['fetch'].bind(it) });
  if (/^class\b/.test(Function.prototype.toString.call(it)))
    return failure(
      `this is the class ${it.name || 'of an application'}. Pass an instance of it. ${accepted}`,
    );
  return it.length >= 2 ? success({ kind: 'node', handler: it }) : success({ kind: 'fetch', handler: it });
}

function isServer(value: unknown): value is HttpServer {
  if (typeof value !== 'object' || value === null) return false;
  const { listen, address, close, emit, listening } = value as Shape;
  return [listen, address, close, emit].every(isFunction) && typeof listening === 'boolean';
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const shown = typeof value === 'number' || typeof value === 'boolean' ? ` ${value}` : '';
  return `${typeof value}${shown}`;
}
