import type { CauseCode } from '../../src/causes/cause.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Level } from '../../src/scenarios/scenario.ts';
import type { CauseFacts } from './cause-facts.ts';
import { blockedFacts } from './facts-blocked.ts';
import { grantedFacts } from './facts-granted.ts';
import { preflightFacts } from './facts-preflights.ts';
import { responseFacts } from './facts-responses.ts';
import { hygieneFacts } from './facts-hygiene.ts';
import { stateFacts } from './facts-state.ts';

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
  /** Of most failures; see {@link usualLevel}. */
  readonly level: Level;
  readonly causes: Readonly<Partial<Record<CauseCode, CauseFacts>>>;
}

/** In the order of the index. Every code is in exactly one. */
export const causeGroups: readonly CauseGroup[] = [
  {
    title: 'An allowed origin is blocked',
    about: 'Pages at an origin that the policy allows cannot read responses.',
    level: 'required',
    causes: blockedFacts,
  },
  {
    title: 'Preflights',
    about: 'Simple requests work; PUT, DELETE, JSON or own headers do not, or are slower than necessary.',
    level: 'required',
    causes: preflightFacts,
  },
  {
    title: 'Responses',
    about: 'Some responses, or some of their headers, are not readable, or readable by mistake.',
    level: 'required',
    causes: responseFacts,
  },
  {
    title: 'Access that the policy excludes',
    about: 'Browsers print nothing, because they block nothing: only a test shows these.',
    level: 'security',
    causes: grantedFacts,
  },
  {
    title: 'Responses that depend on other requests',
    about: 'The same request works at one time and not at another, or for an origin that was not meant.',
    level: 'required',
    causes: stateFacts,
  },
  {
    title: 'Caching and hygiene',
    about: 'It works today, and fails with a cache, a proxy or another client.',
    level: 'recommended',
    causes: hygieneFacts,
  },
];

/** Causes whose failures have another level than those of their group. */
const otherLevels: Readonly<Partial<Record<CauseCode, Level>>> = {
  'authorization-not-listed': 'recommended',
  'max-age-missing': 'recommended',
  'max-age-differs': 'recommended',
  'options-not-forwarded': 'informative',
  'method-allowed': 'required',
  'header-allowed': 'required',
  'private-network-allowed': 'recommended',
  'vary-request-missing': 'informative',
  'origin-fails': 'recommended',
};

/** The level that most failures with a cause have, as the faults of test servers show. */
export function usualLevel(code: CauseCode, { level }: CauseGroup): Level {
  return otherLevels[code] ?? level;
}

/** Does not compile where a code has no facts. */
export const causeFacts: Readonly<Record<CauseCode, CauseFacts>> = {
  ...blockedFacts,
  ...preflightFacts,
  ...responseFacts,
  ...grantedFacts,
  ...stateFacts,
  ...hygieneFacts,
};
