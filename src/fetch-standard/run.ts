import { corsFetch } from './algorithm.ts';
import type { FetchContext, FetchRequest, NetworkAnswer, NetworkCall } from './types.ts';
import type { Verdict } from './verdict.ts';

/**
 * Fetches a request over a network of the caller's: `send` does what a call says and gives what was answered, and
 * redirects are not for it to follow. What `send` throws goes through. `#concept-fetch`
 */
export async function run(
  request: FetchRequest,
  send: (call: NetworkCall) => Promise<NetworkAnswer>,
  context: FetchContext,
): Promise<Verdict> {
  const fetching = corsFetch(request, context);
  let next = fetching.next();
  while (!next.done) next = fetching.next(await send(next.value));
  return next.value;
}
