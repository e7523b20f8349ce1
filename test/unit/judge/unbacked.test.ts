import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { facts, judged, plan, refused, response, type Said } from './check-facts.ts';

const scenario: Scenario = {
  id: 'simple/x',
  title: 'x',
  level: 'required',
  spec: '#x',
  from: 'allowed',
  request: { route: 'resource', method: 'PUT' },
  expect: { outcome: 'readable', status: 200 },
};
const check = plan(scenario);
const allow = [['Access-Control-Allow-Origin', check.origin], ['Access-Control-Allow-Methods', 'PUT']] as const; // prettier-ignore
const preflight: Said = {
  method: 'OPTIONS',
  asked: [['Access-Control-Request-Method', 'PUT']],
  status: 204,
  headers: allow,
};
const put: Said = { method: 'PUT', status: 200, headers: allow };

function claimed(said: readonly Said[], outcome = response()) {
  return judged(facts(check, said, [outcome]));
}

describe('a response that a page claims', () => {
  it.each([
    ['nothing', []],
    ['its preflight', [preflight]],
  ] as const)('is not believed where the wire has %s', (_, said) => {
    const result = claimed(said);
    expect(result.status).toBe('error');
    expect(result.reason).toEqual({ code: 'unbacked-response', method: 'PUT', path: '/resource' });
  });

  it('is not believed where the browser closed the connection before the response', () => {
    const result = claimed([preflight, { method: 'PUT', failure: { kind: 'aborted', detail: 'x' } }]);
    expect(result.status).toBe('error');
    expect(result.reason).toMatchObject({ code: 'connection-closed', method: 'PUT' });
  });

  it('is believed where the wire has it', () => {
    expect(claimed([preflight, put]).status).toBe('pass');
  });

  it('need not be there where the page claims none', () => {
    expect(claimed([], refused).reason).not.toMatchObject({ code: 'unbacked-response' });
  });
});
