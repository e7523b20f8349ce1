import { methodIn, originIn, requestHeaderIn } from './allows.ts';
import { unsafeRequestHeaderNames, normalizeMethod } from '../fetch-standard/index.ts';
import type { Policy } from './policy.ts';
import type { FetchRequest } from '../fetch-standard/index.ts';

/** Why a policy leaves a request out: the first of these that holds. */
export type PolicyDenial =
  | { readonly kind: 'origin'; readonly origin: string }
  | { readonly kind: 'credentials' }
  | { readonly kind: 'any-with-credentials' }
  | { readonly kind: 'method'; readonly method: string }
  | { readonly kind: 'header'; readonly names: readonly string[] }
  /** The policy leaves it in, or does not say. */
  | { readonly kind: 'none' };

/** What of a request the policy does not allow. */
export function policyDenial(policy: Policy, request: FetchRequest): PolicyDenial {
  if (originIn(policy, request.origin) === 'not-allowed') return { kind: 'origin', origin: request.origin };
  if (request.credentials === 'include') {
    if (policy.origins === undefined) return { kind: 'origin', origin: request.origin };
    if (policy.credentials !== true) return { kind: 'credentials' };
    if (policy.origins === '*') return { kind: 'any-with-credentials' };
  }
  const method = normalizeMethod(request.method);
  if (methodIn(policy, method) === 'not-allowed') return { kind: 'method', method };
  const names = unsafeRequestHeaderNames(request.headers).filter(
    (name) => requestHeaderIn(policy, name) === 'not-allowed',
  );
  return names.length > 0 ? { kind: 'header', names } : { kind: 'none' };
}
