import type { Policy } from '../policy/policy.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { statedOrigins } from './applicability.ts';
import type { PolicyMismatch } from './policy-mismatch.ts';
import {
  type AppOrigin,
  type ForeignApp,
  foreignApps,
  type LastNeighbour,
  type Misspelling,
  misspellings,
  type OriginSymbol,
} from './origin-symbols.ts';
import { originIn } from '../policy/allows.ts';
import { misspellingOf } from './misspellings.ts';
import { type Neighbour, neighbourOf } from './neighbours.ts';

export type ResolvedOrigin = Attempt<string, PolicyMismatch>;

/** Origins to use where a policy allows any. */
const anyOrigins = ['https://app.example.test', 'https://admin.example.test:8443', 'http://localhost:8080'];

/** An origin for each kind where a policy allows any. */
const anyApps: Readonly<Record<AppOrigin, string>> = {
  'custom-scheme': foreignApps.capacitor,
  ipv6: foreignApps.ipv6,
  idn: foreignApps.idn,
};

/** What symbols are resolved against. */
interface Target {
  readonly policy: Policy;
  /** A page there makes no cross-origin request, so no symbol but `target` stands for it. */
  readonly own: string;
}

/**
 * The origin that a symbol stands for under a policy, or why there is none.
 *
 * Whatever stands for somebody outside the policy is checked to be outside: with `https://*.example.test` allowed, a
 * subdomain of an allowed origin is no stranger, and the symbol `subdomain` has no origin.
 */
export function resolveOrigin(symbol: OriginSymbol, policy: Policy, targetOrigin: string): ResolvedOrigin {
  const target: Target = { policy, own: targetOrigin };
  switch (symbol) {
    case 'target':
      return success(targetOrigin);
    case 'target-other-port':
      return outside(target, onOtherPort(targetOrigin));
    case 'allowed':
    case 'allowed-second':
    case 'allowed-with-port':
    case 'allowed-deep':
      return allowed(symbol, target);
    case 'allowed-custom-scheme':
    case 'allowed-ipv6':
    case 'allowed-idn':
      return allowedApp(symbol, policy);
    case 'foreign-capacitor':
    case 'foreign-tauri':
    case 'foreign-extension':
    case 'foreign-ipv6':
    case 'foreign-idn':
      return outside(target, foreignApps[symbol.slice('foreign-'.length) as ForeignApp]);
    case 'custom-other-host':
    case 'custom-as-http':
      return likeCustom(symbol, target);
    case 'foreign':
      return outside(target, 'https://evil.test');
    case 'foreign-http':
      return outside(target, 'http://evil.test');
    case 'opaque':
      return outside(target, 'null');
    default:
      return likeAllowed(symbol, target);
  }
}

const appOrigins: Readonly<Record<AppOrigin, (entry: string) => boolean>> = {
  'custom-scheme': (entry) => !isWeb(entry),
  ipv6: (entry) => isWeb(entry) && entry.includes('['),
  idn: (entry) => isWeb(entry) && /[/.]xn--/.test(entry) && !entry.includes('*'),
};

/** Whether a page can have the origin. */
function isWeb(entry: string): boolean {
  return /^https?:/.test(entry);
}

function allowedApp(symbol: `allowed-${AppOrigin}`, { origins }: Policy): ResolvedOrigin {
  const kind = symbol.slice('allowed-'.length) as AppOrigin;
  if (origins === '*') return success(anyApps[kind]);
  return found(origins?.find(appOrigins[kind]), { code: 'no-app-origin', kind });
}

/** What a server that parses the origin, or compares parts of it, takes for an allowed one with a custom scheme. */
function likeCustom(symbol: 'custom-other-host' | 'custom-as-http', target: Target): ResolvedOrigin {
  const { origins } = target.policy;
  if (origins === '*') return failure({ code: 'policy-origins', stated: 'any' });
  const entry = origins?.find(appOrigins['custom-scheme']);
  if (entry === undefined) return failure({ code: 'no-app-origin', kind: 'custom-scheme' });
  const [scheme = '', host = ''] = entry.split('://');
  return outside(target, symbol === 'custom-as-http' ? `http://${host}` : `${scheme}://another`);
}

function onOtherPort(origin: string): string {
  const url = new URL(origin);
  url.port = url.port === '8443' ? '9443' : '8443';
  return url.origin;
}

