import {
  isSafelistedMethod,
  normalizeMethod,
  unsafeRequestHeaderNames,
  type FetchRequest,
} from '../fetch-standard/index.ts';
import { methodIn, originIn, type Permission, requestHeaderIn } from './allows.ts';
import type { Policy } from './policy.ts';

/** What decides about a request, of which the policy says neither yes nor no. */
export type LeftOpen =
  | { readonly field: 'origins' | 'credentials' }
  /** `permission`: that of a method that needs no permission, but that the policy does not list. */
  | {
      readonly field: 'methods' | 'requestHeaders';
      readonly name: string;
      readonly permission: Exclude<Permission, 'allowed'>;
    };

/** What a policy implies for a cross-origin request in mode cors. */
export type ImpliedResult =
  | { readonly kind: 'readable' | 'blocked'; readonly needsPreflight: boolean }
  | { readonly kind: 'open'; readonly because: LeftOpen };

/**
 * What must come of a request under a policy: of the policy alone, and of what the standard says about which requests need a
 * preflight. One thing that is not allowed blocks it, whatever is open; one thing that is open leaves it open otherwise.
 */
export function impliedResult(policy: Policy, request: FetchRequest): ImpliedResult {
  const method = normalizeMethod(request.method);
  const names = unsafeRequestHeaderNames(request.headers);
  const needsPreflight = request.useCorsPreflight === true || !isSafelistedMethod(method) || names.length > 0;
  const answers = [
    originAnswer(policy, request),
    credentialsAnswer(policy, request),
    methodAnswer(policy, method),
    ...names.map((name) => headerAnswer(policy, name)),
  ];
  if (answers.includes('blocked')) return { kind: 'blocked', needsPreflight };
  const because = answers.find((answer) => typeof answer === 'object');
  return because === undefined ? { kind: 'readable', needsPreflight } : { kind: 'open', because };
}

type Answer = 'allowed' | 'blocked' | LeftOpen;

function originAnswer(policy: Policy, { origin }: FetchRequest): Answer {
  const permission = originIn(policy, origin);
  if (permission === 'unstated') return { field: 'origins' };
  return permission === 'allowed' ? 'allowed' : 'blocked';
}

/** `#cors-protocol-and-credentials`: any origin with credentials must not be allowed, whatever a policy says. */
function credentialsAnswer({ credentials, origins }: Policy, request: FetchRequest): Answer {
  if (request.credentials !== 'include') return 'allowed';
  if (credentials === undefined) return { field: 'credentials' };
  return credentials && origins !== '*' ? 'allowed' : 'blocked';
}

/** Browsers do not ask for permission for GET, HEAD and POST, so a server cannot deny them by CORS. */
function methodAnswer(policy: Policy, method: string): Answer {
  const permission = methodIn(policy, method);
  if (permission === 'allowed') return permission;
  if (permission === 'not-allowed' && !isSafelistedMethod(method)) return 'blocked';
  return { field: 'methods', name: method, permission };
}

function headerAnswer(policy: Policy, name: string): Answer {
  const permission = requestHeaderIn(policy, name);
  if (permission === 'unstated') return { field: 'requestHeaders', name, permission };
  return permission === 'allowed' ? 'allowed' : 'blocked';
}
