import type { RawHeader } from '../results/exchange.ts';
import { createRedactor, isSecretName, secretParameters, secretsIn } from '../results/redaction.ts';
import type { Explanation } from '../results/explanation.ts';
import { withoutSecrets } from '../results/without-secrets.ts';
import { observe } from './observe-request.ts';
import type { ExplainRequest } from '../explain/request.ts';
import { explainRequest } from '../explain/explanation.ts';

export { isReadable } from '../explain/ending.ts';
export type { ExplainRequest } from '../explain/request.ts';

/**
 * Makes a request as a page at some origin would, and explains what a browser does with it.
 * @throws CannotRunError when the browser is missing or breaks, or the signal is aborted
 */
export async function explain(request: ExplainRequest, signal: AbortSignal): Promise<Explanation> {
  const redactor = createRedactor(secretsIn([...secretHeaders(request), ...secretParameters(request.url)]));
  return withoutSecrets(redactor, async () => explainRequest(await observe(request, signal)));
}

/** Cookies, and headers whose names suggest credentials. Others, such as Content-Type, are not secret. */
export function secretHeaders({ headers, cookies }: ExplainRequest): readonly RawHeader[] {
  return [...headers.filter(([name]) => isSecretName(name)), ...cookies];
}
