import { describe, expect, it } from 'vitest';
import {
  buildMatrix,
  type Check,
  type FaultFacts,
  type MatrixInput,
  problems,
} from '../../../scripts/faults/matrix.ts';

const fault: FaultFacts = {
  id: 'echo',
  title: 'Every origin is given back',
  level: 'security',
  policies: ['allowlist'],
  caughtBy: ['simple/foreign'],
};

function check(changes: Partial<Check> = {}): Check {
  return {
    browser: 'model',
    policy: 'echo@allowlist',
    scenario: 'simple/foreign',
    level: 'security',
    status: 'fail',
    deviations: [],
    ...changes,
  };
}

function input(changes: Partial<MatrixInput> = {}): MatrixInput {
  return {
    faults: [fault],
    harmless: ['none'],
    scenarios: [{ id: 'simple/foreign', level: 'security' }],
    checks: [check(), check({ policy: 'none@allowlist', status: 'pass' })],
    ...changes,
  };
}

const found = (changes: Partial<MatrixInput> = {}, partial = false) =>
  problems(buildMatrix(input(changes)), { partial });

describe('the kill matrix', () => {
  it('has nothing to complain of when each fault is caught and nothing else fails', () => {
    expect(found()).toEqual([]);
  });

  it('complains of a fault that nothing catches, and of the scenario that was to', () => {
    expect(found({ checks: [check({ status: 'pass' })] })).toEqual([
      'echo@allowlist is not detected at level security; nothing fails.',
      'echo is not detected by simple/foreign, although its caughtBy names it; nothing fails.',
      'simple/foreign detects no fault that names it in caughtBy. Add one, or make the scenario informative.',
    ]);
  });

  it('takes no error for a catch', () => {
    expect(found({ checks: [check({ status: 'error' })] })).toHaveLength(3);
  });

  it('lets an informative scenario tell what is unusual about a server that is right', () => {
    const informs = { none: ['origins/upper-case'] };
    const told = check({
      policy: 'none@allowlist',
      scenario: 'origins/upper-case',
      level: 'informative',
    });
    const checks = [...input().checks, told];
    expect(found({ checks })).toEqual([
      'none@allowlist is correct, but origins/upper-case has status fail: ',
    ]);
    expect(found({ checks, informs })).toEqual([]);
    expect(found({ informs })).toEqual([
      'origins/upper-case does not report none, although its informs names it.',
    ]);
    const deviating = {
      ...told,
      status: 'pass' as const,
      deviations: [{ id: 'lax', says: 'It was not sent.' }],
    };
    expect(found({ checks: [...input().checks, deviating], informs })).toEqual([]);
    const gating = { ...told, level: 'recommended' as const };
    expect(found({ checks: [...input().checks, gating], informs })).toHaveLength(2);
  });

  it('takes a pattern for several scenarios, of which one catches the fault', () => {
    const faults = [{ ...fault, caughtBy: ['simple/*'] }];
    const scenarios = [...input().scenarios, { id: 'simple/other', level: 'required' as const }];
    const other = check({ scenario: 'simple/other', status: 'pass' });
    const checks = [...input().checks, other];
    expect(found({ faults, scenarios, checks })).toEqual([
      'simple/other detects no fault that names it in caughtBy. Add one, or make the scenario informative.',
    ]);
    expect(found({ faults, scenarios, checks: [...input().checks, { ...other, status: 'fail' }] })).toEqual(
      [],
    );
    expect(
      found({ faults: [{ ...fault, caughtBy: ['simple/f*', 'simple/o*'] }], scenarios, checks }),
    ).toEqual([
      'echo is not detected by simple/o*, although its caughtBy names it; what fails: simple/foreign.',
      'simple/other detects no fault that names it in caughtBy. Add one, or make the scenario informative.',
    ]);
    const unplayable = ['simple/other', 'simple/foreign'];
    expect(found({ faults, scenarios, checks: [], unplayable })).toEqual([]);
  });

  it('complains of a scenario of another suite that catches what only one suite was to', () => {
    const faults = [{ ...fault, caughtBy: ['simple/foreign', 'other/foreign'], onlyIn: 'simple' }];
    const checks = [...input().checks, check({ scenario: 'other/foreign' })];
    expect(found({ faults, checks })).toEqual([
      'echo is detected by other/foreign, although its onlyIn names another suite.',
    ]);
  });

  it('counts what broke apart', () => {
    expect(buildMatrix(input({ checks: [check({ status: 'error' })] })).errors).toHaveLength(1);
  });

  it.each([
    ['security', 'required', false],
    ['security', 'security', true],
    ['required', 'recommended', false],
    ['required', 'security', true],
    ['recommended', 'informative', false],
    ['recommended', 'recommended', true],
  ] as const)('a fault of level %s that a scenario of level %s catches: %s', (level, by, caught) => {
    const matrix = buildMatrix(input({ faults: [{ ...fault, level }], checks: [check({ level: by })] }));
    expect(matrix.faults[0]?.caught).toBe(caught);
  });

  it('wants a fault to be caught under each of its policies', () => {
    expect(found({ faults: [{ ...fault, policies: ['allowlist', 'closed'] }] })).toEqual([
      'echo@closed is not detected at level security; what fails: simple/foreign.',
    ]);
  });

  it('is content with a scenario that catches a fault under one of its policies', () => {
    const faults = [{ ...fault, policies: ['allowlist', 'closed'] }];
    const checks = [check(), check({ policy: 'echo@closed', scenario: 'simple/other' })];
    expect(found({ faults, checks })).toEqual([]);
  });

  it('does not let a scenario live on a fault that does not name it', () => {
    const scenarios = [...input().scenarios, { id: 'simple/other', level: 'required' as const }];
    const checks = [...input().checks, check({ scenario: 'simple/other', level: 'required' })];
    expect(found({ scenarios, checks })).toEqual([
      'simple/other detects no fault that names it in caughtBy. Add one, or make the scenario informative.',
    ]);
  });

  it('asks nothing of a scenario where the browser deviates in a known way', () => {
    const faults = [{ ...fault, caughtBy: ['simple/foreign', 'simple/other'] }];
    const scenarios = [...input().scenarios, { id: 'simple/other', level: 'required' as const }];
    const other = (id: string | null) =>
      check({
        scenario: 'simple/other',
        status: 'pass',
        deviations: [{ id, says: 'No preflight was sent.' }],
      });
    expect(found({ faults, scenarios, checks: [check(), other('lax')] })).toEqual([]);
    expect(found({ faults, scenarios, checks: [check(), other(null)] })).toHaveLength(2);
  });

  it('neither catches nor lets escape what this browser cannot ask about, for a reason with a name', () => {
    const quiet = (id: string | null) =>
      check({ status: 'pass', deviations: [{ id, says: 'No Origin was sent.' }] });
    const checks = (id: string | null) => [quiet(id), check({ policy: 'none@allowlist', status: 'pass' })];
    expect(buildMatrix(input({ checks: checks('fonts-without-cors') })).faults[0]).toMatchObject({
      caught: false,
      escapesUnder: [],
      unaskedUnder: ['allowlist'],
    });
    expect(found({ checks: checks('fonts-without-cors') })).toEqual([]);
    expect(buildMatrix(input({ checks: checks(null) })).faults[0]?.escapesUnder).toEqual(['allowlist']);
  });

  it('lets escape what one scenario could have asked about', () => {
    const faults = [{ ...fault, caughtBy: ['simple/foreign', 'simple/other'] }];
    const known = check({ status: 'pass', deviations: [{ id: 'lax', says: 'No preflight was sent.' }] });
    const other = check({ scenario: 'simple/other', status: 'pass' });
    expect(buildMatrix(input({ faults, checks: [known, other] })).faults[0]?.escapesUnder).toEqual([
      'allowlist',
    ]);
  });

  it('asks nothing of informative scenarios', () => {
    expect(
      found({ scenarios: [...input().scenarios, { id: 'simple/other', level: 'informative' }] }),
    ).toEqual([]);
  });

  it('asks nothing of scenarios when only some faults are tried', () => {
    expect(
      found({ scenarios: [...input().scenarios, { id: 'simple/other', level: 'required' }] }, true),
    ).toEqual([]);
  });

  it.each(['fail', 'error'] as const)(
    'takes a status of %s where all is right for a false alarm',
    (status) => {
      const checks = [check(), check({ policy: 'none@allowlist', status, message: 'Why.' })];
      expect(found({ checks })).toEqual([
        `none@allowlist is correct, but simple/foreign has status ${status}: Why.`,
      ]);
    },
  );

  it('asks nothing of a scenario that the browser cannot play, as long as a fault names it', () => {
    const scenarios = [...input().scenarios, { id: 'caching/read', level: 'recommended' as const }];
    const faults = [{ ...fault, caughtBy: ['simple/foreign', 'caching/read'] }];
    const unplayable = ['caching/read'];
    expect(found({ scenarios, faults, unplayable })).toEqual([]);
    expect(found({ scenarios, faults })).toHaveLength(2);
    expect(found({ scenarios, unplayable })).toHaveLength(1);
  });
});
