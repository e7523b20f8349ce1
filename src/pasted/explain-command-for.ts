import type { ExplainRequest } from '../explain/request.ts';
import { masked } from '../explain/shown-exchange.ts';
import { shellQuote } from '../text/shell.ts';

/** The command that asks the server about a request; credentials in headers are masked. */
export function explainCommandFor({ url, origin, method, headers, credentials }: ExplainRequest): string {
  return [
    'corspec explain',
    shellQuote(url),
    `--origin ${shellQuote(origin)}`,
    ...(method.toUpperCase() === 'GET' ? [] : [`--method ${shellQuote(method)}`]),
    ...headers.map(masked).map(([name, value]) => `--header ${shellQuote(`${name}: ${value}`)}`),
    ...(credentials ? ['--credentials'] : []),
  ].join(' ');
}
