import { METHODS } from 'node:http';
import fc from 'fast-check';
import inject from 'light-my-request';
import { expect, it } from 'vitest';
import { corsFor } from '../../servers/reference/cors.js';
import { createRoutes } from '../../servers/shared/backend/routes.js';
import { respond } from '../../servers/reference/server.js';
import {
  corsFetch,
  createContext,
  type FetchRequest,
  type HeaderList,
  type NetworkAnswer,
  type NetworkCall,
  run,
  type Verdict,
} from '../../src/fetch-standard/index.ts';
import { exposedHeaderIn } from '../../src/policy/allows.ts';
import { impliedResult } from '../../src/policy/implied-result.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { anyPolicy, anyRequest, ownHeaders, statuses } from './random-policies.ts';

/** The CORS of the reference and the statuses of its routes, without a server. */
function networkOf(policy: Policy): (call: NetworkCall) => NetworkAnswer {
  const cors = corsFor(policy);
  return ({ method, url, headers }) => {
    const value = (name: string) => headers.find(([other]) => other.toLowerCase() === name)?.[1];
    const { preflight, headers: sent } = cors({
      method,
      origin: value('origin'),
      requestMethod: value('access-control-request-method'),
      requestHeaders: value('access-control-request-headers'),
    });
    const { pathname, searchParams } = new URL(url);
    const to = searchParams.get('to');
    const status = preflight ? 204 : to === null ? (statuses[pathname] ?? 404) : 307;
    const more: HeaderList = to === null ? ownHeaders : [['Location', to]];
    return { kind: 'response', status, headers: [...sent, ...(preflight ? [] : more)] };
  };
}

function fetched(request: FetchRequest, send: (call: NetworkCall) => NetworkAnswer): Verdict {
  const fetching = corsFetch(request, createContext({ now: () => 0 }));
  let next = fetching.next();
  while (!next.done) next = fetching.next(send(next.value));
  return next.value;
}

/** What does not follow from the policy: sentences, none where all is right. */
function surprises(policy: Policy, request: FetchRequest, verdict: Verdict): readonly string[] {
  const implied = impliedResult(policy, request);
  if (implied.kind === 'open') return [];
  const sent = verdict.calls.map(({ kind }) => kind);
  const isRedirected = request.url.includes('?to=');
  const hop = implied.needsPreflight ? ['preflight', 'actual'] : ['actual'];
  const readable = isRedirected ? [...hop, ...hop] : hop;
  const wanted = implied.kind === 'readable' ? readable : hop.slice(0, 1);
  return [
    ...(verdict.outcome === implied.kind ? [] : [`${implied.kind} is implied, and it is ${verdict.outcome}`]),
    ...(String(sent) === String(wanted)
      ? []
      : [`${String(wanted)} are implied, and sent are ${String(sent)}`]),
    ...(verdict.outcome === 'readable' ? wronglyExposed(policy, verdict) : []),
  ];
}

/** Throws where something does not follow: an assertion for each of 60,000 requests would take longer than the requests. */
function refuseSurprises(policy: Policy, request: FetchRequest, verdict: Verdict): void {
  const found = surprises(policy, request, verdict);
  if (found.length > 0) throw new Error(`${found.join('; ')}: ${JSON.stringify(request)}`);
}

function wronglyExposed(policy: Policy, { visibleHeaders }: Verdict): readonly string[] {
  const visible = new Set(visibleHeaders.map(([name]) => name.toLowerCase()));
  return ownHeaders.flatMap(([name]) => {
    const permission = exposedHeaderIn(policy, name);
    return permission === 'unstated' || visible.has(name.toLowerCase()) === (permission === 'allowed')
      ? []
      : [`${name} is ${permission}, and ${visible.has(name.toLowerCase()) ? 'visible' : 'hidden'}`];
  });
}

const thirtyRequests = fc.array(anyRequest, { minLength: 30, maxLength: 30 });

it('2,000 policies with 30 requests each: the oracle and the reference do what the policy implies', () => {
  let decided = 0;
  const property = fc.property(anyPolicy, thirtyRequests, (policy, requests) => {
    const send = networkOf(policy);
    for (const request of requests) {
      decided += impliedResult(policy, request).kind === 'open' ? 0 : 1;
      refuseSurprises(policy, request, fetched(request, send));
    }
  });
  fc.assert(property, { numRuns: 2000, seed: 20_261_122 });
  expect(decided).toBeGreaterThan(30_000);
});

it('100 of them: so does the server of the reference', async () => {
  const property = fc.asyncProperty(
    anyPolicy,
    fc.array(anyRequest, { minLength: 10, maxLength: 10 }),
    async (policy, requests) => {
      const send = serverOf(policy);
      for (const request of requests) {
        // As any server on Node.js, it gets no others.
        if (!METHODS.includes(request.method)) continue;
        const verdict = await run(request, send, createContext({ now: () => 0 }));
        refuseSurprises(policy, request, verdict);
      }
    },
  );
  await expect(fc.assert(property, { numRuns: 100, seed: 20_261_122 })).resolves.toBeUndefined();
});

/** The reference itself, without a socket. */
function serverOf(policy: Policy): (call: NetworkCall) => Promise<NetworkAnswer> {
  const [cors, routes] = [corsFor(policy), createRoutes()];
  return async ({ method, url, headers }) => {
    const { pathname, search } = new URL(url);
    const { statusCode, headers: sent } = await inject(
      (request, response) => void respond(cors, routes, request, response),
      { method: method as 'GET', url: pathname + search, headers: Object.fromEntries(headers) },
    );
    const lines = Object.entries(sent).flatMap(([name, value]) =>
      [value ?? []].flat().map((line): [string, string] => [name, String(line)]),
    );
    return { kind: 'response', status: statusCode, headers: [...lines, ...ownHeaders] };
  };
}
