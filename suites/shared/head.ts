import type { Expectation } from '../../src/scenarios/expectation.ts';

/** Why a HEAD that the policy does not mention is only reported. */
export const headUnstated =
  'Browsers send HEAD without a preflight, as they do GET. Some libraries add CORS headers to HEAD responses only if HEAD is listed in their configuration.';

/** What is reported if the policy does not mention HEAD. */
export const headFacts: NonNullable<Expectation['facts']> = {
  outcome: {
    readable:
      'The policy does not mention HEAD, and the response to HEAD is readable from an allowed origin.',
    blocked:
      'The policy does not mention HEAD, and the response to HEAD is not readable from an allowed origin. List HEAD if pages need it.',
  },
};
