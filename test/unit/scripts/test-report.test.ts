import { describe, expect, it } from 'vitest';
import { closingLines, count } from '../../../scripts/test-report.ts';

const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

describe('the count at the end of npm test', () => {
  it('counts the tests of all files', () => {
    const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed')] };
    expect(count({ report, vitestStatus: 1, missing: 0 })).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that broke before its first test as a failure', () => {
    const report = { testResults: [file('failed'), file('passed', 'passed')] };
    expect(count({ report, vitestStatus: 1, missing: 0 })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts an error that no test owns as a failure', () => {
    const report = { testResults: [file('passed', 'passed')] };
    expect(count({ report, vitestStatus: 1, missing: 0 })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('takes a run without a report for a failure', () => {
    expect(count({ report: undefined, vitestStatus: 137, missing: 0 }).failed).toBe(1);
  });

  it('counts what is missing and must be there as a failure', () => {
    const report = { testResults: [file('passed', 'passed')] };
    expect(count({ report, vitestStatus: 0, missing: 2 })).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it('says what is missing before the closing line', () => {
    const lines = closingLines({ passed: 1, failed: 0, skipped: 3 }, ['webkit: no driver'], false);
    expect(lines).toContain('  webkit: no driver');
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 3 skipped');
  });
});
