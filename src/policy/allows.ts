import type { Policy } from './policy.ts';

/** What a policy says of something: yes, no, or nothing, because that field is not stated. */
export type Permission = 'allowed' | 'not-allowed' | 'unstated';

/**
 * Whether a policy allows an origin. A pattern `https://*.example.test` stands for each subdomain, however deep, with
 * that scheme and port; not for `example.test` itself. Host names of DNS have underscores too, and browsers open pages there.
 * @param origin as browsers serialise it
 */
export function originIn(policy: Policy, origin: string): Permission {
  const { origins } = policy;
  if (origins === undefined) return 'unstated';
  if (origins === '*') return 'allowed';
  return origins.some((entry) => originMatches(entry, origin)) ? 'allowed' : 'not-allowed';
}

function originMatches(entry: string, origin: string): boolean {
  const wildcard = entry.indexOf('*');
  if (wildcard === -1) return entry === origin;
  const before = entry.slice(0, wildcard);
  const after = entry.slice(wildcard + 1);
  const middle = origin.slice(before.length, origin.length - after.length);
  return origin.startsWith(before) && origin.endsWith(after) && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(middle);
}

/** The methods that every policy allows that states none (`#cors-safelisted-method`). */
const defaultMethods: readonly string[] = ['GET', 'POST'];

/**
 * Whether a policy allows a method. GET and POST need no permission, so a policy that states no methods allows them. HEAD
 * needs none either, and is GET without the body; but some libraries answer it only where it is listed, and do what their
 * configuration says. So a policy that does not name HEAD leaves it open.
 */
export function methodIn(policy: Policy, method: string): Permission {
  const { methods } = policy;
  if (methods === undefined) return defaultMethods.includes(method) ? 'allowed' : 'unstated';
  if (methods === '*' || methods.includes(method)) return 'allowed';
  return method === 'HEAD' && methods.includes('GET') ? 'unstated' : 'not-allowed';
}

/** Whether a policy allows a request header. */
export function requestHeaderIn(policy: Policy, name: string): Permission {
  return nameIn(policy.requestHeaders, name);
}

/** Whether a policy exposes a response header. */
export function exposedHeaderIn(policy: Policy, name: string): Permission {
  return nameIn(policy.exposedHeaders, name);
}

function nameIn(list: '*' | readonly string[] | undefined, name: string): Permission {
  if (list === undefined) return 'unstated';
  if (list === '*') return 'allowed';
  return list.some((entry) => entry.toLowerCase() === name.toLowerCase()) ? 'allowed' : 'not-allowed';
}
