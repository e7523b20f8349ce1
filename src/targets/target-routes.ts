import { routes as contractRoutes, type Route } from '../scenarios/scenario.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { UrlTarget } from './target-request.ts';

export interface FoundRoute {
  readonly url: string;
  /** Whether it follows the contract: known status, headers and body. */
  readonly followsContract: boolean;
}

/** The routes of a target, with their URLs in the browser. */
export interface RouteMap {
  find(route: Route): FoundRoute | null;
  /** Whether all routes exist, and writes are counted by `id`. */
  readonly isContract: boolean;
}

/** All routes of the contract under one base URL. */
export function contractRouteMap(base: string): RouteMap {
  const root = base.endsWith('/') ? base : `${base}/`;
  return {
    isContract: true,
    find: (route) =>
      contractRoutes.includes(route) ? { url: new URL(route, root).href, followsContract: true } : null,
  };
}

/**
 * The routes of a URL target: the URL is the resource; further routes are declared.
 * @param isStream whether it responds with an event stream: then it is also the route `stream`, unless one is declared
 */
export function urlRouteMap({ url, routes }: UrlTarget, isStream = false): RouteMap {
  if (routes === 'standard') return contractRouteMap(url);
  return {
    isContract: false,
    find(route) {
      const path = routes[route];
      if (path !== undefined) return { url: new URL(path, url).href, followsContract: true };
      return route === 'resource' || (route === 'stream' && isStream)
        ? { url, followsContract: false }
        : null;
    },
  };
}

/**
 * Whether a URL target is an event stream, so that scenarios of the route `stream` can run.
 * @param headers of its response to a plain GET
 */
export function isStreamUrl({ routes }: UrlTarget, headers: readonly RawHeader[]): boolean {
  if (routes === 'standard' || routes.stream !== undefined) return false;
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^\s*text\/event-stream\b/i.test(value),
  );
}
