import { dataUrlType } from './data-url.ts';
import type { TraceEntry } from './decisions.ts';
import { checkDestination } from './destinations.ts';
import { actualCall, checkResponse } from './network.ts';
import { serializeRequestOrigin } from './origins.ts';
import { cacheKey, clearEntries, storeGrant } from './preflight-cache.ts';
import { checkPreflight, preflightCall, withoutFragment } from './preflight.ts';
import { prepareRequest } from './prepare.ts';
import { followRedirect, isRedirectStatus } from './redirects.ts';
import { basicHeaders, corsHeaders, exposedHeaders } from './response-filter.ts';
import { preflightNeed, route } from './routing.ts';
import { checkIntegrity } from './integrity.ts';
import { unsafeRequestHeaderNames } from './safelist.ts';
import { createTraceBuilder } from './trace.ts';
import type { TraceBuilder } from './trace.ts';
import type {
  CurrentRequest, FetchContext, FetchRequest, HeaderList, NetworkAnswer, NetworkCall, NetworkResponse,
  PreflightAssumed,
} from './types.ts'; // prettier-ignore
import type { Verdict } from './verdict.ts';

type Failure = {
  readonly kind: 'network-error';
  readonly request: CurrentRequest;
  readonly decidedBy: TraceEntry;
};
type Result =
  | Failure
  | {
      readonly kind: 'response';
      readonly request: CurrentRequest;
      readonly response: NetworkResponse;
      readonly opaqueRedirect: boolean;
    };

/** Sends a call out and comes back with what was answered. */
type Fetching<Value> = Generator<NetworkCall, Value, NetworkAnswer | PreflightAssumed>;

interface Scope {
  readonly context: FetchContext;
  readonly builder: TraceBuilder;
}

/**
 * Fetches a request as a browser does: yields what is to be sent, takes what was answered, and gives what a script
 * sees of it, with every step and its reason. The context's preflight cache changes on the way; nothing else does,
 * and nothing throws. `#concept-fetch`
 */
export function* corsFetch(
  request: FetchRequest,
  context: FetchContext,
): Generator<NetworkCall, Verdict, NetworkAnswer | PreflightAssumed> {
  const builder = createTraceBuilder();
  const prepared = prepareRequest(request);
  const refused = builder.note(prepared.findings);
  if (!prepared.request) return blocked(builder, refused);
  const result = yield* mainFetch(prepared.request, { context, builder });
  if (result.kind === 'network-error') return blocked(builder, result.decidedBy);
  const altered = builder.note(checkIntegrity(request, result.request.tainting));
  return altered ? blocked(builder, altered) : filtered(result, builder);
}

function blocked({ trace, calls }: TraceBuilder, decidedBy: TraceEntry | undefined): Verdict {
  return { outcome: 'blocked', visibleHeaders: [], trace, calls, ...(decidedBy && { decidedBy }) };
}

/** What of a response gets to the script. `#concept-filtered-response` */
function filtered(result: Exclude<Result, Failure>, builder: TraceBuilder): Verdict {
  const { request, response, opaqueRedirect } = result;
  const url = withoutFragment(request.url);
  const { trace, calls } = builder;
  if (opaqueRedirect)
    return { outcome: 'opaque', type: 'opaqueredirect', status: 0, url, visibleHeaders: [], trace, calls };
  if (request.tainting === 'opaque') {
    builder.add({ code: 'response-opaque' });
    return { outcome: 'opaque', type: 'opaque', status: 0, url: '', visibleHeaders: [], trace, calls };
  }
  const visibleHeaders = visible(result, builder);
  return {
    outcome: 'readable',
    type: request.tainting,
    status: response.status,
    url,
    visibleHeaders,
    trace,
    calls,
  };
}

function visible({ request, response }: Exclude<Result, Failure>, builder: TraceBuilder): HeaderList {
  if (request.tainting === 'basic') return basicHeaders(response.headers);
  const { names, finding } = exposedHeaders(response.headers, request.credentials);
  builder.note([finding], builder.calls.length - 1);
  return corsHeaders(response.headers, names);
}

/** `#concept-main-fetch` */
function* mainFetch(request: CurrentRequest, scope: Scope): Fetching<Result> {
  const { builder, context } = scope;
  const stopped = builder.note(checkDestination(request.origin, request.url, context.trustsLoopback));
  if (stopped) return { kind: 'network-error', request, decidedBy: stopped };
  if (request.url.protocol === 'data:') return dataFetch(request, scope);
  const way = route(request);
  const refused = builder.note(way.findings);
  if (refused) return { kind: 'network-error', request, decidedBy: refused };
  const result = yield* httpFetch({ ...request, tainting: way.tainting }, way.preflight, scope);
  if (way.preflight && result.kind === 'network-error') forget(result.request, scope);
  return result;
}

function forget(request: CurrentRequest, { context }: Scope): void {
  context.cache.entries = clearEntries(context.cache.entries, keyOf(request, context));
}

