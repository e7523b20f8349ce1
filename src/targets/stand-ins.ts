import { isRedirectStatus, locationUrl } from '../fetch-standard/index.ts';
import { responseAge } from './stored-response.ts';
import type { Level, Route } from '../scenarios/scenario.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { printable } from '../text/printable.ts';
import { textFrom, type Texts } from '../text/coded.ts';
import type { SeenResponse, UrlObservation } from './observe-url.ts';

/** A URL that stands in for a route of the contract, as far as CORS headers are concerned. */
export interface StandIn {
  readonly url: string;
  /** corspec guessed the route: a failure of level required has this level instead. */
  readonly levelAtMost?: Extract<Level, 'recommended' | 'informative'>;
  /** Requests get no headers of `--target-header`. */
  readonly isUnauthenticated?: true;
  /** Nothing is known of what a write does there. */
  readonly isSafeOnly?: true;
  /** The status with which it redirects to the resource, whatever the query asks for. */
  readonly redirectStatus?: number;
  /** Whether nothing says that caches store the response. */
  readonly isRarelyStored?: true;
  /** A member of its Vary that no CORS middleware sets. */
  readonly ownVary?: string;
  /** The value for If-None-Match that it answers with 304. */
  readonly etag?: string;
  /** Whether browsers may play it as sound or video. */
  readonly isPlayable?: boolean;
  /** Requests whose body a parser rejects are harmless there; what others do is not known. */
  readonly takesBrokenOnly?: true;
}

/** Why a URL does not stand in for a route. */
export type StandInProblem =
  | { readonly code: 'not-missing'; readonly url: string; readonly status: number | null }
  | { readonly code: 'malformed-unanswered'; readonly url: string; readonly status: number | null }
  | { readonly code: 'no-own-vary' }
  | { readonly code: 'not-unauthorized'; readonly status: number | null }
  | { readonly code: 'not-denied'; readonly status: number }
  | { readonly code: 'never-stored' }
  | { readonly code: 'no-event-stream' }
  | { readonly code: 'no-slash-redirect' }
  | { readonly code: 'other-redirect'; readonly status: number }
  | { readonly code: 'write-to-unknown-path' }
  | { readonly code: 'no-etag' }
  | { readonly code: 'not-revalidated'; readonly status: number }
  | { readonly code: 'no-ranges'; readonly status: number | null }
  | { readonly code: 'not-playable' }
  | { readonly code: 'no-download' }
  | { readonly code: 'writes-not-allowed' }
  | { readonly code: 'unknown-parser' };

export function standInProblemText(problem: StandInProblem): string {
  return textFrom(texts, problem);
}

const texts: Texts<StandInProblem> = {
  'not-missing': ({ url, status }) =>
    status === null
      ? `A random path beside the URL, ${printable(url)}, does not respond.`
      : `A random path beside the URL, ${printable(url)}, responds with ${status}, not 404.`,
  'malformed-unanswered': ({ url, status }) =>
    `A path with broken percent-encoding, ${printable(url)}, ${status === null ? 'does not respond' : `responds with ${status}, a redirect`}.`,
  'no-own-vary': () => 'The response of the URL itself has no Vary, or one that lists nothing but Origin.',
  'not-unauthorized': ({ status }) =>
    `The URL itself ${status === null ? 'does not respond' : `responds with ${status}, not 401,`} to a request without --target-header.`,
  'not-denied': ({ status }) => `The URL itself responds with ${status}, not 403.`,
  'never-stored': () => 'The URL itself has `Cache-Control: no-store`, so caches do not store it.',
  'no-event-stream': () => 'The URL itself does not respond with an event stream.',
  'no-slash-redirect': () =>
    'The URL is not redirected to when a slash is added to it or removed from its end.',
  'other-redirect': ({ status }) =>
    `The redirect that adds or removes a slash at the URL's end, with status ${status}, is not such a redirect.`,
  'write-to-unknown-path': () =>
    'corspec sends no POST, PUT, PATCH or DELETE to a path that it guessed, where it could create something.',
  'no-etag': () => 'The response of the URL itself has no ETag.',
  'not-revalidated': ({ status }) =>
    `The URL itself responds with ${status}, not 304, if If-None-Match has its ETag.`,
  'no-ranges': ({ status }) =>
    `The URL itself ${status === null ? 'does not respond' : `responds with ${status}, not 206,`} to a request for a part of it (Range).`,
  'not-playable': () => 'The URL itself is neither sound nor video.',
  'no-download': () => 'The response of the URL itself has no `Content-Disposition: attachment`.',
  'writes-not-allowed': () => 'A body can only be sent to the URL with --allow-writes.',
  'unknown-parser': () =>
    'What the URL does with such a body is not known: of bodies that a parser rejects, only broken JSON is sent to it.',
};

type Rule = (seen: UrlObservation) => Attempt<StandIn, StandInProblem>;

/**
 * The routes that a URL alone can stand in for. Status, body and cookies of the contract are not expected there: CORS
 * headers alone are judged.
 */
