import type { Policy } from '../policy/policy.ts';
import type { Cause } from './cause.ts';

/** An origin outside the policy that the server grants access to. */
export interface GrantedOrigin {
  /** As it was in the request's Origin header. */
  readonly origin: string;
  /** Access-Control-Allow-Origin of the response. */
  readonly allowOrigin: string | null;
  /** Whether the request had credentials. */
  readonly credentials: boolean;
  /** Whether the origin has nothing in common with the policy's: then the server allows any. */
  readonly isForeign: boolean;
}

/** Why the server grants access to an origin that the policy excludes: what its comparison takes for an allowed origin. */
export function causeOfGrant(
  { origin, allowOrigin, credentials, isForeign }: GrantedOrigin,
  policy: Policy,
): Cause {
  if (allowOrigin === '*') return { code: 'any-origin-allowed', origin };
  if (origin === 'null') return { code: 'null-allowed', credentials };
  const code = isForeign ? 'origin-reflected' : matchOf(origin, policy);
  return { code, origin, credentials };
}

type MatchCode =
  | 'origin-matched-by-suffix'
  | 'origin-matched-by-prefix'
  | 'origin-matched-by-content'
  | 'origin-matched-by-part'
  | 'origin-dot-unescaped'
  | 'origin-scheme-ignored'
  | 'origin-port-ignored'
  | 'subdomains-allowed'
  | 'origin-matched-loosely';

/** How careless matching takes an origin for one of the policy's. The first entry that it resembles counts. */
function matchOf(origin: string, { origins }: Policy): MatchCode {
  const entries = origins === undefined || origins === '*' ? [] : origins;
  const matches = entries.map((entry) => matchWith(origin, entry));
  return matches.find((match) => match !== null) ?? 'origin-matched-loosely';
}

function matchWith(origin: string, entry: string): MatchCode | null {
  const isPattern = entry.includes('*.');
  const allowed = new URL(entry.replace('*.', ''));
  if (!URL.canParse(origin)) return origin !== '' && entry.includes(origin) ? 'origin-matched-by-part' : null;
  const { protocol, hostname, port } = new URL(origin);
  const host = allowed.hostname;
  const isMember = isPattern ? hostname.endsWith(`.${host}`) : hostname === host;
  if (isMember && port === allowed.port && protocol !== allowed.protocol) return 'origin-scheme-ignored';
  if (isMember && protocol === allowed.protocol && port !== allowed.port)
    return `${port}`.startsWith(allowed.port) && allowed.port !== '' && port !== ''
      ? 'origin-matched-by-prefix'
      : 'origin-port-ignored';
  if (hostname.endsWith(`.${host}`)) return 'subdomains-allowed';
  if (hostname.endsWith(host))
    return isPattern && hostname === host ? 'subdomains-allowed' : 'origin-matched-by-suffix';
  if (hostname.startsWith(host) || (isPattern && hostname.includes(`.${host}`)))
    return 'origin-matched-by-prefix';
  if (differsInDots(hostname, isPattern ? `app.${host}` : host)) return 'origin-dot-unescaped';
  if (entry.includes(origin) || host.endsWith(hostname) || host.startsWith(hostname))
    return host.endsWith(`.${hostname}`) ? 'subdomains-allowed' : 'origin-matched-by-part';
  if (sharesParent(hostname, host)) return 'subdomains-allowed';
  return parentSuffix(hostname, host) ? 'origin-matched-by-suffix' : null;
}

/** An unescaped dot in a regular expression stands for any character. */
function differsInDots(one: string, allowed: string): boolean {
  if (one.length !== allowed.length || one === allowed) return false;
  return [...one].every((character, at) => character === allowed[at] || allowed[at] === '.');
}

/** Whether both are subdomains of one domain that is no top-level domain. */
function sharesParent(one: string, other: string): boolean {
  const parent = parentOf(other);
  return parent !== null && one.endsWith(`.${parent}`);
}

/** Whether it ends with the allowed host's parent, without a dot before it: `notexample.com`. */
function parentSuffix(one: string, other: string): boolean {
  const parent = parentOf(other);
  return parent !== null && one.endsWith(parent);
}

function parentOf(host: string): string | null {
  return host.split('.').length < 3 ? null : host.slice(host.indexOf('.') + 1);
}
