import type { Expectation } from '../../src/scenarios/scenario.ts';

/** Why a HEAD that the policy does not state is only reported. */
export const headUnstated =
  'Browsers send HEAD without permission, as they do GET. Some libraries add CORS headers to its response only where HEAD is listed: that is what their configuration says.';

/** What is reported of a HEAD that the policy does not state. */
export const headFacts: NonNullable<Expectation['facts']> = {
  outcome: {
    readable: 'The policy does not state HEAD, and a page at an allowed origin can read its response.',
    blocked:
      'The policy does not state HEAD, and a page at an allowed origin cannot read its response. List HEAD if pages need it.',
  },
};
