import type { Route } from '../../scenarios/scenario.ts';
import type { RouteDifference } from './reliance.ts';

/** `POST /login?value=fresh: expected status 200, got status 404` */
export function describeDifference({ asked, expected, got }: RouteDifference): string {
  return `${asked}: expected ${expected}, got ${got}`;
}

/**
 * Why scenarios that rely on a route do not apply: one sentence with the difference, and a link to the contract.
 * @param scenarios the number of affected scenarios; omitted when absent
 */
export function contractNote(difference: RouteDifference, scenarios?: number): string {
  const concerned =
    scenarios === undefined ? '' : `; ${scenarios} scenario${scenarios === 1 ? '' : 's'} not applicable`;
  const hint = difference.aspect === 'headers' ? difference.exchange.hint : undefined;
  return `${nameOf(difference)} does not follow the route contract: ${describeDifference(difference)}${concerned}.${hint === undefined ? '' : ` ${hint}`} See docs/servers.md#${anchorOf(difference.route)}`;
}

/** The path, with the name of the route if the path does not show it. */
function nameOf({ route, asked }: RouteDifference): string {
  const path = /^\S+ ([^? ]*)/.exec(asked)?.[1] ?? '';
  return path.endsWith(`/${route}`) ? path : `${path} (route ${route})`;
}

/** The anchor of the heading `### /image.png`, as GitHub makes it. */
export function anchorOf(route: Route): string {
  return route.replaceAll('.', '');
}
