import type { Policy } from '../policy/policy.ts';
import type { Cause } from './cause.ts';
import { parseUrl } from '../fetch-standard/index.ts';

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

/** How careless matching takes an origin for one of the policy's: the entry that it resembles most counts. */
function matchOf(origin: string, { origins }: Policy): MatchCode {
  const entries = origins === undefined || origins === '*' ? [] : origins;
  if (parseUrl(origin) === null) {
    const isIn = origin !== '' && entries.some((entry) => entry.includes(origin));
    return isIn ? 'origin-matched-by-part' : 'origin-matched-loosely';
  }
  const all = entries.map((entry) => comparedWith(origin, entry));
  return resemblances.find(([, holds]) => all.some(holds))?.[0] ?? 'origin-matched-loosely';
}

interface Compared {
  /** The origin that gets access, and as a URL. */
  readonly origin: string;
  readonly given: URL;
  /** The policy's entry, and as a URL without the wildcard. */
  readonly entry: string;
  readonly allowed: URL;
  readonly isPattern: boolean;
}

/** Ways to resemble an entry of the policy, the closest first. */
const resemblances: readonly (readonly [MatchCode, (compared: Compared) => boolean])[] = [
  ['origin-scheme-ignored', (one) => isMember(one) && one.given.port === one.allowed.port && !hasScheme(one)],
  ['origin-matched-by-prefix', (one) => isMember(one) && hasScheme(one) && isLongerPort(one)],
  ['origin-port-ignored', (one) => isMember(one) && hasScheme(one)],
  ['subdomains-allowed', ({ given, allowed }) => given.hostname.endsWith(`.${allowed.hostname}`)],
  ['subdomains-allowed', ({ given, allowed, isPattern }) => isPattern && given.hostname === allowed.hostname],
  ['origin-matched-by-suffix', ({ given, allowed }) => given.hostname.endsWith(allowed.hostname)],
  ['origin-matched-by-prefix', ({ given, allowed }) => given.hostname.startsWith(allowed.hostname)],
  [
    'origin-matched-by-prefix',
    ({ given, allowed, isPattern }) => isPattern && given.hostname.includes(`.${allowed.hostname}`),
  ],
  [
    'origin-dot-unescaped',
    ({ given, allowed, isPattern }) =>
      differsInDots(given.hostname, `${isPattern ? 'app.' : ''}${allowed.hostname}`),
  ],
  ['subdomains-allowed', ({ given, allowed }) => allowed.hostname.endsWith(`.${given.hostname}`)],
  ['origin-matched-by-part', isPart],
  ['subdomains-allowed', ({ given, allowed }) => isBelow(given.hostname, parentOf(allowed.hostname), '.')],
  [
    'origin-matched-by-suffix',
    ({ given, allowed }) => isBelow(given.hostname, parentOf(allowed.hostname), ''),
  ],
];

function comparedWith(origin: string, entry: string): Compared {
  const allowed = new URL(entry.replace('*.', ''));
  return { origin, given: new URL(origin), entry, allowed, isPattern: entry.includes('*.') };
}

function isMember({ given, allowed, isPattern }: Compared): boolean {
  return isPattern ? given.hostname.endsWith(`.${allowed.hostname}`) : given.hostname === allowed.hostname;
}

function hasScheme({ given, allowed }: Compared): boolean {
  return given.protocol === allowed.protocol;
}

/** `:80801` begins like `:8080`. */
function isLongerPort({ given, allowed }: Compared): boolean {
  return allowed.port !== '' && given.port !== allowed.port && given.port.startsWith(allowed.port);
}

function isPart({ origin, given, entry, allowed }: Compared): boolean {
  return (
    entry.includes(origin) ||
    allowed.hostname.endsWith(given.hostname) ||
    allowed.hostname.startsWith(given.hostname)
  );
}

/** Whether a host ends with another one's parent domain, after a dot or without: `notexample.com`. */
function isBelow(host: string, parent: string | null, dot: '.' | ''): boolean {
  return parent !== null && host.endsWith(`${dot}${parent}`);
}

/** An unescaped dot in a regular expression stands for any character. */
function differsInDots(one: string, allowed: string): boolean {
  if (one.length !== allowed.length || one === allowed) return false;
  return [...one].every((character, at) => character === allowed[at] || allowed[at] === '.');
}

/** The domain above; null where that is a top-level domain. */
function parentOf(host: string): string | null {
  return host.split('.').length < 3 ? null : host.slice(host.indexOf('.') + 1);
}
