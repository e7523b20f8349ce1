import type { Permission } from '../policy/allows.ts';
import type { AppOrigin } from './origin-symbols.ts';
import { textFrom, type Texts } from '../text/coded.ts';

/** The fields of a policy that are lists of names. */
export type ListField = 'methods' | 'requestHeaders' | 'exposedHeaders';

/** How a policy states its origins. */
export type StatedOrigins = 'unstated' | 'any' | 'none' | 'listed';

/** Why a scenario, or a symbol in it, does not fit a policy. */
export type PolicyMismatch =
  | { readonly code: 'policy-origins'; readonly stated: StatedOrigins }
  /** Null: the policy does not state it. */
  | { readonly code: 'policy-credentials'; readonly stated: boolean | null }
  /** The policy lists names, where the scenario needs `*`. */
  | { readonly code: 'policy-not-all'; readonly field: ListField }
  | { readonly code: 'policy-list-unstated'; readonly field: ListField }
  | { readonly code: 'policy-list-empty'; readonly field: ListField }
  | {
      readonly code: 'policy-name';
      readonly field: ListField;
      readonly name: string;
      readonly permission: Permission;
    }
  /** Null: the policy does not state it. */
  | { readonly code: 'policy-max-age'; readonly stated: number | null }
  /** Every header that the policy lists is one that many requests have. */
  | { readonly code: 'no-custom-header' }
  | { readonly code: 'only-own-origin' }
  /** `beside`: there is also the target's own origin. */
  | { readonly code: 'one-origin'; readonly beside: boolean }
  | { readonly code: 'no-origin-with-port' }
  /** Where a page can be. */
  | { readonly code: 'no-web-origin' }
  | { readonly code: 'no-app-origin'; readonly kind: AppOrigin }
  | { readonly code: 'no-origin-pattern' }
  | { readonly code: 'no-origin-listed' }
  /** A symbol for an origin that the policy does not allow stands for this one. */
  | { readonly code: 'own-origin'; readonly origin: string }
  | { readonly code: 'origin-allowed'; readonly origin: string }
  | { readonly code: 'no-neighbour'; readonly entry: string };

export function mismatchText(mismatch: PolicyMismatch): string {
  return textFrom(policyMismatchTexts, mismatch);
}

/** Whether a code is that of a {@link PolicyMismatch}. */
export function isPolicyMismatch(code: string): boolean {
  return Object.hasOwn(policyMismatchTexts, code);
}

const policyMismatchTexts: Texts<PolicyMismatch> = {
  'policy-origins': ({ stated }) => `The policy ${originsTexts[stated]}.`,
  'policy-credentials': ({ stated }) =>
    stated === null
      ? 'The policy does not state whether credentials are allowed.'
      : `The policy ${stated ? 'allows' : 'does not allow'} credentials.`,
  'policy-not-all': ({ field }) => `The policy does not allow every ${fieldNames[field]}.`,
  'policy-list-unstated': ({ field }) => `The policy does not state ${fieldNames[field]}s.`,
  'policy-list-empty': ({ field }) => `The policy lists no ${fieldNames[field]}s.`,
  'policy-name': ({ field, name, permission }) =>
    `The policy ${permissionTexts[permission]} the ${fieldNames[field]} ${name}.`,
  'policy-max-age': ({ stated }) =>
    stated === null ? 'The policy does not state a max age.' : `The policy's max age is ${stated} s.`,
  'no-custom-header': () => 'The policy lists no custom request header.',
  'only-own-origin': () => "The policy allows no origin except the target's own.",
  'one-origin': ({ beside }) => `The policy allows only one ${beside ? 'other ' : ''}origin.`,
  'no-origin-with-port': () => 'The policy allows no origin with a port.',
  'no-web-origin': () => 'The policy allows no origin at http or https, and pages are there.',
  'no-app-origin': ({ kind }) => `The policy allows no origin with ${appTexts[kind]}.`,
  'no-origin-pattern': () => 'The policy has no subdomain pattern.',
  'no-origin-listed': () => 'The policy lists no origin.',
  'own-origin': ({ origin }) => `${origin} is the target's own origin.`,
  'origin-allowed': ({ origin }) => `The policy allows ${origin}.`,
  'no-neighbour': ({ entry }) => `No such neighbor of ${entry} exists.`,
};

const originsTexts: Readonly<Record<StatedOrigins, string>> = {
  unstated: 'does not state origins',
  any: 'allows any origin',
  none: 'allows no origin',
  listed: 'lists the origins that it allows',
};

const appTexts: Readonly<Record<AppOrigin, string>> = {
  'custom-scheme': 'a scheme of its own, such as capacitor://localhost',
  ipv6: 'an IPv6 address, such as http://[::1]:3000',
  idn: 'a host in punycode, such as https://xn--bcher-kva.example',
};

const fieldNames: Readonly<Record<ListField, string>> = {
  methods: 'method',
  requestHeaders: 'request header',
  exposedHeaders: 'exposed header',
};

const permissionTexts: Readonly<Record<Permission, string>> = {
  allowed: 'allows',
  'not-allowed': 'does not allow',
  unstated: 'does not state',
};
