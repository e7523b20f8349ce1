import { isAbsent, tooManyRequests } from '../http1/status.ts';
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
  /** 404 or 410 of a path with parameters: there may be no item with these values. */
  | { readonly code: 'no-such-item'; readonly status: number; readonly parameters: readonly string[] }
  /** Any other 4xx. */
  | { readonly code: 'client-error'; readonly status: number };

export interface StatusOptions {
  /** `--expect-status` */
  readonly expected?: number | undefined;
  readonly allowWrites: boolean;
  /** Whether `--target-header` was given. */
  readonly hasHeaders: boolean;
  /** The methods that the endpoint supports; all when absent. */
  readonly methods?: readonly string[] | undefined;
  /** The parameters of its path. */
  readonly pathParameters?: readonly string[] | undefined;
}

/**
 * Whether a URL that answers a plain GET with this status can be tested. An error page has CORS headers or not whatever
 * the API does, so checks of a path that does not exist would say nothing about the API, and might all pass.
 */
export function judgeUrlStatus(status: number, options: StatusOptions): UrlStatus {
  const { expected, methods } = options;
  if (expected !== undefined)
    return status === expected
      ? { kind: 'usable' }
      : unusable({ code: 'unexpected-status', status, expected });
  if (status >= 500) return unusable({ code: 'server-error', status });
  // Servers answer a method that a path does not have with 405 or 404: it says nothing about the others.
  if (methods?.includes('GET') === false) return { kind: 'usable' };
  if (isAbsent(status)) return judgeMissing(status, options);
  // A rate limit is noted at the end, with the number of checks.
  if (status < 400 || status === tooManyRequests) return { kind: 'usable' };
  return { kind: 'usable', note: clientErrorNote(status, options) };
}

function judgeMissing(status: number, { pathParameters = [] }: StatusOptions): UrlStatus {
  if (pathParameters.length === 0) return unusable({ code: 'no-such-path', status });
  return { kind: 'usable', note: { code: 'no-such-item', status, parameters: pathParameters } };
}

function clientErrorNote(status: number, { allowWrites, hasHeaders }: StatusOptions): StatusNote {
  if (status === 401 || status === 403) return { code: 'not-authorized', status, hasHeaders };
  return status === 405 ? { code: 'no-get', writes: allowWrites } : { code: 'client-error', status };
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
  'no-such-item': ({ status, parameters }) =>
    `GET has status ${status}, so only error responses and preflights were tested. Give values of an item that exists: parameters: { ${parameters.map((name) => `${name}: '…'`).join(', ')} }.`,
  'client-error': ({ status }) =>
    `The URL answers GET with ${status}, so successful responses to GET were not tested. Add to the URL what the request needs; if ${status} is intended, add --expect-status ${status}.`,
};
