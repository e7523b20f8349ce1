import { type RouteModule, routeMethods } from './subject.ts';

/**
 * The exports of a Next.js route module as one Fetch handler. As Next.js does: `HEAD` is answered by `GET`, `OPTIONS`
 * without a function of its own with 204 and `Allow`, and every other method without one with 405.
 * https://nextjs.org/docs/app/api-reference/file-conventions/route
 */
export function routeModuleHandler(routes: RouteModule): (request: Request) => unknown {
  const allowed = routeMethods.filter(
    (method) =>
      method === 'OPTIONS' || routes[method] !== undefined || (method === 'HEAD' && routes.GET !== undefined),
  );
  return (request) => {
    const method = routeMethods.find((known) => known === request.method);
    const own =
      method === undefined ? undefined : (routes[method] ?? (method === 'HEAD' ? routes.GET : undefined));
    if (own !== undefined) return own(request, ...([{ params: Promise.resolve({}) }] as never[]));
    if (method === 'OPTIONS')
      return new Response(null, { status: 204, headers: { Allow: allowed.join(', ') } });
    return new Response(null, { status: 405 });
  };
}
