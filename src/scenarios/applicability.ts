import { exposedHeaderIn, methodIn, requestHeaderIn, type Permission } from '../policy/allows.ts';
import type { Policy } from '../policy/policy.ts';
import type { ListField, PolicyMismatch, StatedOrigins } from './policy-mismatch.ts';
import type { PolicyCondition, Scenario } from './scenario.ts';

/** The longest max age, in seconds, that a scenario waits for. */
export const longestWaitSeconds = 10;

/**
 * Why a scenario does not apply to a policy; null when it does.
 * A condition about a field that the policy does not state does not hold.
 */
export function inapplicable(scenario: Scenario, policy: Policy): PolicyMismatch | null {
  const condition = scenario.when?.policy ?? {};
  return (
    originsMismatch(condition.origins, policy) ??
    credentialsMismatch(condition.credentials, policy) ??
    listMismatch('methods', condition.methods, policy) ??
    listMismatch('requestHeaders', condition.requestHeaders, policy) ??
    listMismatch('exposedHeaders', condition.exposedHeaders, policy) ??
    maxAgeMismatch(condition.maxAge, policy)
  );
}

type OriginsKind = 'any' | 'listed' | 'none' | 'pattern' | 'unstated';

function originsMismatch(condition: PolicyCondition['origins'], policy: Policy): PolicyMismatch | null {
  if (condition === undefined) return null;
  const wanted: readonly OriginsKind[] = typeof condition === 'string' ? [condition] : condition;
  return wanted.some((kind) => isOriginsKind(kind, policy))
    ? null
    : { code: 'policy-origins', stated: statedOrigins(policy) };
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

/** How a policy states its origins. */
export function statedOrigins({ origins }: Policy): StatedOrigins {
  if (origins === undefined) return 'unstated';
  if (origins === '*') return 'any';
  return origins.length === 0 ? 'none' : 'listed';
}

function credentialsMismatch(condition: boolean | undefined, { credentials }: Policy): PolicyMismatch | null {
  return condition === undefined || condition === credentials
    ? null
    : { code: 'policy-credentials', stated: credentials ?? null };
}

const permissions: Readonly<Record<ListField, (policy: Policy, name: string) => Permission>> = {
  methods: methodIn,
  requestHeaders: requestHeaderIn,
  exposedHeaders: exposedHeaderIn,
};

function listMismatch(
  field: ListField,
  condition: string | readonly string[] | undefined,
  policy: Policy,
): PolicyMismatch | null {
  if (condition === undefined) return null;
  const conditions = typeof condition === 'string' ? [condition] : condition;
  for (const one of conditions) {
    const mismatch = oneListMismatch(field, one, policy);
    if (mismatch !== null) return mismatch;
  }
  return null;
}

function oneListMismatch(field: ListField, condition: string, policy: Policy): PolicyMismatch | null {
  const stated = policy[field];
  if (condition === '*') return stated === '*' ? null : { code: 'policy-not-all', field };
  if (condition === 'listed') {
    if (stated === undefined) return { code: 'policy-list-unstated', field };
    return stated !== '*' && stated.length > 0 ? null : { code: 'policy-list-empty', field };
  }
  return nameMismatch(field, condition, policy);
}

/** Of one name, allowed, with `!` not allowed, with `?` left open. */
function nameMismatch(field: ListField, condition: string, policy: Policy): PolicyMismatch | null {
  const name = condition.replace(/^[!?]/, '');
  const permission = permissions[field](policy, name);
  const wanted = { '!': 'not-allowed', '?': 'unstated' }[condition.charAt(0)] ?? 'allowed';
  if (permission === wanted) return null;
  return permission === 'unstated' && policy[field] === undefined
    ? { code: 'policy-list-unstated', field }
    : { code: 'policy-name', field, name, permission };
}

function maxAgeMismatch(condition: PolicyCondition['maxAge'], { maxAge }: Policy): PolicyMismatch | null {
  return condition === undefined || isMaxAge(condition, maxAge)
    ? null
    : { code: 'policy-max-age', stated: maxAge ?? null };
}

function isMaxAge(condition: NonNullable<PolicyCondition['maxAge']>, maxAge: number | undefined): boolean {
  switch (condition) {
    case 'unstated':
      return maxAge === undefined;
    case 0:
      return maxAge === 0;
    case 'cached':
      // One second is over before a second request can be relied on to fall within it.
      return maxAge !== undefined && maxAge > 1;
    case 'short':
      return maxAge !== undefined && maxAge > 0 && maxAge <= longestWaitSeconds;
  }
}
