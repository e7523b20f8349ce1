import type { Exchange } from '../../vocabulary/exchange.ts';

/** The shape of what was on the wire: `OPTIONS 204, PUT 200`, with what went wrong in words. */
export function wireShape(exchanges: readonly Exchange[]): string {
  return exchanges.map(oneShape).join(', ');
}

function oneShape({ request, response, failure }: Exchange): string {
  // The method is a token that the browser chose; everything else here is corspec's own.
  const status = response === undefined ? '' : ` ${response.status}`;
  const trouble = failure === undefined ? '' : ` (${failure.kind})`;
  return `${request.method}${status}${trouble}`;
}

/** Whether an exchange is a preflight. `#cors-preflight-request` */
export function isPreflight({ request }: Exchange): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  );
}
