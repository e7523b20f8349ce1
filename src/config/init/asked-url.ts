import { corsCheck, extractTokens, getHeader } from '../../fetch-standard/index.ts';
import type { RawHeader } from '../../results/exchange.ts';
import { probe } from '../../targets/probe.ts';

/** How a server answered an origin. */
export interface OriginAnswer {
  readonly origin: string;
  /** Whether a page at the origin can read a GET, or send one with a preflight. */
  readonly granted: boolean;
  /** Access-Control-Allow-Origin. Untrusted, as all headers are. */
  readonly allowOrigin: string | null;
  readonly credentials: boolean;
}

export interface AskOptions {
  readonly insecure: boolean;
  readonly headers: readonly RawHeader[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Head {
  readonly status: number;
  readonly headers: readonly RawHeader[];
}

/** A header that no list has: allowed where the server allows all of them. */
export const unlikelyHeader = 'x-corspec-unlisted';

/** A few at a time, so that a small server is not flooded. */
export async function inTurn<T, R>(
  items: readonly T[],
  make: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(make))));
  return results;
}

const atOnce = 4;

/** A URL that gets GET and OPTIONS requests. Only the heads of responses are read. */
export class AskedUrl {
  requests = 0;
  sawCors = false;
  readonly #url: string;
  readonly #options: AskOptions;

  constructor(url: string, options: AskOptions) {
    this.#url = url;
    this.#options = options;
  }

  /** A GET with the headers that the user gives; the reason when there is no response. */
  async get(headers: readonly RawHeader[]): Promise<Head | string> {
    return this.#send('GET', [...headers, ...this.#options.headers]);
  }

  /** A GET and a preflight. */
  async origin(origin: string): Promise<OriginAnswer> {
    const response = await this.get([['Origin', origin]]);
    const preflight = await this.preflight(origin, 'GET', [unlikelyHeader]);
    const own = typeof response === 'string' ? [] : response.headers;
    const other = typeof preflight === 'string' ? [] : preflight.headers;
    const heads = [own, other].filter((headers) => passes(origin, headers, false));
    const [headers = own] = heads;
    return {
      origin,
      granted: heads.length > 0,
      allowOrigin: getHeader(headers, 'access-control-allow-origin'),
      credentials: heads.some((one) => passes(origin, one, true)),
    };
  }

  /** The headers of a preflight; of one for GET, where the server answers others without CORS headers. */
  async announced(origin: string): Promise<readonly RawHeader[]> {
    const first = await this.preflight(origin, 'PUT', ['content-type']);
    if (typeof first !== 'string' && passes(origin, first.headers, false)) return first.headers;
    const second = await this.preflight(origin, 'GET', []);
    return typeof second === 'string' ? [] : second.headers;
  }

  preflight(origin: string, method: string, names: readonly string[]): Promise<Head | string> {
    const headers: readonly RawHeader[] = [
      ['Origin', origin],
      ['Access-Control-Request-Method', method],
      ...(names.length === 0 ? [] : [['Access-Control-Request-Headers', names.join(',')] as const]),
    ];
    return this.#send('OPTIONS', headers);
  }

  async #send(method: 'GET' | 'OPTIONS', headers: readonly RawHeader[]): Promise<Head | string> {
    const { timeoutMs, insecure, signal } = this.#options;
    this.requests++;
    const found = await probe(this.#url, { method, headers, timeoutMs, insecure, signal });
    if (!found.reachable) return found.reason;
    this.sawCors ||= found.headers.some(([name]) => /^access-control-/i.test(name));
    this.sawCors ||= tokens(found.headers, 'vary').some((name) => name.toLowerCase() === 'origin');
    return found;
  }
}

export function passes(origin: string, headers: readonly RawHeader[], withCredentials: boolean): boolean {
  const credentials = withCredentials ? 'include' : 'omit';
  return corsCheck({ origin, credentials }, headers).every(({ ok }) => ok);
}

/** The list of a header; empty where it is missing or invalid. */
export function tokens(headers: readonly RawHeader[], name: string): readonly string[] {
  const found = extractTokens(headers, name);
  return found.kind === 'value' ? found.value : [];
}
