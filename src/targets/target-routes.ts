import { contractPath, routes as contractRoutes, type Route } from '../scenarios/scenario.ts';
import type { UrlObservation } from './observe-url.ts';
import { type StandIn, standInFor, type StandInProblem } from './stand-ins.ts';
import type { UrlTarget } from './target-request.ts';

export interface FoundRoute extends StandIn {
  /** Whether it follows the contract: known status, headers and body. */
  readonly followsContract: boolean;
}

/** The routes of a target, with their URLs in the browser. */
export interface RouteMap {
  find(route: Route): FoundRoute | null;
  /** Why the URL itself does not stand in for a route; null when it never could. */
  absence?(route: Route): StandInProblem | null;
  /** Whether all routes exist, and writes are counted by `id`. */
  readonly isContract: boolean;
}

/** All routes of the contract under one base URL. */
export function contractRouteMap(base: string): RouteMap {
  const root = base.endsWith('/') ? base : `${base}/`;
  // Hundreds of checks ask for each.
  const found = new Map<Route, FoundRoute>();
  return {
    isContract: true,
    find(route) {
      if (!contractRoutes.includes(route)) return null;
      const known = found.get(route);
      if (known !== undefined) return known;
      const made: FoundRoute = { url: new URL(contractPath(route), root).href, followsContract: true };
      found.set(route, made);
      return made;
    },
  };
}

/**
 * The routes of a URL target: the URL is the resource; further routes are declared, or the URL stands in for them.
 * @param seen what the URL responds; without it, nothing stands in for a route
 */
export function urlRouteMap({ url, routes }: UrlTarget, seen?: UrlObservation): RouteMap {
  if (routes === 'standard') return contractRouteMap(url);
  const standIn = (route: Route) => (seen === undefined ? null : standInFor(route, seen));
  return {
    isContract: false,
    find(route) {
      const path = routes[route];
      if (path !== undefined) return { url: new URL(path, url).href, followsContract: true };
      if (route === 'resource') return { url, followsContract: false };
      const found = standIn(route);
      return found?.ok === true ? { ...found.value, followsContract: false } : null;
    },
    absence(route) {
      const found = standIn(route);
      return found?.ok === false ? found.reason : null;
    },
  };
}
