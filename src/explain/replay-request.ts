import { createContext, replay, type RecordedExchange, type Replay } from '../fetch-standard/index.ts';
import { toFetchRequest } from '../judge/to-fetch-request.ts';
import { type ExplainRequest, toPageRequest } from './request.ts';

/** What the Fetch standard makes of what was on the wire. */
export function replayRequest(request: ExplainRequest, recording: readonly RecordedExchange[]): Replay {
  const asked = toFetchRequest(toPageRequest(request), request.origin);
  return replay(asked, recording, createContext({ now: () => 0 }));
}
