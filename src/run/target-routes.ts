import { routes as contractRoutes, type Route } from '../vocabulary/scenario.ts';
import type { UrlTarget } from './request.ts';

export interface FoundRoute {
  readonly url: string;
  /** Whether it answers as the contract says: known status, headers and body. */
  readonly promised: boolean;
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
      contractRoutes.includes(route) ? { url: new URL(route, root).href, promised: true } : null,
  };
}

/** Somebody's URL: it is the resource, and has what else they named. */
export function urlRouteMap({ url, routes }: UrlTarget): RouteMap {
  if (routes === 'standard') return contractRouteMap(url);
  return {
    isContract: false,
    find(route) {
      const path = routes[route];
      if (path !== undefined) return { url: new URL(path, url).href, promised: true };
      return route === 'resource' ? { url, promised: false } : null;
    },
  };
}
