import type { Exchange, RawHeader } from '../results/exchange.ts';
import type { ShownExchange } from '../results/explanation.ts';
import type { PageRequest } from '../scenarios/page-request.ts';

const requestHeaders = new Set(['host', ':authority', 'origin', 'authorization', 'cookie', 'content-type']);
const responseHeaders = new Set([
  'vary', 'location', 'content-type', 'set-cookie', 'www-authenticate', 'allow',
]); // prettier-ignore

/** Characters of an error's body that are shown. */
const longestBody = 160;

/** An exchange with the headers that matter to CORS, raw and in order; what is secret is masked. */
export function shownExchange({ request, response, failure }: Exchange, asked: PageRequest): ShownExchange {
  const url = new URL(request.url);
  const own = new Set(asked.headers.map(([name]) => name.toLowerCase()));
  return {
    method: request.method,
    target: url.origin === new URL(asked.url).origin ? `${url.pathname}${url.search}` : url.href,
    requestHeaders: request.headers.filter(([name]) => isTold(name, requestHeaders, own)).map(masked),
    ...(response === undefined
      ? {}
      : {
          response: {
            status: response.status,
            reason: response.reason,
            ...split(response.headers),
            ...(response.status >= 400 && response.body !== ''
              ? { body: response.body.slice(0, longestBody) }
              : {}),
          },
        }),
    // That corspec held it back is told in words of its own.
    ...(failure === undefined || failure.kind === 'held-back' ? {} : { failure: failure.detail }),
  };
}

function split(headers: readonly RawHeader[]): { headers: readonly RawHeader[]; others: number } {
  const told = headers.filter(([name]) => isTold(name, responseHeaders));
  return { headers: told.map(masked), others: headers.length - told.length };
}

function isTold(name: string, known: ReadonlySet<string>, own: ReadonlySet<string> = new Set()): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('access-control-') || known.has(lower) || own.has(lower);
}

/** What opens a door is not shown: stories get pasted into issues. */
export function masked([name, value]: RawHeader): RawHeader {
  switch (name.toLowerCase()) {
    case 'authorization':
      return [name, value.replace(/^(\S+ )?.+$/s, (_, scheme: string | undefined) => `${scheme ?? ''}***`)];
    case 'cookie':
      return [name, value.replaceAll(/=[^;]*/g, '=***')];
    case 'set-cookie':
      return [name, value.replace(/=[^;]*/, '=***')];
    default:
      return [name, value];
  }
}
