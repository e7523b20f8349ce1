import { isLoopback } from '../fetch-standard/index.ts';
import type { BrowserCapabilities } from '../browsers/index.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';
import type { RouteMap } from '../targets/target-routes.ts';

/**
 * The target with an origin that secure pages can fetch from. WebKit treats http on loopback as mixed content and blocks
 * it, so there the proxy serves the target's host over https. Other browsers get the target unchanged.
 */
export function httpsAlias(
  target: ReadyTarget,
  { trustsLoopback }: Pick<BrowserCapabilities, 'trustsLoopback'>,
): ReadyTarget {
  if (trustsLoopback || !isLoopbackByHttp(target.origin)) return target;
  return {
    ...target,
    origin: withHttps(target.origin),
    routes: routesWithHttps(target.routes, target.origin),
  };
}

function isLoopbackByHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && isLoopback(hostname);
}

/** The default port of http has to be explicit in https. */
function withHttps(url: string): string {
  const { host, port } = new URL(url);
  return url.replace(`http://${host}`, `https://${host}${port === '' ? ':80' : ''}`);
}

function routesWithHttps(routes: RouteMap, origin: string): RouteMap {
  return {
    ...routes,
    find(route) {
      const found = routes.find(route);
      if (found === null || new URL(found.url).origin !== origin) return found;
      return { ...found, url: withHttps(found.url) };
    },
  };
}
