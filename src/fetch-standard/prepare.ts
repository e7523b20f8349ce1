import { found, type Finding } from './decisions.ts';
import { hasUserinfo, isTrustworthy } from './destinations.ts';
import {
  isForbiddenMethod,
  isMethod,
  isReadingMethod,
  isSafelistedMethod,
  normalizeMethod,
} from './methods.ts';
import { fillHeaders } from './request-headers.ts';
import type { CurrentRequest, FetchRequest } from './types.ts';
import { parseUrl } from './urls.ts';

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
    ...embedderPolicyOf(author),
  };
  return { findings, request };
}

/** https://html.spec.whatwg.org/#obtain-an-embedder-policy: only secure pages have one. */
function embedderPolicyOf({ embedderPolicy, origin }: FetchRequest): Pick<CurrentRequest, 'embedderPolicy'> {
  return embedderPolicy === undefined || !isTrustworthy(origin) ? {} : { embedderPolicy };
}

function urlRefusal(url: string): Finding | null {
  const parsed = parseUrl(url);
  if (parsed === null) return found({ code: 'url-not-absolute', url });
  if (!hasUserinfo(parsed)) return null;
  return found({ code: 'url-with-userinfo', url });
}

function methodRefusal(method: string, { mode }: FetchRequest): Finding | null {
  if (!isMethod(method)) return found({ code: 'method-invalid', method });
  if (isForbiddenMethod(method)) return found({ code: 'method-forbidden', method });
  if (mode === 'no-cors' && !isSafelistedMethod(method))
    return found({ code: 'method-not-allowed-in-no-cors', method });
  return null;
}

function bodyRefusal(method: string, body: CurrentRequest['body'], { mode }: FetchRequest): Finding | null {
  if (body !== 'none' && isReadingMethod(method)) return found({ code: 'body-not-allowed', method });
  if (body === 'stream' && mode === 'no-cors') return found({ code: 'stream-not-allowed-in-no-cors' });
  return null;
}
