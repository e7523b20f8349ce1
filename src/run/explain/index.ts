import type { RawHeader } from '../../vocabulary/exchange.ts';
import { createRedactor, secretsIn } from '../../vocabulary/redaction.ts';
import type { Story } from '../../vocabulary/story.ts';
import { behindGate } from '../behind-gate.ts';
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
  const redactor = createRedactor(secretsIn(secretHeaders(request)));
  return behindGate(redactor, async () => tellStory(await observe(request, signal)));
}

/** Cookies, and the headers that by their names are credentials. Others, such as Content-Type, are no secrets. */
export function secretHeaders({ headers, cookies }: ExplainRequest): readonly RawHeader[] {
  const secret = /auth|cookie|credential|key|passw|secret|session|signature|token/i;
  return [...headers.filter(([name]) => secret.test(name)), ...cookies];
}
