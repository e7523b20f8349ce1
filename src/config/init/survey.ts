import { checkPreflight, extractSeconds } from '../../fetch-standard/index.ts';
import { type Attempt, failure, success } from '../../text/attempt.ts';
import { AskedUrl, type AskOptions, inTurn, type OriginAnswer, passes, tokens, unlikelyHeader } from './asked-url.ts'; // prettier-ignore
import { foreignOrigin, likelyOrigins, lookalikesOf } from './origins.ts';

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

export interface SurveyOptions extends AskOptions {
  /** Origins to ask for, in addition to the usual ones. */
  readonly origins: readonly string[];
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** A method that no list has: allowed where the server allows all of them. */
const unlikelyMethod = 'CORSPEC';

const requestHeaders = [
  'content-type', 'authorization', 'x-requested-with', 'x-csrf-token', 'x-xsrf-token', 'x-request-id', 'x-api-key',
  'if-none-match', 'cache-control',
]; // prettier-ignore

/** Asks a server what it allows, with GET and OPTIONS requests only. Fails where it does not respond. */
export async function survey(url: string, options: SurveyOptions): Promise<Attempt<Survey, string>> {
  const server = new AskedUrl(url, options);
  const plain = await server.get([]);
  if (typeof plain === 'string') return failure(plain);
  const asked = originsToAsk(url, options.origins);
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
    granted: asker === undefined ? null : await grantedTo(server, asker),
    requests: server.requests,
  });
}

/** Likely origins, then one that no server should allow, then null. */
export function originsToAsk(url: string, given: readonly string[]): readonly string[] {
  return [...likelyOrigins(url, given), foreignOrigin, 'null'];
}

function lookalikesOfAll(allowed: readonly OriginAnswer[], asked: readonly string[]): readonly string[] {
  const all = allowed.slice(0, 2).flatMap(({ origin }) => lookalikesOf(origin));
  return [...new Set(all)].filter((origin) => !asked.includes(origin));
}

async function grantedTo(server: AskedUrl, origin: string): Promise<Granted> {
  const response = await server.get([['Origin', origin]]);
  const headers = typeof response === 'string' ? [] : response.headers;
  const announced = await server.announced(origin);
  const credentials = passes(origin, headers, true) || passes(origin, announced, true);
  const listed = tokens(announced, 'access-control-allow-headers').map((name) => name.toLowerCase());
  const askedHeaders = [...new Set([...requestHeaders, ...listed])].filter((name) => !safelisted.has(name));
  const ask = (method: string, names: readonly string[]) =>
    allows(server, { origin, method, names, credentials });
  const [allMethods, allHeaders] = [await ask(unlikelyMethod, []), await ask('GET', [unlikelyHeader])];
  const allowedMethods = await inTurn(methods, async (method) =>
    (await listsMethod(server, origin, method)) && (await ask(method, [])) ? [method] : [],
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

interface Preflight {
  readonly origin: string;
  readonly method: string;
  readonly names: readonly string[];
  readonly credentials: boolean;
}

/** Whether a preflight for the method and the headers succeeds. */
async function allows(server: AskedUrl, { origin, method, names, credentials }: Preflight): Promise<boolean> {
  const head = await server.preflight(origin, method, names);
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
async function listsMethod(server: AskedUrl, origin: string, method: string): Promise<boolean> {
  const head = await server.preflight(origin, method, []);
  if (typeof head === 'string') return false;
  const list = tokens(head.headers, 'access-control-allow-methods');
  return list.length === 0 || list.includes('*') || list.some((one) => one.toUpperCase() === method);
}

/** Request headers that pages may send without asking. */
const safelisted = new Set(['accept', 'accept-language', 'content-language', '*']);
