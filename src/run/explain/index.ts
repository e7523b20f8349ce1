import type { Story } from '../../vocabulary/story.ts';
import { observe } from './observe.ts';
import type { ExplainRequest } from './request.ts';
import { tellStory } from './story.ts';

export { isReadable } from './ending.ts';
export type { ExplainRequest } from './request.ts';

/**
 * Makes a request as a page at some origin would, and tells what a browser does with it.
 * @throws CannotRunError when the browser is missing or breaks, or the signal is aborted
 */
export async function explain(request: ExplainRequest, signal: AbortSignal): Promise<Story> {
  return tellStory(await observe(request, signal));
}
