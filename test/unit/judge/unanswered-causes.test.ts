import { expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { judge } from '../../../src/judge/index.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { suites } from '../../../suites/index.ts';
import { plan, readyTarget } from './check-facts.ts';

/** A beacon with JSON of which only the preflight was sent. */
function beacon(status: number, headers: readonly RawHeader[]) {
  const scenario = suites.flatMap(({ scenarios }) => scenarios).find(({ id }) => id === 'beacons/json');
  if (scenario === undefined) throw new Error('There is no scenario beacons/json.');
  const planned = plan(scenario, readyTarget(policies.credentialed));
  const preflight = {
    sequence: 0,
    check: 't-0',
    startedAt: 1000,
    durationMs: 1,
    request: {
      method: 'OPTIONS',
      url: `${planned.target.origin}/resource?id=t-0`,
      headers: [
        ['Origin', planned.origin],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'content-type'],
      ],
      body: '',
      bodyBytes: 0,
    },
    response: { status, reason: '', headers, body: '', bodyBytes: 0 },
  } as const;
  const outcome = { steps: [{ kind: 'sent' }] } as const;
  return judge({ planned, outcome, exchanges: [preflight], durationMs: 1 }, 'corspec run', 'failures');
}

it('a beacon that its preflight stops fails by what is wrong with the preflight', () => {
  const allowed: readonly RawHeader[] = [
    ['Access-Control-Allow-Origin', 'https://app.example.test'],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE'],
  ];
  const byStatus = beacon(405, [...allowed, ['Access-Control-Allow-Headers', 'content-type']]);
  expect(byStatus.finding?.cause).toEqual({ code: 'preflight-status', status: 405 });
  const byHeader = beacon(204, allowed);
  expect(byHeader.finding?.cause).toEqual({ code: 'header-not-listed', headers: ['content-type'] });
});
