import type { Clue } from './clue.ts';
import type { LibraryId } from './libraries/index.ts';

/** What is known of a server besides its CORS headers. */
export interface LibraryEvidence {
  /** Of all its responses. */
  readonly clues: readonly Clue[];
  /** Of an implementation that corspec starts, from its server.json. */
  readonly implementation?: { readonly framework: string; readonly middleware: string };
}

export interface DetectedLibrary {
  readonly library: LibraryId;
  /** What shows it, and the proxy in front if there is one: `X-Powered-By: Express, behind nginx`. */
  readonly because: string;
  /** The proxy in front of the application, where either of them may set the CORS headers. */
  readonly alternative?: LibraryId;
}

/**
 * The library that a server is probably configured with; null where nothing shows it. Clues are ordered by certainty. A
 * proxy counts where nothing shows an application behind it, or where a response that it made itself has CORS headers.
 */
export function detectLibrary({ clues, implementation }: LibraryEvidence): DetectedLibrary | null {
  const declared = implementation === undefined ? null : declaredLibrary(implementation);
  if (declared !== null) return declared;
  const best = (kind: Clue['kind']) =>
    clues.filter((clue) => clue.kind === kind).sort((one, other) => other.certainty - one.certainty)[0];
  const [application, proxy] = [best('application'), best('proxy')];
  if (application === undefined)
    return proxy === undefined ? null : { library: proxy.library, because: proxy.because };
  const { library, because } = application;
  if (proxy === undefined) return { library, because };
  const ofProxy = best('cors-of-proxy');
  if (ofProxy !== undefined && (ofProxy.certainty === 3 || clues.some(({ isConstant }) => isConstant)))
    return { library: ofProxy.library, because: `${ofProxy.because}, in front of ${library}` };
  return { library, because: `${because}, behind ${proxy.library}`, alternative: proxy.library };
}

/** By the middleware's name in server.json, then by the framework's. */
const byMiddleware: Readonly<Record<string, LibraryId>> = {
  cors: 'express-cors',
  '@fastify/cors': 'fastify-cors',
  '@koa/cors': 'koa-cors',
  'hono/cors': 'hono-cors',
  'starlette.middleware.cors': 'fastapi',
  'flask-cors': 'flask-cors',
  'django-cors-headers': 'django-cors-headers',
  'gin-contrib/cors': 'gin-cors',
  'rs/cors': 'rs-cors',
  'tower-http': 'tower-http',
  'rack-cors': 'rack-cors',
};

const byFramework: Readonly<Record<string, LibraryId>> = {
  nestjs: 'nestjs',
  'node:http': 'hand-written',
  spring: 'spring',
  'spring boot': 'spring',
  'spring mvc': 'spring',
  'asp.net core': 'aspnet-core',
  nginx: 'nginx',
  apache: 'apache',
  caddy: 'caddy',
  haproxy: 'haproxy',
  traefik: 'traefik',
  envoy: 'envoy',
};

function declaredLibrary({
  framework,
  middleware,
}: NonNullable<LibraryEvidence['implementation']>): DetectedLibrary | null {
  const library = byFramework[framework.toLowerCase()] ?? byMiddleware[middleware.toLowerCase()];
  return library === undefined ? null : { library, because: `server.json: ${framework}, ${middleware}` };
}
