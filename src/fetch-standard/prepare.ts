import { hasUserinfo } from './destinations.ts';
import {
  isForbiddenMethod,
  isMethod,
  isReadingMethod,
  isSafelistedMethod,
  normalizeMethod,
} from './methods.ts';
import { fillHeaders } from './request-headers.ts';
import { failed, quote } from './trace.ts';
import type { CurrentRequest, FetchRequest, Finding } from './types.ts';

export interface Prepared {
  readonly findings: readonly Finding[];
  /** Null when there is no such request: `fetch()` rejects with TypeError, and nothing is sent. */
  readonly request: CurrentRequest | null;
}

/** Makes a request of what the author asked for, as `new Request()` does. `#dom-request` */
export function prepareRequest(author: FetchRequest): Prepared {
  const method = normalizeMethod(author.method);
  const body = author.body ?? 'none';
  const refusal =
    urlRefusal(author.url) ?? methodRefusal(method, author) ?? bodyRefusal(method, body, author);
  if (refusal) return { findings: [refusal], request: null };

  const { headers, findings } = fillHeaders(author.headers, author.mode);
  if (!headers) return { findings, request: null };
  const request: CurrentRequest = {
    url: new URL(author.url),
    earlierUrls: [],
    origin: author.origin,
    method,
    headers,
    mode: author.mode,
    credentials: author.credentials,
    redirect: author.redirect,
    useCorsPreflight: author.useCorsPreflight === true || body === 'stream',
    body,
    referrerPolicy: author.referrerPolicy ?? 'strict-origin-when-cross-origin',
    tainting: 'basic',
    redirectCount: 0,
  };
  return { findings, request };
}

function urlRefusal(url: string): Finding | null {
  if (!URL.canParse(url)) return failed('request-url', `${quote(url)} is no absolute URL.`);
  if (!hasUserinfo(new URL(url))) return null;
  return failed('request-url', `${quote(url)} names a user or a password, which fetch refuses.`);
}

function methodRefusal(method: string, { mode }: FetchRequest): Finding | null {
  const step = 'request-method';
  if (!isMethod(method)) return failed(step, `${quote(method)} is no method.`);
  if (isForbiddenMethod(method)) return failed(step, `${quote(method)} is a forbidden method.`);
  if (mode === 'no-cors' && !isSafelistedMethod(method))
    return failed(step, `${quote(method)} is not allowed with mode no-cors: GET, HEAD and POST are.`);
  return null;
}

function bodyRefusal(method: string, body: CurrentRequest['body'], { mode }: FetchRequest): Finding | null {
  if (body !== 'none' && isReadingMethod(method))
    return failed('request-body', `${method} cannot have a body.`);
  if (body === 'stream' && mode === 'no-cors')
    return failed('request-body', 'A stream cannot be the body of a no-cors request.');
  return null;
}