/** Concrete origins that the policy allows, in its order; patterns stand for a subdomain `app`, then `admin`. */
function allowedOrigins({ origins: all }: Policy): readonly string[] {
  if (all === undefined) return [];
  if (all === '*') return anyOrigins;
  const origins = all.filter(isWeb);
  const first = origins.map((entry) => entry.replace('*', 'app'));
  const more = origins.filter((entry) => entry.includes('*')).map((entry) => entry.replace('*', 'admin'));
  return [...first, ...more];
}

function allowed(symbol: OriginSymbol, { policy, own }: Target): ResolvedOrigin {
  const all = allowedOrigins(policy);
  const [first, ...others] = all.filter((origin) => origin !== own);
  if (all.length === 0)
    return failure(
      statedOrigins(policy) === 'listed'
        ? { code: 'no-web-origin' }
        : { code: 'policy-origins', stated: statedOrigins(policy) },
    );
  if (first === undefined) return failure({ code: 'only-own-origin' });
  switch (symbol) {
    case 'allowed-second':
      return found(others[0], { code: 'one-origin', beside: all.includes(own) });
    case 'allowed-with-port':
      return found(
        [first, ...others].find((origin) => new URL(origin).port !== ''),
        { code: 'no-origin-with-port' },
      );
    case 'allowed-deep':
      return found(
        policy.origins === undefined || policy.origins === '*'
          ? undefined
          : policy.origins.find((entry) => entry.includes('*'))?.replace('*', 'deep.app'),
        { code: 'no-origin-pattern' },
      );
    default:
      return success(first);
  }
}

function found(origin: string | undefined, otherwise: PolicyMismatch): ResolvedOrigin {
  return origin === undefined ? failure(otherwise) : success(origin);
}

function outside({ policy, own }: Target, origin: string): ResolvedOrigin {
  if (policy.origins === '*') return failure({ code: 'policy-origins', stated: 'any' });
  if (origin === own) return failure({ code: 'own-origin', origin });
  return originIn(policy, origin) === 'allowed'
    ? failure({ code: 'origin-allowed', origin })
    : success(origin);
}

type LikeAllowed = Neighbour | `${LastNeighbour}-of-last` | Misspelling;

/** An Origin that resembles that of an allowed page, and is outside the policy. */
function likeAllowed(symbol: LikeAllowed, target: Target): ResolvedOrigin {
  if (target.policy.origins === '*') return failure({ code: 'policy-origins', stated: 'any' });
  const origins = (target.policy.origins ?? []).filter(isWeb);
  const [first] = origins;
  if (first === undefined) return failure({ code: 'no-origin-listed' });
  if (isMisspelling(symbol))
    return firstOutside(target, origins, (entry) => misspellingOf(symbol, memberOf(entry)));
  const all = allowedOrigins(target.policy);
  if (!isOfLast(symbol)) return firstOutside(target, origins, (entry) => neighbourOf(symbol, entry, all));
  const last = origins.at(-1) ?? first;
  return last === first
    ? failure({ code: 'one-origin', beside: false })
    : firstOutside(target, [last], () => neighbourOf(withoutLast(symbol), last, all));
}

function isOfLast(symbol: LikeAllowed): symbol is `${LastNeighbour}-of-last` {
  return symbol.endsWith('-of-last');
}

function withoutLast(symbol: `${LastNeighbour}-of-last`): LastNeighbour {
  return symbol.slice(0, -'-of-last'.length) as LastNeighbour;
}

function isMisspelling(symbol: LikeAllowed): symbol is Misspelling {
  return misspellings.some((name) => name === symbol);
}

/** An origin that an entry allows. */
function memberOf(entry: string): string {
  return entry.replace('*', 'app');
}

/** What the first entry gives that gives anything outside the policy. */
function firstOutside(
  target: Target,
  entries: readonly string[],
  give: (entry: string) => string | undefined,
): ResolvedOrigin {
  const given = entries.map((entry): ResolvedOrigin => {
    const origin = give(entry);
    return origin === undefined ? failure({ code: 'no-neighbour', entry }) : outside(target, origin);
  });
  return given.find(({ ok }) => ok) ?? given[0] ?? failure({ code: 'no-origin-listed' });
}
