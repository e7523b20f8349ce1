import {
  checkPreflight,
  corsCheck,
  extractSeconds,
  extractTokens,
  getHeader,
} from '../../fetch-standard/index.ts';
import type { RawHeader } from '../../results/exchange.ts';
import { probe } from '../../targets/probe.ts';
import { type Attempt, failure, success } from '../../text/attempt.ts';
import { foreignOrigin, likelyOrigins, lookalikesOf } from './origins.ts';

/** How a server answered an origin. */
export interface OriginAnswer {
  readonly origin: string;
  /** Whether a page at the origin can read a GET, or send one with a preflight. */
  readonly granted: boolean;
  /** Access-Control-Allow-Origin. Untrusted, as all headers are. */
  readonly allowOrigin: string | null;
  readonly credentials: boolean;
}

/** What a server answered. */
export interface Survey {
  readonly url: string;
  readonly status: number;
  readonly requests: number;
  /** Those that it may allow on purpose. */
  readonly likely: readonly OriginAnswer[];
  readonly foreign: OriginAnswer;
  readonly nullOrigin: OriginAnswer;
  /** Look-alikes of allowed origins; empty when it allows every origin. */
  readonly lookalikes: readonly OriginAnswer[];
  /** Whether a response has a header of CORS at all, or depends on Origin. */
  readonly hasCors: boolean;
  /** What it says to the first allowed origin; null when it allows none. */
  readonly granted: Granted | null;
}

export interface Granted {
  readonly origin: string;
  readonly credentials: boolean;
  readonly methods: readonly string[] | '*';
  readonly requestHeaders: readonly string[] | '*';
  readonly exposedHeaders: readonly string[] | '*';
  readonly maxAge: number | null;
  /** Whether Vary of the response to GET has Origin. */
  readonly varies: boolean;
}

export interface SurveyOptions {
  /** Origins to ask for, in addition to the usual ones. */
  readonly origins: readonly string[];
  readonly insecure: boolean;
  readonly headers: readonly RawHeader[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** A method and a header that no list has: allowed where the server allows all of them. */
const unlikelyMethod = 'CORSPEC';
const unlikelyHeader = 'x-corspec-unlisted';

const requestHeaders = [
  'content-type', 'authorization', 'x-requested-with', 'x-csrf-token', 'x-xsrf-token', 'x-request-id', 'x-api-key',
  'if-none-match', 'cache-control',
]; // prettier-ignore

/** Asks a server what it allows, with GET and OPTIONS requests only. Fails where it does not respond. */
export async function survey(url: string, options: SurveyOptions): Promise<Attempt<Survey, string>> {
  const server = new Server(url, options);
  const plain = await server.get([]);
  if (typeof plain === 'string') return failure(plain);
  const asked = [...likelyOrigins(url, options.origins), foreignOrigin, 'null'];
  const answers = await inTurn(asked, (origin) => server.origin(origin));
  const [nullOrigin, foreign] = [answers.at(-1), answers.at(-2)];
  if (nullOrigin === undefined || foreign === undefined) return failure('it stopped responding');
  const likely = answers.slice(0, -2);
  const allowed = likely.filter(({ granted }) => granted);
  const lookalikes = foreign.granted
    ? []
    : await inTurn(lookalikesOfAll(allowed, asked), (origin) => server.origin(origin));
  const asker = (foreign.granted ? (allowed[0] ?? foreign) : allowed[0])?.origin;
  return success({
    url,
    status: plain.status,
    likely,
    foreign,
    nullOrigin,
    lookalikes,
    hasCors: server.sawCors,
    granted: asker === undefined ? null : await server.granted(asker),
    requests: server.requests,
  });
}

function lookalikesOfAll(allowed: readonly OriginAnswer[], asked: readonly string[]): readonly string[] {
  const all = allowed.slice(0, 2).flatMap(({ origin }) => lookalikesOf(origin));
  return [...new Set(all)].filter((origin) => !asked.includes(origin));
}

/** A few at a time, so that a small server is not flooded. */
async function inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += atOnce)
    results.push(...(await Promise.all(items.slice(at, at + atOnce).map(make))));
  return results;
}

