import type { FetchRequest, TraceEntry } from '../fetch-standard/index.ts';
import type { PolicyDenial } from '../policy/denials.ts';
import type { HeaderFault } from './header-conditions.ts';

/** What to change on the server. The texts are in fix-texts.ts. */
export type Fix =
  /** `byName`: with credentials, `*` is not a wildcard. */
  | { readonly code: 'allow-origin'; readonly origin: string; readonly byName: boolean }
  | { readonly code: 'allow-credentials' }
  | { readonly code: 'allow-method'; readonly method: string; readonly byName: boolean }
  | { readonly code: 'allow-header'; readonly byName: boolean }
  | { readonly code: 'expose-headers'; readonly headers: readonly string[]; readonly byName: boolean }
  | { readonly code: 'answer-preflights' }
  | { readonly code: 'answer-preflights-only' }
  /** Error pages of this status have no CORS headers. */
  | { readonly code: 'cover-error-pages'; readonly status: number }
  | { readonly code: 'no-redirect' }
  | { readonly code: 'compare-origin' }
  | { readonly code: 'deny-credentials' }
  | { readonly code: 'list-credentialed-origins' }
  | { readonly code: 'deny-method'; readonly method: string }
  | { readonly code: 'deny-headers'; readonly headers: readonly string[] }
  | { readonly code: 'hide-headers' }
  | { readonly code: 'set-max-age'; readonly maxAge: number }
  | { readonly code: 'add-vary' }
  | { readonly code: 'set-header-once'; readonly header: string }
  /** The header, or `status`, is not what the policy implies. */
  | { readonly code: 'correct-header'; readonly header: string }
  | { readonly code: 'keep-body' }
  | { readonly code: 'bound-cost' }
  | { readonly code: 'check-before-write' }
  | { readonly code: 'let-write-arrive' }
  /** Nothing is known that would help. */
  | { readonly code: 'see-exchanges' };

/**
 * What to change so that the browser allows what the policy allows.
 * @param entry where the standard stops the request
 * @param errorStatus the status of the actual response, where it is an error page without Access-Control-Allow-Origin
 */
export function fixToAllow(entry: TraceEntry, request: FetchRequest, errorStatus: number | null): Fix {
  const byName = request.credentials === 'include';
  switch (entry.step) {
    case 'cors-check':
      return errorStatus === null
        ? { code: 'allow-origin', origin: request.origin, byName }
        : { code: 'cover-error-pages', status: errorStatus };
    case 'credentials-check':
      return { code: 'allow-credentials' };
    case 'preflight-status':
      return { code: 'answer-preflights' };
    case 'preflight-methods':
      return { code: 'allow-method', method: request.method.toUpperCase(), byName };
    case 'preflight-headers':
      return { code: 'allow-header', byName };
    case 'expose-headers':
      return { code: 'expose-headers', headers: [], byName: false };
    case 'redirect-origin':
    case 'redirect-location':
      return { code: 'no-redirect' };
    default:
      return { code: 'see-exchanges' };
  }
}

/** What to change so that the browser blocks what the policy does not allow. */
export function fixToDeny(denial: PolicyDenial): Fix {
  switch (denial.kind) {
    case 'origin':
      return { code: 'compare-origin' };
    case 'credentials':
      return { code: 'deny-credentials' };
    case 'any-with-credentials':
      return { code: 'list-credentialed-origins' };
    case 'method':
      return { code: 'deny-method', method: denial.method };
    case 'header':
      return { code: 'deny-headers', headers: denial.names };
    case 'none':
      return { code: 'see-exchanges' };
  }
}

/** What to change so that a header is as the policy implies. */
export function fixForHeader({ header, condition }: HeaderFault): Fix {
  return 'once' in condition ? { code: 'set-header-once', header } : { code: 'correct-header', header };
}
