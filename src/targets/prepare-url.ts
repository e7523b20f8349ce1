import { sameSite, siteOfHost } from '../fetch-standard/index.ts';
import type { Protocol } from '../http1/protocol.ts';
import type { Policy } from '../policy/policy.ts';
import { resolveOrigin } from '../scenarios/origins.ts';
import { shellQuote } from '../text/shell.ts';
import { observeUrl } from './observe-url.ts';
import { type Prepared, type Shared, underAlias, withoutServers } from './prepared.ts';
import { probe } from './probe.ts';
import type { ReadyTarget } from './ready-target.ts';
import { differencesOfUrl } from './target-contract.ts';
import {
  ownHeaders,
  targetId,
  type TargetHooks,
  type TargetsRequest,
  type UrlTarget,
} from './target-request.ts';
import { type RouteMap, urlRouteMap } from './target-routes.ts';
import { judgeUrlStatus, statusNoteText, statusProblemText } from './url-status.ts';

/** Probes a server at a URL, and finds out what the URL can stand in for. */
export async function prepareUrl(
  target: UrlTarget,
  request: TargetsRequest,
  { onEvent, signal }: TargetHooks,
): Promise<Prepared> {
  const { url, insecure, allowWrites } = target;
  const id = targetId(target);
  const headers = ownHeaders(target);
  const resource = urlRouteMap(target).find('resource')?.url ?? url;
  const names = Object.keys(request.policies);
  const tags = target.tags === undefined ? {} : { tags: [...target.tags] };
  const notReady = (reason: string): Prepared => {
    // For a single target, this is the error that ends the run; for the paths of a document, one line tells them all.
    if (request.targets.length > 1 && target.document === undefined)
      onEvent({ kind: 'warning', text: `${resource}: ${reason}.` });
    return withoutServers({ id, title: id, url, ...tags }, names, 'error', `${reason}.`);
  };
  const { timeoutMs, pace } = request;
  const found = await probe(resource, { timeoutMs, insecure, headers, signal, pace });
  if (!found.reachable) return notReady(found.reason);
  const hasHeaders = headers.length > 0;
  const { expectStatus: expected, endpointMethods: methods, pathParameters } = target;
  const options = { expected, allowWrites, hasHeaders, methods, pathParameters };
  const status = judgeUrlStatus(found.status, options);
  if (status.kind === 'unusable')
    return { ...notReady(statusProblemText(status.problem)), status: found.status };
  const plain = { url: resource, status: found.status, headers: found.headers };
  const [differences, seen] = await Promise.all([
    differencesOfUrl(target, request, signal),
    observeUrl(target, plain, request, signal),
  ]);
  const routes = urlRouteMap(target, seen);
  const isStream = routes.find('stream')?.url === url;
  const ready = Object.entries(request.policies).map(([name, policy]) =>
    urlTarget(target, name, policy, { request, differences, routes, protocol: found.protocol }),
  );
  return {
    ready,
    unsupported: [],
    status: found.status,
    notes: [
      ...(isStream ? [streamNote] : []),
      ...(found.protocol === 'h2' ? [http2Note] : []),
      ...cookieNotes(target, request),
      ...(status.note === undefined ? [] : [statusNoteText(status.note)]),
    ],
    summary: {
      id,
      title: id,
      url,
      ...tags,
      ...(found.protocol === 'h2' ? { protocol: 'h2' as const } : {}),
      versions: {},
      policies: Object.fromEntries(names.map((name) => [name, { status: 'ready' as const }])),
    },
  };
}

/** Over plain http, a cookie cannot be `SameSite=None`. https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
function cookieNotes({ url, cookies = [] }: UrlTarget, { policies }: TargetsRequest): readonly string[] {
  const { protocol, origin } = new URL(url);
  const pages = Object.values(policies).flatMap((policy) => {
    const page = resolveOrigin('allowed', policy, origin);
    return page.ok && !sameSite(page.value, origin, siteOfHost) ? [page.value] : [];
  });
  if (cookies.length === 0 || protocol === 'https:' || pages[0] === undefined) return [];
  return [
    `Browsers send the cookies of --cookie and --login over plain http only from pages of the same site, so not from ${pages[0]}: checks with credentials have no session. Test the server over https, or from an origin such as http://localhost:8080.`,
  ];
}

const http2Note = 'The server speaks HTTP/2 only, so corspec forwards requests to it over HTTP/2.';

const streamNote =
  'The URL responds with an event stream (text/event-stream). corspec also uses it as the route `stream`, and reads each response up to its first event.';

function urlTarget(
  target: UrlTarget,
  policyName: string,
  policy: Policy,
  {
    request,
    differences,
    routes,
    protocol,
  }: Shared & {
    readonly routes: RouteMap;
    readonly protocol: Protocol;
  },
): ReadyTarget {
  const { origin } = new URL(target.url);
  const isContract = target.routes === 'standard';
  return {
    id: targetId(target),
    policyName,
    policy,
    owner: target.url,
    origin,
    routes,
    differences,
    upstream: {
      url: origin,
      protocol,
      readOnly: !target.allowWrites,
      addHeaders: [...target.headers, ...(target.page?.headers ?? [])],
      insecure: target.insecure,
      sendsForwarded: true,
    },
    cookieName: target.cookies?.[0]?.[0] ?? (isContract ? 'session' : 'corspec'),
    ...given(target),
    underName: isContract ? underAlias(new URL(target.url).pathname) : null,
    command: commandOf(target, request.policyArguments[policyName]),
  };
}

function commandOf({ typed, url, commandOptions }: UrlTarget, policy = ''): string {
  if (typed !== undefined) return `corspec run ${typed}`;
  const words = [shellQuote(url), policy, ...(commandOptions === undefined ? [] : [commandOptions])];
  return `corspec run ${words.join(' ')}`;
}

/** What the user says of the target. */
function given({ cookies, page, endpointMethods, expectStatus }: UrlTarget): Partial<ReadyTarget> {
  return {
    ...(expectStatus === undefined ? {} : { expectStatus }),
    ...(cookies === undefined ? {} : { cookies }),
    ...(page === undefined ? {} : { page }),
    ...(endpointMethods === undefined ? {} : { endpointMethods }),
  };
}
