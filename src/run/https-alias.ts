import { isLoopback } from '../fetch-standard/index.ts';
import type { BrowserCapabilities } from '../browsers/index.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { RouteMap } from '../targets/target-routes.ts';

/**
 * A target as a browser can ask it from secure pages. WebKit takes loopback over http for mixed content, and would send
 * nothing: there the proxy gives the target its own name with https. Others get the target as it is.
 */
export function httpsAlias(
  target: ReadyTarget,
  { trustsLoopback }: Pick<BrowserCapabilities, 'trustsLoopback'>,
): ReadyTarget {
  if (trustsLoopback || !isLoopbackByHttp(target.origin)) return target;
  return { ...target, origin: secure(target.origin), routes: secureRoutes(target.routes, target.origin) };
}

function isLoopbackByHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && isLoopback(hostname);
}

/** A port that goes without saying in http is said in https. */
function secure(url: string): string {
  const { host, port } = new URL(url);
  return url.replace(`http://${host}`, `https://${host}${port === '' ? ':80' : ''}`);
}

function secureRoutes(routes: RouteMap, origin: string): RouteMap {
  return {
    ...routes,
    find(route) {
      const found = routes.find(route);
      if (found === null || new URL(found.url).origin !== origin) return found;
      return { ...found, url: secure(found.url) };
    },
  };
}
