import { describe, expect, it } from 'vitest';
import { type Aim, isMet } from '../../../bench/aims.ts';
import { aimRows, phaseRows } from '../../../bench/table.ts';

const aim: Aim = {
  part: 'cold',
  title: 'a run',
  unit: 's',
  better: 'less',
  aims: { chromium: 3, firefox: 6 },
};

describe('the table of the benchmark', () => {
  it('has the aim beside each figure, and says where it is not met', () => {
    const [title, ...rows] = aimRows(aim, [
      { subject: 'chromium', title: 'Chromium', value: 3.5, note: 'median of 3' },
      { subject: 'firefox', title: 'Firefox', value: 6 },
    ]);
    expect(title).toBe('a run');
    expect(rows[0]).toMatch(/^ {2}Chromium +3\.50 s +≤ 3\.00 s +not met; median of 3$/);
    expect(rows[1]).toMatch(/^ {2}Firefox +6\.00 s +≤ 6\.00 s$/);
  });

  it('says of a browser that is missing how to install it', () => {
    const [, row] = aimRows(aim, [{ subject: 'firefox', title: 'Firefox', missing: 'Install Firefox.' }]);
    expect(row).toMatch(/^ {2}Firefox +– +≤ 6\.00 s +not here: Install Firefox\.$/);
  });

  it('says why a measurement failed', () => {
    const [, row] = aimRows(aim, [{ subject: 'firefox', title: 'Firefox', failed: 'It exited with 1.' }]);
    expect(row).toMatch(/^ {2}Firefox +– +≤ 6\.00 s +failed: It exited with 1\.$/);
  });

  it('knows aims that are met with more', () => {
    const faster: Aim = { ...aim, unit: 'times', better: 'more', aims: { chromium: 45 } };
    expect([isMet(faster, 50, 45), isMet(faster, 40, 45), isMet(aim, 50, 45)]).toEqual([true, false, false]);
    expect(aimRows(faster, [{ subject: 'chromium', title: 'Chromium', value: 50 }])[1]).toMatch(
      /50\.0× +≥ 45\.0×$/,
    );
  });

  it('adds up what the phases cost', () => {
    const rows = phaseRows('Chromium', {
      process: { wallMs: 100, ownMs: 80, childrenMs: 0 },
      checks: { wallMs: 1000, ownMs: 200, childrenMs: 1500 },
    });
    expect(rows[0]).toBe('Chromium');
    expect(rows.at(-1)).toMatch(/^ {2}total +1100 +280 +1500$/);
  });
});
