import { describe, expect, it } from 'vitest';
import { agreement } from '../../../scripts/agreement.ts';
import type { Result } from '../../../src/results/results.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';

const scenario: Scenario = {
  id: 'simple/get',
  title: 'A page that is allowed reads',
  level: 'required',
  spec: '#cors-check',
  from: 'allowed',
};
const aboutTheConsole: Scenario = { ...scenario, id: 'console/said', when: { abilities: ['console'] } };

function check(browser: string, changes: Partial<Result> = {}): Result {
  return {
    target: 'reference',
    policy: 'public',
    browser,
    scenario: 'simple/get',
    level: 'required',
    status: 'pass',
    outcome: null,
    wire: 'GET 200',
    deviations: [],
    durationMs: 1,
    reproduce: 'corspec run',
    ...changes,
  };
}

const compare = (...results: readonly Result[]) =>
  agreement(results, ['chromium', 'model'], [scenario, aboutTheConsole]);

const failing = (step: string): Partial<Result> => ({
  status: 'fail',
  step: { step, anchor: `#${step}`, says: 'It is not the origin.' },
});

describe('two browsers beside each other', () => {
  it('agree on the same verdict', () => {
    expect(compare(check('chromium'), check('model'))).toEqual({
      checks: 1,
      lone: [],
      excused: [],
      disagreements: [],
    });
  });

  it('disagree where one passes what the other fails', () => {
    expect(
      compare(check('chromium'), check('model', { ...failing('cors-check'), message: 'No header.' }))
        .disagreements,
    ).toEqual([
      'reference public simple/get: chromium says pass; model says fail at cors-check (No header.)',
    ]);
  });

  it('disagree where they fail at different steps', () => {
    const both = [check('chromium', failing('cors-check')), check('model', failing('cors-preflight-fetch'))];
    expect(compare(...both).disagreements).toHaveLength(1);
  });

  it('may differ where a deviation has a name', () => {
    const deviations = [{ id: 'user-agent-is-dropped', says: 'It was not sent.' }];
    const pair = [check('chromium', { status: 'not-applicable', deviations }), check('model')];
    expect(compare(...pair)).toMatchObject({ excused: ['reference public simple/get'], disagreements: [] });
  });

  it('may not differ where a deviation has none', () => {
    const deviations = [{ id: null, says: 'It was not sent.' }];
    const pair = [check('chromium', { status: 'not-applicable', deviations }), check('model')];
    expect(compare(...pair).disagreements).toHaveLength(1);
  });

  it('may differ where one cannot play the scenario', () => {
    const changes = { scenario: 'console/said' };
    const pair = [check('chromium', changes), check('model', { ...changes, status: 'not-applicable' })];
    expect(compare(...pair)).toMatchObject({ excused: ['reference public console/said'], disagreements: [] });
  });

  it('may not differ where it could have played it', () => {
    const pair = [check('chromium'), check('model', { status: 'not-applicable' })];
    expect(compare(...pair).disagreements).toHaveLength(1);
  });

  it('are told apart from a check that one of them lacks', () => {
    expect(compare(check('chromium'))).toMatchObject({ checks: 0, lone: ['reference public simple/get'] });
  });
});
