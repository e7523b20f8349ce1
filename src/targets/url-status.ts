import { tooManyRequests } from '../http1/status.ts';
import { textFrom, type Texts } from '../text/coded.ts';

/** What the status of the response to a plain GET means for a run against a URL. */
export type UrlStatus =
  | { readonly kind: 'usable'; readonly note?: StatusNote }
  | { readonly kind: 'unusable'; readonly problem: StatusProblem };

export type StatusProblem =
  /** Not the status of `--expect-status`. */
  | { readonly code: 'unexpected-status'; readonly status: number; readonly expected: number }
  /** 404 or 410 */
  | { readonly code: 'no-such-path'; readonly status: number }
  /** 5xx */
  | { readonly code: 'server-error'; readonly status: number };

/** The checks run, but they do not reach the response that pages use. */
export type StatusNote =
  /** 401 or 403. `hasHeaders`: `--target-header` was given. */
  | { readonly code: 'not-authorized'; readonly status: number; readonly hasHeaders: boolean }
  /** 405. `writes`: `--allow-writes` was given. */
  | { readonly code: 'no-get'; readonly writes: boolean }
  /** Any other 4xx. */
  | { readonly code: 'client-error'; readonly status: number };

export interface StatusOptions {
  /** `--expect-status` */
  readonly expected?: number | undefined;
  readonly allowWrites: boolean;
  /** Whether `--target-header` was given. */
  readonly hasHeaders: boolean;
}

/**
 * Whether a URL that answers a plain GET with this status can be tested. An error page has CORS headers or not whatever
 * the API does, so checks of a path that does not exist would say nothing about the API, and might all pass.
 */
export function judgeUrlStatus(
  status: number,
  { expected, allowWrites, hasHeaders }: StatusOptions,
): UrlStatus {
  if (expected !== undefined)
    return status === expected
      ? { kind: 'usable' }
      : unusable({ code: 'unexpected-status', status, expected });
  if (status === 404 || status === 410) return unusable({ code: 'no-such-path', status });
  if (status >= 500) return unusable({ code: 'server-error', status });
  // A rate limit is noted at the end, with the number of checks.
  if (status < 400 || status === tooManyRequests) return { kind: 'usable' };
  if (status === 401 || status === 403)
    return { kind: 'usable', note: { code: 'not-authorized', status, hasHeaders } };
  if (status === 405) return { kind: 'usable', note: { code: 'no-get', writes: allowWrites } };
  return { kind: 'usable', note: { code: 'client-error', status } };
}

function unusable(problem: StatusProblem): UrlStatus {
  return { kind: 'unusable', problem };
}

/** Follows the URL and a colon. Without a full stop. */
export function statusProblemText(problem: StatusProblem): string {
  return textFrom(problemTexts, problem);
}

const problemTexts: Texts<StatusProblem> = {
  'unexpected-status': ({ status, expected }) =>
    `the response to GET has status ${status}, but --expect-status is ${expected}`,
  'no-such-path': ({ status }) =>
    `the response to GET has status ${status}: is the path right? If this status is intended, for example for a path that only accepts POST, add --expect-status ${status}`,
  'server-error': ({ status }) =>
    `the response to GET has status ${status}: does the server work? If this status is intended, add --expect-status ${status}`,
};

/** Complete sentences. */
export function statusNoteText(note: StatusNote): string {
  return textFrom(noteTexts, note);
}

const noteTexts: Texts<StatusNote> = {
  'not-authorized': ({ status, hasHeaders }) =>
    hasHeaders
      ? `The URL answers GET with ${status} in spite of --target-header, so responses to authorized requests were not tested. Check the value of the header.`
      : `The URL answers GET with ${status}, so responses to authorized requests were not tested. Add --target-header 'Authorization: …'; if ${status} is intended, add --expect-status ${status}.`,
  'no-get': ({ writes }) =>
    writes
      ? 'The URL answers GET with 405, so successful responses to GET were not tested. If 405 is intended, add --expect-status 405.'
      : 'The URL answers GET with 405, so only its error responses and its preflights were tested. Add --allow-writes to test POST, PUT, PATCH and DELETE; if 405 is intended, add --expect-status 405.',
  'client-error': ({ status }) =>
    `The URL answers GET with ${status}, so successful responses to GET were not tested. Add to the URL what the request needs; if ${status} is intended, add --expect-status ${status}.`,
};
