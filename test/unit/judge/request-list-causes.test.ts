import { expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { judge } from '../../../src/judge/index.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { suites } from '../../../suites/index.ts';
import { exchanges, plan, readyTarget, refused } from './check-facts.ts';

const policy = { ...policies.credentialed, requestHeaders: ['X-Api-Key', 'Content-Type'] } as const;

/** The cause where a server mirrors only the first of the names that a preflight asks for, as Starlette does with two lines. */
function causeOf(id: string, asked: readonly string[]) {
  const scenario = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`There is no scenario ${id}.`);
  const planned = plan(scenario, readyTarget(policy));
  const lines = asked.map((line): RawHeader => ['Access-Control-Request-Headers', line]);
  const method = scenario.id.startsWith('robustness/') ? 'PUT' : 'GET';
  const headers: readonly RawHeader[] = [
    ['Access-Control-Allow-Origin', planned.origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Methods', 'GET, PUT'],
    ['Access-Control-Allow-Headers', 'content-type'],
  ];
  const preflight = {
    method: 'OPTIONS',
    asked: [['Access-Control-Request-Method', method] as const, ...lines],
    status: 200,
    headers,
  };
  const facts = { planned, outcome: { steps: [refused] }, exchanges: exchanges(planned, [preflight]) };
  return judge({ ...facts, durationMs: 1 }, 'corspec run', 'failures').finding?.cause;
}

it('a name that is missing only where the list has two lines is no missing permission', () => {
  expect(causeOf('robustness/headers-several-lines', ['content-type', 'x-api-key'])).toEqual({
    code: 'request-list-misread',
    headers: ['x-api-key'],
    lines: 2,
  });
  expect(causeOf('robustness/headers-spaces', ['content-type ,\tx-api-key'])).toMatchObject({ lines: 1 });
});

it('a name that is missing in the list of a browser is a missing permission', () => {
  expect(causeOf('preflight/header-allowed', ['x-api-key'])).toEqual({
    code: 'header-not-listed',
    headers: ['x-api-key'],
  });
});
