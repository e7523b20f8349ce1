import { exposedHeaderIn, methodIn, requestHeaderIn, type Permission } from '../policy/allows.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyCondition, Scenario } from './scenario.ts';

/** The longest max age, in seconds, that a scenario waits for. */
export const longestWaitSeconds = 10;

/**
 * Why a scenario has nothing to say about a policy; null when it has.
 * A condition about a field that the policy does not state does not hold.
 */
export function inapplicable(scenario: Scenario, policy: Policy): string | null {
  const condition = scenario.when?.policy ?? {};
  return (
    originsReason(condition.origins, policy) ??
    credentialsReason(condition.credentials, policy) ??
    listReason('method', condition.methods, policy.methods, (name) => methodIn(policy, name)) ??
    listReason('request header', condition.requestHeaders, policy.requestHeaders, (name) =>
      requestHeaderIn(policy, name),
    ) ??
    listReason('exposed header', condition.exposedHeaders, policy.exposedHeaders, (name) =>
      exposedHeaderIn(policy, name),
    ) ??
    maxAgeReason(condition.maxAge, policy)
  );
}

type OriginsKind = 'any' | 'listed' | 'none' | 'pattern' | 'unstated';

function originsReason(condition: PolicyCondition['origins'], policy: Policy): string | null {
  if (condition === undefined) return null;
  const wanted: readonly OriginsKind[] = typeof condition === 'string' ? [condition] : condition;
  return wanted.some((kind) => isOriginsKind(kind, policy)) ? null : `the policy ${describeOrigins(policy)}`;
}

function isOriginsKind(kind: OriginsKind, { origins }: Policy): boolean {
  switch (kind) {
    case 'any':
      return origins === '*';
    case 'unstated':
      return origins === undefined;
    case 'none':
      return Array.isArray(origins) && origins.length === 0;
    case 'listed':
      return Array.isArray(origins) && origins.length > 0;
    case 'pattern':
      return Array.isArray(origins) && origins.some((entry: string) => entry.includes('*'));
  }
}

function describeOrigins({ origins }: Policy): string {
  if (origins === undefined) return 'states no origins';
  if (origins === '*') return 'allows any origin';
  return origins.length === 0 ? 'allows no origin' : 'lists the origins that it allows';
}

function credentialsReason(condition: boolean | undefined, policy: Policy): string | null {
  if (condition === undefined || condition === policy.credentials) return null;
  if (policy.credentials === undefined) return 'the policy does not state whether credentials are allowed';
  return policy.credentials ? 'the policy allows credentials' : 'the policy allows no credentials';
}

function listReason(
  what: string,
  condition: string | readonly string[] | undefined,
  stated: '*' | readonly string[] | undefined,
  says: (name: string) => Permission,
): string | null {
  if (condition === undefined) return null;
  const conditions = typeof condition === 'string' ? [condition] : condition;
  for (const one of conditions) {
    const reason = oneListReason(what, one, stated, says);
    if (reason !== null) return reason;
  }
  return null;
}

function oneListReason(
  what: string,
  condition: string,
  stated: '*' | readonly string[] | undefined,
  says: (name: string) => Permission,
): string | null {
  if (condition === '*') return stated === '*' ? null : `the policy does not allow every ${what}`;
  if (condition === 'listed') {
    if (stated === undefined) return `the policy states no ${what}s`;
    return stated !== '*' && stated.length > 0 ? null : `the policy lists no ${what}s`;
  }
  return nameReason(what, condition, stated === undefined, says);
}

/** Of one name, allowed, with `!` not allowed, with `?` left open. */
function nameReason(
  what: string,
  condition: string,
  isListUnstated: boolean,
  says: (name: string) => Permission,
): string | null {
  const name = condition.replace(/^[!?]/, '');
  const verdict = says(name);
  const wanted = { '!': 'not-allowed', '?': 'unstated' }[condition.charAt(0)] ?? 'allowed';
  if (verdict === wanted) return null;
  switch (verdict) {
    case 'unstated':
      return isListUnstated
        ? `the policy states no ${what}s`
        : `the policy does not state the ${what} ${name}`;
    case 'allowed':
      return `the policy allows the ${what} ${name}`;
    case 'not-allowed':
      return `the policy does not allow the ${what} ${name}`;
  }
}

function maxAgeReason(condition: PolicyCondition['maxAge'], { maxAge }: Policy): string | null {
  switch (condition) {
    case undefined:
      return null;
    case 'unstated':
      return maxAge === undefined ? null : `the policy states a max age of ${maxAge} s`;
    case 0:
      return maxAge === 0 ? null : describeMaxAge(maxAge);
    case 'cached':
      // One second is over before a second request can be relied on to fall within it.
      return maxAge !== undefined && maxAge > 1 ? null : describeMaxAge(maxAge);
    case 'short':
      return maxAge !== undefined && maxAge > 0 && maxAge <= longestWaitSeconds
        ? null
        : describeMaxAge(maxAge);
  }
}

function describeMaxAge(maxAge: number | undefined): string {
  return maxAge === undefined ? 'the policy states no max age' : `the policy's max age is ${maxAge} s`;
}