const atOnce = 4;

interface Head {
  readonly status: number;
  readonly headers: readonly RawHeader[];
}

class Server {
  requests = 0;
  sawCors = false;
  readonly #url: string;
  readonly #options: SurveyOptions;

  constructor(url: string, options: SurveyOptions) {
    this.#url = url;
    this.#options = options;
  }

  /** A GET with the headers that the user gives; the reason when there is no response. */
  async get(headers: readonly RawHeader[]): Promise<Head | string> {
    return this.#send('GET', [...headers, ...this.#options.headers]);
  }

  async origin(origin: string): Promise<OriginAnswer> {
    const response = await this.get([['Origin', origin]]);
    const preflight = await this.#preflight(origin, 'GET', [unlikelyHeader]);
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

  async granted(origin: string): Promise<Granted> {
    const response = await this.get([['Origin', origin]]);
    const headers = typeof response === 'string' ? [] : response.headers;
    const preflight = await this.#preflight(origin, 'PUT', ['content-type']);
    const announced = typeof preflight === 'string' ? [] : preflight.headers;
    const credentials = passes(origin, headers, true) || passes(origin, announced, true);
    const listed = tokens(announced, 'access-control-allow-headers').map((name) => name.toLowerCase());
    const askedHeaders = [...new Set([...requestHeaders, ...listed])].filter((name) => !safelisted.has(name));
    const ask = (method: string, names: readonly string[]) =>
      this.#allows(origin, method, names, credentials);
    const [allMethods, allHeaders] = [await ask(unlikelyMethod, []), await ask('GET', [unlikelyHeader])];
    const allowedMethods = await inTurn(methods, async (method) =>
      (await this.#listsMethod(origin, method)) && (await ask(method, [])) ? [method] : [],
    );
    const allowedHeaders = await inTurn(askedHeaders, async (name) =>
      (await ask('GET', [name])) ? [name] : [],
    );
    const age = extractSeconds(announced, 'access-control-max-age');
    const exposed = tokens(headers, 'access-control-expose-headers');
    return {
      origin,
      credentials,
      methods: allMethods ? '*' : allowedMethods.flat(),
      requestHeaders: allHeaders ? '*' : allowedHeaders.flat(),
      exposedHeaders: exposed.includes('*') ? '*' : exposed.map((name) => name.toLowerCase()),
      maxAge: age.kind === 'value' ? age.value : null,
      varies: tokens(headers, 'vary').some((name) => name === '*' || name.toLowerCase() === 'origin'),
    };
  }

  /** Whether a preflight for the method and the headers succeeds. */
  async #allows(
    origin: string,
    method: string,
    names: readonly string[],
    credentials: boolean,
  ): Promise<boolean> {
    const head = await this.#preflight(origin, method, names);
    if (typeof head === 'string') return false;
    const mode = credentials ? 'include' : 'omit';
    const question = {
      origin,
      credentials: mode,
      method,
      unsafeHeaders: names,
      useCorsPreflight: false,
    } as const;
    return checkPreflight(question, { ...head, kind: 'response' }).grant !== null;
  }

  /** A safelisted method is sent whatever the list says; the policy states what the server lists. */
  async #listsMethod(origin: string, method: string): Promise<boolean> {
    const head = await this.#preflight(origin, method, []);
    if (typeof head === 'string') return false;
    const list = tokens(head.headers, 'access-control-allow-methods');
    return list.length === 0 || list.includes('*') || list.some((one) => one.toUpperCase() === method);
  }

  #preflight(origin: string, method: string, names: readonly string[]): Promise<Head | string> {
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

/** Request headers that pages may send without asking. */
const safelisted = new Set(['accept', 'accept-language', 'content-language', '*']);

function passes(origin: string, headers: readonly RawHeader[], withCredentials: boolean): boolean {
  const credentials = withCredentials ? 'include' : 'omit';
  return corsCheck({ origin, credentials }, headers).every(({ ok }) => ok);
}

function tokens(headers: readonly RawHeader[], name: string): readonly string[] {
  const found = extractTokens(headers, name);
  return found.kind === 'value' ? found.value : [];
}
