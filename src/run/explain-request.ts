import type { RawHeader } from '../results/exchange.ts';
import { createRedactor, isSecretName, secretParameters, secretsIn } from '../results/redaction.ts';
import type { ExplainedCause, Explanation } from '../results/explanation.ts';
import { withoutSecrets } from '../results/without-secrets.ts';
import { observe } from './observe-request.ts';
import type { ExplainFacts, ExplainRequest } from '../explain/request.ts';
import { causeOfAccess } from '../explain/causes.ts';
import { getHeader } from '../fetch-standard/index.ts';
import { probe } from '../targets/probe.ts';
import { explainRequest } from '../explain/explanation.ts';

export { isReadable } from '../explain/ending.ts';
export type { ExplainRequest } from '../explain/request.ts';

/**
 * Makes a request as a page at some origin would, and explains what a browser does with it.
 * @throws CannotRunError when the browser is missing or breaks, or the signal is aborted
 */
export async function explain(request: ExplainRequest, signal: AbortSignal): Promise<Explanation> {
  const redactor = createRedactor(secretsIn([...secretHeaders(request), ...secretParameters(request.url)]));
  return withoutSecrets(redactor, async () => {
    const facts = await observe(request, signal);
    const explanation = explainRequest(facts);
    const danger = sharesSession(facts) ? await causeOfDanger(facts, signal) : null;
    return danger === null ? explanation : { ...explanation, causes: [danger] };
  });
}

/** An origin that no server allows by name. */
const foreignOrigin = 'https://evil.test';

/** Whether a response allows exactly the page's origin, with credentials. */
function sharesSession({ request, exchanges }: ExplainFacts): boolean {
  const headers = exchanges.at(-1)?.response?.headers ?? [];
  return (
    getHeader(headers, 'access-control-allow-origin') === request.origin &&
    getHeader(headers, 'access-control-allow-credentials') === 'true'
  );
}

/**
 * What is right for one origin is a hole if the server does the same for any: asks once more, with a GET from a foreign
 * origin and without cookies. Null when the server does not reflect it, and
 * the page's origin is not `null`, which every site can have.
 */
async function causeOfDanger(facts: ExplainFacts, signal: AbortSignal): Promise<ExplainedCause | null> {
  const { url, insecure, timeoutMs } = facts.request;
  const answer = await probe(url, { headers: [['Origin', foreignOrigin]], insecure, timeoutMs, signal });
  if (!answer.reachable) return null;
  const isReflected = getHeader(answer.headers, 'access-control-allow-origin') === foreignOrigin;
  if (isReflected) return causeOfAccess(facts, foreignOrigin);
  return facts.request.origin === 'null' ? causeOfAccess(facts, 'null') : null;
}

/** Cookies, and headers whose names suggest credentials. Others, such as Content-Type, are not secret. */
export function secretHeaders({ headers, cookies }: ExplainRequest): readonly RawHeader[] {
  return [...headers.filter(([name]) => isSecretName(name)), ...cookies];
}
