import { createContext, replay, type RecordedExchange, type Replay } from '../../fetch-standard/index.ts';
import type { Exchange } from '../../vocabulary/exchange.ts';
import { toFetchRequest } from '../judge/to-fetch-request.ts';
import { type ExplainRequest, toPageRequest } from './request.ts';

/** What the Fetch standard makes of what was on the wire. */
export function retell(request: ExplainRequest, exchanges: readonly Exchange[]): Replay {
  return replay(
    toFetchRequest(toPageRequest(request), request.origin),
    exchanges.map(toRecorded),
    createContext({ now: () => 0 }),
  );
}

/** An exchange as the oracle takes it. */
function toRecorded({ request, response, failure, startedAt }: Exchange): RecordedExchange {
  return {
    method: request.method,
    url: request.url,
    headers: request.headers,
    at: startedAt,
    answer:
      response === undefined
        ? { kind: 'network-error', detail: failure?.detail ?? 'no response' }
        : { kind: 'response', status: response.status, headers: response.headers },
  };
}
