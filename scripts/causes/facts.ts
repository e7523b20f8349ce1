import type { CauseCode } from '../../src/causes/cause.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { CauseFacts } from './cause-facts.ts';
import { blockedFacts } from './facts-blocked.ts';
import { grantedFacts } from './facts-granted.ts';
import { preflightFacts } from './facts-preflights.ts';
import { responseFacts } from './facts-responses.ts';
import { hygieneFacts } from './facts-hygiene.ts';

/** The policy that snippets are made from. */
export const samplePolicy = {
  origins: ['https://app.example.com'],
  credentials: true,
  methods: ['GET', 'PUT'],
  requestHeaders: ['Content-Type', 'X-Api-Key'],
  exposedHeaders: ['X-Total-Count'],
  maxAge: 600,
} as const satisfies Policy;

export interface CauseGroup {
  readonly title: string;
  readonly about: string;
  readonly causes: Readonly<Partial<Record<CauseCode, CauseFacts>>>;
}

/** In the order of the index. Every code is in exactly one. */
export const causeGroups: readonly CauseGroup[] = [
  {
    title: 'An allowed origin is blocked',
    about: 'Pages at an origin that the policy allows cannot read responses.',
    causes: blockedFacts,
  },
  {
    title: 'Preflights',
    about: 'Simple requests work; PUT, DELETE, JSON or own headers do not, or are slower than necessary.',
    causes: preflightFacts,
  },
  {
    title: 'Responses',
    about: 'Some responses, or some of their headers, are not readable, or readable by mistake.',
    causes: responseFacts,
  },
  {
    title: 'Access that the policy excludes',
    about: 'Browsers print nothing, because they block nothing: only a test shows these.',
    causes: grantedFacts,
  },
  {
    title: 'Caching and hygiene',
    about: 'It works today, and fails with a cache, a proxy or another client.',
    causes: hygieneFacts,
  },
];

/** Does not compile where a code has no facts. */
export const causeFacts: Readonly<Record<CauseCode, CauseFacts>> = {
  ...blockedFacts,
  ...preflightFacts,
  ...responseFacts,
  ...grantedFacts,
  ...hygieneFacts,
};