function keyOf(request: CurrentRequest, context: FetchContext): ReturnType<typeof cacheKey> {
  return cacheKey(request, serializeRequestOrigin(request, context.siteOfHost), context.partition);
}

/** `#scheme-fetch` */
function dataFetch(request: CurrentRequest, { builder }: Scope): Result {
  const type = dataUrlType(request.url);
  if (type === null) {
    return { kind: 'network-error', request, decidedBy: builder.add({ code: 'data-url-invalid' }) };
  }
  builder.add({ code: 'data-url' });
  const response: NetworkResponse = { kind: 'response', status: 200, headers: [['Content-Type', type]] };
  return { kind: 'response', request, response, opaqueRedirect: false };
}

/** `#concept-http-fetch` */
function* httpFetch(request: CurrentRequest, withPreflight: boolean, scope: Scope): Fetching<Result> {
  const { builder, context } = scope;
  if (withPreflight) {
    const need = preflightNeed(request, keyOf(request, context), context.cache.entries, context.now());
    builder.note([need.finding]);
    const failure = need.needed ? yield* preflightFetch(request, scope) : undefined;
    if (failure) return { kind: 'network-error', request, decidedBy: failure };
  }
  if (request.body === 'stream' && !context.streamsUpload) {
    const decidedBy = builder.add({ code: 'stream-not-possible-in-http1' });
    return { kind: 'network-error', request, decidedBy };
  }
  const call = actualCall(request, context);
  const exchange = builder.call(call);
  const response = receive(yield call, call, exchange, scope);
  if (!isResponse(response)) return { kind: 'network-error', request, decidedBy: response };
  const withheld = builder.note(checkResponse(request, response, context), exchange);
  if (withheld) return { kind: 'network-error', request, decidedBy: withheld };
  if (!isRedirectStatus(response.status))
    return { kind: 'response', request, response, opaqueRedirect: false };
  return yield* redirectFetch(request, response, exchange, scope);
}

/** Takes an answer down: the response, or the entry about what went wrong instead. */
function receive(
  answer: NetworkAnswer | PreflightAssumed,
  call: NetworkCall,
  exchange: number,
  { builder }: Scope,
): NetworkResponse | TraceEntry {
  const { method, url } = call;
  if (answer.kind === 'response') {
    builder.add({ code: 'response-received', method, url, status: answer.status }, exchange);
    return answer;
  }
  const detail = answer.kind === 'network-error' ? answer.detail : null;
  return builder.add({ code: 'request-failed', method, url, detail }, exchange);
}

function isResponse(received: NetworkResponse | TraceEntry): received is NetworkResponse {
  return 'kind' in received;
}

/** Sends the preflight; gives what made it fail. `#cors-preflight-fetch-0` */
function* preflightFetch(request: CurrentRequest, scope: Scope): Fetching<TraceEntry | undefined> {
  const { builder, context } = scope;
  const origin = serializeRequestOrigin(request, context.siteOfHost);
  const call = preflightCall(request, origin);
  const exchange = builder.call(call);
  const answer = yield call;
  if (answer.kind === 'preflight-assumed') {
    builder.add({ code: 'preflight-assumed-cached' }, exchange);
    return undefined;
  }
  const response = receive(answer, call, exchange, scope);
  if (!isResponse(response)) return response;
  const { method, credentials, useCorsPreflight, headers } = request;
  const unsafeHeaders = unsafeRequestHeaderNames(headers);
  const result = checkPreflight({ origin, method, credentials, useCorsPreflight, unsafeHeaders }, response);
  const failure = builder.note(result.findings, exchange);
  if (result.grant) {
    const age = Math.min(
      result.grant.maxAgeSeconds ?? context.defaultMaxAgeSeconds,
      context.maxAgeCapSeconds,
    );
    const key = keyOf(request, context);
    context.cache.entries = storeGrant(context.cache.entries, key, result.grant, age, context.now());
  }
  return failure;
}

/** What becomes of a redirect, as the request's redirect mode has it. `#concept-http-fetch` */
function* redirectFetch(
  request: CurrentRequest,
  response: NetworkResponse,
  exchange: number,
  scope: Scope,
): Fetching<Result> {
  const { builder, context } = scope;
  if (request.redirect === 'manual') {
    builder.add({ code: 'redirect-not-followed' }, exchange);
    return { kind: 'response', request, response, opaqueRedirect: true };
  }
  if (request.redirect === 'error') {
    const decidedBy = builder.add({ code: 'redirect-not-allowed', status: response.status }, exchange);
    return { kind: 'network-error', request, decidedBy };
  }
  const next = followRedirect(request, response, context.siteOfHost);
  const refused = builder.note(next.findings, exchange);
  if (refused) return { kind: 'network-error', request, decidedBy: refused };
  if (!next.request) return { kind: 'response', request, response, opaqueRedirect: false };
  return yield* mainFetch(next.request, scope);
}
