import type { LibraryId } from '../causes/libraries/index.ts';
import type { Exchange, RawHeader } from '../results/exchange.ts';
import type { StepOutcome } from '../results/outcome.ts';
import type { PageRequest } from '../scenarios/page-request.ts';
import type { BrowserSummary } from '../results/results.ts';

/** A request that is to be explained: everything resolved and valid. */
export interface ExplainRequest {
  /** Absolute, http or https, without fragment. */
  readonly url: string;
  /** The page's, as browsers serialise it; `null` for the model alone. */
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly RawHeader[];
  /** Whether the script asks with credentials mode include. */
  readonly credentials: boolean;
  /** The body, as text. */
  readonly data?: string;
  /** What the browser has for the server: names and values. */
  readonly cookies: readonly RawHeader[];
  /** `model`, `chromium`, `firefox` or `webkit`. */
  readonly browser: string;
  /** Let POST, PUT, PATCH and DELETE through to the server. */
  readonly allowWrites: boolean;
  readonly insecure: boolean;
  /** Whether a listener for upload progress makes a preflight necessary. */
  readonly uploadListener?: boolean;
  /** How long the server may take: milliseconds. */
  readonly timeoutMs: number;
  /** The library that fixes are written for; when absent, what the server's responses show. */
  readonly fixFor?: LibraryId;
}

/** All that is known when the request has been made. */
export interface ExplainFacts {
  readonly request: ExplainRequest;
  readonly browser: BrowserSummary;
  /** In the order in which the requests arrived. */
  readonly exchanges: readonly Exchange[];
  /** What a real browser's page saw; null for the model. */
  readonly observed: { readonly outcome: StepOutcome; readonly console: readonly string[] } | null;
}

/** The request as a page's script makes it: with fetch, which cannot listen for upload progress. */
export function toPageRequest(request: ExplainRequest): PageRequest {
  const { url, method, headers, data, credentials, uploadListener = false } = request;
  return {
    url,
    method,
    headers,
    ...(data === undefined ? {} : { body: { kind: 'text', text: data } as const }),
    client: uploadListener ? 'xhr' : 'fetch',
    mode: 'cors',
    credentials: credentials ? 'include' : 'same-origin',
    redirect: 'follow',
    cache: 'default',
    uploadListener,
  };
}
