import { isPreflight as isPreflightRequest } from '../http1/preflight.ts';
import type { Exchange, WireFailure } from '../results/exchange.ts';

/** The shape of what was on the wire: `OPTIONS 204, PUT 200`, with what went wrong in words. */
export function wireShape(exchanges: readonly Exchange[]): string {
  return exchanges.map(oneShape).join(', ');
}

function oneShape({ request, response, failure }: Exchange): string {
  // The method is a token that the browser chose; everything else here is corspec's own.
  const status = response === undefined ? '' : ` ${response.status}`;
  const trouble = failure === undefined || isLeft(failure, response) ? '' : ` (${failure.kind})`;
  return `${request.method}${status}${trouble}`;
}

/**
 * A browser that refuses a response by its headers need not read the rest. Whether it leaves before the end is there is a
 * matter of microseconds, and nothing that a shape should differ by.
 */
function isLeft({ kind }: WireFailure, response: Exchange['response']): boolean {
  return kind === 'aborted' && response !== undefined;
}

/** Whether the request of an exchange is a preflight. */
export function isPreflight({ request }: Exchange): boolean {
  return isPreflightRequest(request);
}

/** Whether corspec kept a request from the target: what came back is its own. */
export function wasHeldBack(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ failure }) => failure?.kind === 'held-back');
}
