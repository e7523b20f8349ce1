import { randomBytes } from 'node:crypto';
import type { Policy } from '../policy/policy.ts';
import { resolveOrigin } from '../scenarios/origins.ts';
import type { RawHeader } from '../results/exchange.ts';
import { ranges } from '../scenarios/contract-values.ts';
import { malformedSegment, type Route } from '../scenarios/scenario.ts';
import { probe } from './probe.ts';
import { routesOf } from './contract/index.ts';
import { ownHeaders, type TargetsRequest, type UrlTarget } from './target-request.ts';

/** The head of a response. */
export interface SeenResponse {
  readonly url: string;
  readonly status: number;
  /** Untrusted text. */
  readonly headers: readonly RawHeader[];
}

/** What a few requests without Origin show of a URL: which routes of the contract it can stand in for. */
export interface UrlObservation {
  /** The response to a plain GET. */
  readonly plain: SeenResponse;
  /** The same without the headers of `--target-header`; null when it was not requested. */
  readonly bare: SeenResponse | null;
  /** A path beside the URL that should not exist; null when it was not requested, or did not answer. */
  readonly missing: (SeenResponse & { readonly isInScope: boolean }) | null;
  /** A path below the URL that cannot be decoded; null when it was not requested, or did not answer. */
  readonly malformed: SeenResponse | null;
  /** The URL with a slash at its end, or without the one that it has; null when it was not requested. */
  readonly slash: SeenResponse | null;
  /** The URL asked with its own ETag in If-None-Match; null when it has none, or it was not requested. */
  readonly revalidated: (SeenResponse & { readonly etag: string }) | null;
  /** The URL asked for its first bytes alone; null when it was not requested. */
  readonly part: SeenResponse | null;
  /** Whether corspec may send POST, PUT, PATCH and DELETE. */
  readonly allowsWrites: boolean;
}

/** Makes GET requests, and one preflight: only for routes that scenarios use and that are not declared. */
export async function observeUrl(
  target: UrlTarget,
  plain: SeenResponse,
  {
    scenarios,
    policies,
    timeoutMs,
    pace,
  }: Pick<TargetsRequest, 'scenarios' | 'policies' | 'timeoutMs' | 'pace'>,
  signal: AbortSignal,
): Promise<UrlObservation> {
  const { insecure } = target;
  const headers = ownHeaders(target);
  const routes = routesOf(scenarios);
  const [policy = {}] = Object.values(policies);
  const needs = (route: Route) =>
    target.routes !== 'standard' && target.routes[route] === undefined && routes.includes(route);
  const see = async (url: string, sent: readonly RawHeader[], method?: 'OPTIONS') => {
    const asked = { insecure, headers: sent, ...(method && { method }) };
    const found = await probe(url, { timeoutMs, signal, pace, ...asked });
    return found.reachable ? { url, status: found.status, headers: found.headers } : null;
  };
  const sibling = siblingOf(target.url);
  const [bare, missing, preflight, malformed, slash, revalidated, part] = await Promise.all([
    needs('private') ? (headers.length === 0 ? plain : see(target.url, [])) : null,
    needs('missing') ? see(sibling, headers) : null,
    needs('missing') ? see(sibling, preflightHeaders(policy, sibling), 'OPTIONS') : null,
    needs('malformed') ? see(malformedBelow(target.url), headers) : null,
    needs('redirect') ? see(otherSlash(target.url), headers) : null,
    needs('conditional') ? revalidate(plain, (sent) => see(target.url, [...headers, ...sent])) : null,
    needs('media.wav') ? see(target.url, [...headers, ['Range', ranges.first]]) : null,
  ]);
  return {
    plain,
    bare,
    missing: inScope(missing, preflight),
    malformed,
    slash,
    revalidated,
    part,
    allowsWrites: target.allowWrites,
  };
}

/** Whether CORS is set up for a path that does not exist. */
function inScope(missing: SeenResponse | null, preflight: SeenResponse | null): UrlObservation['missing'] {
  const isInScope = preflight?.headers.some(([name]) => isAllowOrigin(name)) ?? false;
  return missing === null ? null : { ...missing, isInScope };
}

async function revalidate(
  { headers }: SeenResponse,
  see: (sent: readonly RawHeader[]) => Promise<SeenResponse | null>,
): Promise<UrlObservation['revalidated']> {
  const etag = etagOf(headers);
  const seen = etag === null ? null : await see([['If-None-Match', etag]]);
  return seen === null || etag === null ? null : { ...seen, etag };
}

/** Or a weak one: for If-None-Match both are alike. https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function etagOf(headers: readonly RawHeader[]): string | null {
  const value = headers.find(([name]) => name.toLowerCase() === 'etag')?.[1].trim() ?? '';
  return /^(W\/)?"[^"]*"$/.test(value) ? value : null;
}

/** A name that no application uses, and that tells in a server's log where it comes from. */
function siblingOf(url: string): string {
  return new URL(`./corspec-${randomBytes(6).toString('hex')}`, url).href;
}

function malformedBelow(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/$/, '')}/${malformedSegment}`;
}

function otherSlash(url: string): string {
  const other = new URL(url);
  other.pathname = other.pathname.endsWith('/') ? other.pathname.slice(0, -1) : `${other.pathname}/`;
  return other.href;
}

function preflightHeaders(policy: Policy, url: string): readonly RawHeader[] {
  const allowed = resolveOrigin('allowed', policy, new URL(url).origin);
  if (!allowed.ok) return [];
  return [
    ['Origin', allowed.value],
    ['Access-Control-Request-Method', 'GET'],
  ];
}

function isAllowOrigin(name: string): boolean {
  return name.toLowerCase() === 'access-control-allow-origin';
}
