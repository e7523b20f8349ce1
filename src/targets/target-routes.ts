import { routes as contractRoutes, type Route } from '../scenarios/scenario.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { UrlTarget } from './target-request.ts';

export interface FoundRoute {
  readonly url: string;
  /** Whether it answers as the contract says: known status, headers and body. */
  readonly followsContract: boolean;
}

/** Where a target has its routes, as browsers see them. */
export interface RouteMap {
  find(route: Route): FoundRoute | null;
  /** Whether all routes are there, with counts of writes by `id`. */
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
 * A URL target: it is the resource, and has the routes that its owner named.
 * @param isStream whether it answers with an event stream: then it is the route `stream` as well, unless they named one
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
 * Whether a URL target is an event stream, so that the scenarios of such a route can be asked there.
 * @param headers of its response to a plain GET
 */
export function isStreamUrl({ routes }: UrlTarget, headers: readonly RawHeader[]): boolean {
  if (routes === 'standard' || routes.stream !== undefined) return false;
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^\s*text\/event-stream\b/i.test(value),
  );
}
