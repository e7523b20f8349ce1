import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/judge/index.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { facts, plan, refused, response, type Said } from './check-facts.ts';

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

function judged(said: readonly Said[], outcome = response()) {
  return judge(facts(check, said, [outcome]), 'again', 'failures');
}

describe('a response that a page claims', () => {
  it.each([
    ['nothing', []],
    ['its preflight', [preflight]],
  ] as const)('is not believed where the wire has %s', (_, said) => {
    const result = judged(said);
    expect(result.status).toBe('error');
    expect(result.message).toContain('claims a response to PUT /resource that was never on the wire');
  });

  it('is not believed where the browser closed the connection before the response', () => {
    const result = judged([preflight, { method: 'PUT', failure: { kind: 'aborted', detail: 'x' } }]);
    expect(result.status).toBe('error');
    expect(result.message).toContain('closed its connection before the response to PUT');
  });

  it('is believed where the wire has it', () => {
    expect(judged([preflight, put]).status).toBe('pass');
  });

  it('need not be there where the page claims none', () => {
    expect(judged([], refused).message ?? '').not.toContain('never on the wire');
  });
});
