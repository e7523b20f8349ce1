import type { LibraryId } from './libraries/index.ts';
import type { Clue } from './library-clues.ts';

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
}

/**
 * The library that a server is probably configured with; null where nothing shows it. Clues are ordered by certainty, and
 * a proxy counts only where nothing shows an application behind it.
 */
export function detectLibrary({ clues, implementation }: LibraryEvidence): DetectedLibrary | null {
  const declared = implementation === undefined ? null : declaredLibrary(implementation);
  if (declared !== null) return declared;
  const best = (kind: 'application' | 'proxy') =>
    clues.filter((clue) => clue.kind === kind).sort((one, other) => other.certainty - one.certainty)[0];
  const [application, proxy] = [best('application'), best('proxy')];
  if (application === undefined)
    return proxy === undefined ? null : { library: proxy.library, because: proxy.because };
  const behind = proxy === undefined ? '' : `, behind ${proxy.library}`;
  return { library: application.library, because: `${application.because}${behind}` };
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
};

function declaredLibrary({
  framework,
  middleware,
}: NonNullable<LibraryEvidence['implementation']>): DetectedLibrary | null {
  const library = byFramework[framework.toLowerCase()] ?? byMiddleware[middleware.toLowerCase()];
  return library === undefined ? null : { library, because: `server.json: ${framework}, ${middleware}` };
}
