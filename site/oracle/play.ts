import { explainRequest } from '../../src/explain/explanation.ts';
import { type ExplainRequest, toPageRequest } from '../../src/explain/request.ts';
import { corsFetch, createContext, type FetchContext } from '../../src/fetch-standard/index.ts';
import { toFetchRequest } from '../../src/judge/to-fetch-request.ts';
import type { Exchange } from '../../src/results/exchange.ts';
import type { Explanation } from '../../src/results/explanation.ts';
import { respond, type SharedCache } from './server.ts';
import { api, type Situation } from './situation.ts';

/** A request of a page, and when it makes it: seconds after the first. */
export interface Visit {
  readonly page: string;
  readonly at: number;
}

/** A visit with what was on the wire. */
export interface PlayedVisit extends Visit {
  readonly exchanges: readonly Exchange[];
}

/** The requests of a situation, in their order. */
export function visitsOf({ page, againAfter, secondPage }: Situation): readonly Visit[] {
  return [
    { page, at: 0 },
    ...(againAfter === null ? [] : [{ page, at: againAfter }]),
    ...(secondPage === null ? [] : [{ page: secondPage, at: 1 }]),
  ];
}

/** Runs the standard's algorithm with the server of the lessons: what a browser sends, and what it gets. */
export function play(situation: Situation): readonly PlayedVisit[] {
  const cache: SharedCache = new Map();
  let now = 0;
  const contexts = new Map<string, FetchContext>();
  return visitsOf(situation).map((visit) => {
    now = visit.at * 1000;
    const context = contexts.get(visit.page) ?? createContext({ now: () => now });
    contexts.set(visit.page, context);
    return { ...visit, exchanges: exchangesOf(situation, visit, context, cache) };
  });
}

function exchangesOf(
  situation: Situation,
  { page, at }: Visit,
  context: FetchContext,
  cache: SharedCache,
): readonly Exchange[] {
  const request = requestOf(situation, page);
  const fetching = corsFetch(toFetchRequest(toPageRequest(request), page), context);
  const exchanges: Exchange[] = [];
  for (let next = fetching.next(); !next.done;) {
    const call = next.value;
    const cookies = call.sendCredentials ? [['Cookie', 'session=1'] as const] : [];
    const headers = [['Host', new URL(call.url).host] as const, ...call.headers, ...cookies];
    const { status, reason, ...rest } = respond(situation, { ...call, headers }, cache);
    exchanges.push({
      sequence: exchanges.length,
      check: null,
      startedAt: at * 1000,
      durationMs: 0,
      request: { method: call.method, url: call.url, headers, body: '', bodyBytes: 0 },
      response: { status, reason, headers: rest.headers, body: rest.body, bodyBytes: rest.body.length },
    });
    next = fetching.next({ kind: 'response', status, headers: rest.headers });
  }
  return exchanges;
}

/** The request as the script makes it. */
export function requestOf(situation: Situation, page: string): ExplainRequest {
  const { method, header, credentials, path } = situation;
  // A script that gives a GET a body gets a TypeError.
  const body = method === 'GET' ? 'none' : situation.body;
  return {
    url: `${api}${path}`,
    origin: page,
    method,
    headers: [
      ...(body === 'json' ? [['Content-Type', 'application/json'] as const] : []),
      ...(header ? [['X-Api-Key', 'a1b2'] as const] : []),
    ],
    credentials,
    ...(body === 'none' ? {} : { data: body === 'json' ? '{"name":"new"}' : 'new' }),
    cookies: [],
    browser: 'model',
    allowWrites: true,
    insecure: false,
    timeoutMs: 0,
  };
}

/** The explanation of each request of a situation, from what was on the wire. */
export function explainVisits(situation: Situation, visits: readonly PlayedVisit[]): readonly Explanation[] {
  return visits.map(({ page, exchanges }) =>
    explainRequest({
      request: requestOf(situation, page),
      browser: { id: 'model', name: 'The Fetch standard', version: '', driver: 'corspec' },
      exchanges,
      observed: null,
    }),
  );
}