const rules: Readonly<Partial<Record<Route, Rule>>> = {
  /** CORS headers do not depend on the session. */
  whoami: ({ plain: { url } }) => success({ url }),
  cacheable,
  private: ({ plain: { url }, bare }) =>
    bare?.status === 401
      ? success({ url, isUnauthenticated: true })
      : failure({ code: 'not-unauthorized', status: bare?.status ?? null }),
  denied: ({ plain: { url, status } }) =>
    status === 403 ? success({ url }) : failure({ code: 'not-denied', status }),
  missing: missingPath,
  malformed: malformedPath,
  vary: ownVary,
  redirect: slashRedirect,
  stream,
  conditional,
  'media.wav': media,
  download,
  parse: ({ plain: { url }, allowsWrites }) =>
    allowsWrites
      ? success({ url, takesBrokenOnly: true, levelAtMost: 'recommended' })
      : failure({ code: 'writes-not-allowed' }),
};

/** What stands in for a route at a URL, or why nothing does; null when nothing can. */
export function standInFor(route: Route, seen: UrlObservation): Attempt<StandIn, StandInProblem> | null {
  return rules[route]?.(seen) ?? null;
}

function cacheable({ plain: { url, headers } }: UrlObservation): Attempt<StandIn, StandInProblem> {
  switch (responseAge(headers)) {
    case 'never-stored':
      return failure({ code: 'never-stored' });
    case 'stored':
      return success({ url });
    case 'unstated':
      return success({ url, isRarelyStored: true });
  }
}

/** What CORS middleware lists in Vary: `Origin`, and for preflights `Access-Control-Request-Method` and the like. */
const variesByCors = /^(origin|access-control-.*|\*|)$/i;

function ownVary({ plain: { url, headers } }: UrlObservation): Attempt<StandIn, StandInProblem> {
  const lines = headers.flatMap(([name, value]) => (name.toLowerCase() === 'vary' ? [value] : []));
  const members = lines.flatMap((line) => line.split(',')).map((member) => member.trim());
  const own = members.find((member) => !variesByCors.test(member));
  return own === undefined ? failure({ code: 'no-own-vary' }) : success({ url, ownVary: own });
}

/** Where even preflights of the path have no CORS headers, CORS may be set up for single routes. */
function missingPath({ plain, missing }: UrlObservation): Attempt<StandIn, StandInProblem> {
  if (missing?.status !== 404)
    return failure({
      code: 'not-missing',
      url: missing?.url ?? plain.url,
      status: missing?.status ?? null,
    });
  const { url, isInScope } = missing;
  return success({ url, isSafeOnly: true, ...(isInScope ? {} : { levelAtMost: 'recommended' as const }) });
}

/** Any response can be judged, except a redirect, which leads to another one. */
function malformedPath({ plain, malformed }: UrlObservation): Attempt<StandIn, StandInProblem> {
  if (malformed === null || isRedirectStatus(malformed.status))
    return failure({
      code: 'malformed-unanswered',
      url: malformed?.url ?? plain.url,
      status: malformed?.status ?? null,
    });
  return success({ url: malformed.url, isSafeOnly: true });
}

/** Pages should use the URL that needs no redirect. Some servers redirect GET alone. */
function slashRedirect({ plain, slash }: UrlObservation): Attempt<StandIn, StandInProblem> {
  const to =
    slash !== null && isRedirectStatus(slash.status) ? locationUrl(slash.headers, new URL(slash.url)) : null;
  if (slash === null || !(to instanceof URL) || to.href !== plain.url)
    return failure({ code: 'no-slash-redirect' });
  const { url, status } = slash;
  return success({ url, isSafeOnly: true, levelAtMost: 'recommended', redirectStatus: status });
}

/** https://html.spec.whatwg.org/#event-stream */
function stream({ plain: { url, headers } }: UrlObservation): Attempt<StandIn, StandInProblem> {
  const isStream = hasHeader(headers, 'content-type', /^\s*text\/event-stream\b/i);
  return isStream ? success({ url }) : failure({ code: 'no-event-stream' });
}

function conditional({ plain: { url }, revalidated }: UrlObservation): Attempt<StandIn, StandInProblem> {
  if (revalidated === null) return failure({ code: 'no-etag' });
  const { status, etag } = revalidated;
  return status === 304 ? success({ url, etag }) : failure({ code: 'not-revalidated', status });
}

function media({ plain: { url, headers }, part }: UrlObservation): Attempt<StandIn, StandInProblem> {
  if (part?.status !== 206) return failure({ code: 'no-ranges', status: part?.status ?? null });
  return success({ url, isPlayable: hasHeader(headers, 'content-type', /^\s*(audio|video)\//i) });
}

function download({ plain: { url, headers } }: UrlObservation): Attempt<StandIn, StandInProblem> {
  const isDownload = hasHeader(headers, 'content-disposition', /^\s*attachment\b/i);
  return isDownload ? success({ url }) : failure({ code: 'no-download' });
}

function hasHeader(headers: SeenResponse['headers'], wanted: string, pattern: RegExp): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === wanted && pattern.test(value));
}
