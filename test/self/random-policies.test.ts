import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/run/index.ts';
import type { OriginSymbol } from '../../src/scenarios/origin-symbols.ts';
import type { RequestSpec, Route, Scenario } from '../../src/scenarios/scenario.ts';
import { builtInServers, readImplementation } from '../../src/targets/index.ts';
import { anyHeaders, anyPolicy, sentMethods } from '../catalogue/random-policies.ts';
import { need } from '../requirements.ts';

const seed = 20_261_122;
const policyCount = 60;
const requestsEach = 25;

const policies = Object.fromEntries(
  fc.sample(anyPolicy, { numRuns: policyCount, seed }).map((policy, index) => [`p${index}`, policy]),
);

const askers: readonly (Pick<Scenario, 'from'> & Pick<RequestSpec, 'frame'>)[] = [
  { from: 'allowed' },
  { from: 'allowed-second' },
  { from: 'allowed', frame: 'sandbox' },
  ...(['foreign', 'other-port', 'other-scheme', 'lookalike-suffix'] satisfies OriginSymbol[]).map((from) => ({
    from,
  })),
];

/** What answers every method, with its status. */
const destinations = [
  ['resource', 200],
  ['denied', 403],
  ['missing', 404],
  ['crash', 500],
] as const satisfies readonly (readonly [Route, number])[];

const anyScenario = fc.record({
  asker: fc.constantFrom(...askers),
  destination: fc.constantFrom(...destinations),
  isRedirected: fc.boolean(),
  // What the resource answers: it has no others.
  method: fc.constantFrom(...sentMethods.filter((method) => !['QUERY', 'OPTIONS', 'patch'].includes(method))),
  headers: anyHeaders,
  credentials: fc.constantFrom('omit', 'same-origin', 'include'),
  uploadListener: fc.boolean(),
});

/** Scenarios for one policy each: `random/p7-3`. */
const scenarios: readonly Scenario[] = Object.keys(policies).flatMap((name, index) =>
  fc.sample(anyScenario, { numRuns: requestsEach, seed: seed + index }).map((one, number) => ({
    id: `random/${name}-${number}`,
    title: 'A request has the result that the policy implies',
    level: 'required',
    spec: '#cors-protocol',
    from: one.asker.from,
    request: requestOf(one),
    expect: { byPolicy: true, status: one.destination[1] },
  })),
);

function requestOf({
  asker,
  destination: [route],
  isRedirected,
  method,
  headers,
  credentials,
  uploadListener,
}: typeof anyScenario extends fc.Arbitrary<infer One> ? One : never): RequestSpec {
  const hasBody = !['GET', 'HEAD', 'head'].includes(method);
  return {
    ...(isRedirected
      ? { route: 'redirect', query: { to: `$same-origin/${route}`, status: '307' } }
      : { route }),
    method,
    headers: Object.fromEntries(headers),
    credentials,
    // Chromium ignores a listener without a body.
    ...(uploadListener && hasBody
      ? { client: 'xhr', uploadListener, body: { kind: 'text', text: 'hello' } }
      : {}),
    ...(asker.frame === undefined ? {} : { frame: asker.frame }),
  };
}

describe.each(['model', 'chromium'] as const)('in %s', async (browser) => {
  const { missing } = browser === 'model' ? { missing: null } : await need(browser);

  it.skipIf(missing)(
    `500 random requests under ${policyCount} random policies have the result that the policy implies`,
    async () => {
      const { results } = await run(
        {
          targets: [
            {
              kind: 'implementation',
              implementation: await readImplementation(join(builtInServers, 'reference')),
            },
          ],
          policies,
          policyArguments: {},
          browsers: [browser],
          scenarios,
          isWanted: (policy, { id }) => id.startsWith(`random/${policy}-`),
          timeoutMs: 10_000,
          jobs: 16,
          evidence: 'failures',
        },
        { onEvent: () => undefined, signal: new AbortController().signal },
      );
      const wrong = results.filter(
        ({ status, deviations }) =>
          status === 'fail' || status === 'error' || deviations.some(({ id }) => id === null),
      );
      expect(
        wrong.map(({ scenario, policy, message }) => ({ scenario, policy: policies[policy], message })),
      ).toEqual([]);
      expect(results.filter(({ status }) => status === 'pass').length).toBeGreaterThan(500);
    },
  );
});
