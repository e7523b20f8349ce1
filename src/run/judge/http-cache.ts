import type { Exchange } from '../../vocabulary/exchange.ts';
import type { PageRequest } from '../../vocabulary/page-work.ts';
import { withoutCell } from './to-fetch-request.ts';

/**
 * The exchange of before whose response a browser used again: of the same URL, fresh, and with no request for this step
 * on the wire. Null when the browser asked anew. https://www.rfc-editor.org/rfc/rfc9111#section-4
 * @param rest what no step of before accounts for
 * @param all the exchanges of the cell
 */
export function storedFor(
  request: PageRequest,
  rest: readonly Exchange[],
  all: readonly Exchange[],
): Exchange | null {
  if (request.method !== 'GET' || request.cache !== 'default') return null;
  const isSame = ({ request: sent }: Exchange) =>
    sent.method === 'GET' && new URL(sent.url).href === new URL(withoutCell(request.url)).href;
  if (rest.some(isSame)) return null;
  return all.findLast((exchange) => isSame(exchange) && isFresh(exchange)) ?? null;
}

function isFresh({ response }: Exchange): boolean {
  return (
    response?.headers.some(
      ([name, value]) => name.toLowerCase() === 'cache-control' && /max-age=[1-9]/.test(value),
    ) === true
  );
}
