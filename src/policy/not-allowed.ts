import { exposedHeaderIn, methodIn, originIn, requestHeaderIn, type Permission } from './allows.ts';
import type { Policy } from './policy.ts';

/** What needs no permission, or gives none when it is listed. `#cors-safelisted-method`, `#cors-safelisted-request-header` */
const harmless = {
  origins: [],
  methods: ['get', 'head', 'post', 'options'],
  requestHeaders: ['accept', 'accept-language', 'content-language'],
  exposedHeaders: [
    'cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma',
  ],
} as const; // prettier-ignore

const says: Readonly<Record<keyof typeof harmless, (policy: Policy, name: string) => Permission>> = {
  origins: originIn,
  methods: methodIn,
  requestHeaders: requestHeaderIn,
  exposedHeaders: exposedHeaderIn,
};

/** The members of a header's list that the policy does not allow. What the policy does not state is not among them. */
export function notAllowedByPolicy(
  field: keyof typeof harmless,
  value: string | null,
  policy: Policy,
): readonly string[] {
  if (policy[field] === '*') return [];
  const names = (value ?? '').split(',').map((name) => name.trim());
  return names.filter(
    (name) =>
      name !== '' &&
      !(harmless[field] as readonly string[]).some((known) => known === name.toLowerCase()) &&
      says[field](policy, name) === 'not-allowed',
  );
}
