import { describe, expect, it } from 'vitest';
import { canRewrite, wantsColor } from '../../../src/cli/output.ts';
import { advance, createProgress, initialState, leftMs, progressLine } from '../../../src/cli/progress.ts';
import type { Result, Status } from '../../../src/results/results.ts';
import { recordingIo } from './samples.ts';

function result(status: Status): Result {
  return {
    ...{ target: 't', policy: 'p', browser: 'b', scenario: 'a/b', level: 'required', status, outcome: null },
    ...{ wire: '', deviations: [], durationMs: 1, reproduce: '' },
  };
}

function checks(status: Status) {
  return { kind: 'result', result: result(status) } as const;
}

describe('where lines stay', () => {
  it('notes and warnings are lines', () => {
    const { io, written } = recordingIo();
    const progress = createProgress(io, () => 0);
    progress.onEvent({ kind: 'note', text: 'starting Chromium' });
    progress.onEvent({ kind: 'warning', text: 'odd' });
    progress.stop();
    expect(written.stderr).toBe('starting Chromium\nwarning: odd\n');
  });

  it('what a program wrote before it ended keeps its lines', () => {
    const { io, written } = recordingIo();
    createProgress(io).onEvent({ kind: 'warning', text: 'it ended:\n  \u0007oops' });
    expect(written.stderr).toBe('warning: it ended:\n  \\x07oops\n');
  });

  it('the count is a line at most every five seconds', () => {
    const { io, written } = recordingIo();
    let time = 0;
    const progress = createProgress(io, () => time);
    progress.onEvent({ kind: 'planned', checks: 4 });
    for (const at of [1000, 4999, 5000, 9000]) {
      time = at;
      progress.onEvent(checks(at === 1000 ? 'fail' : 'pass'));
    }
    expect(written.stderr).toBe('0:05  3/4 checks, 1 failed\n');
  });

  it('control characters are shown, not obeyed', () => {
    const { io, written } = recordingIo();
    createProgress(io).onEvent({ kind: 'note', text: '\u001B[2Jgone' });
    expect(written.stderr).toBe(String.raw`\x1b[2Jgone` + '\n');
  });
});

describe('in a terminal', () => {
  it('one line is written over, and is gone at the end', () => {
    const { io, written } = recordingIo({ isTTY: true });
    const progress = createProgress(io, () => 0);
    progress.onEvent({ kind: 'planned', checks: 2 });
    progress.onEvent(checks('error'));
    progress.onEvent({ kind: 'note', text: 'x'.repeat(200) });
    progress.stop();
    expect(written.stderr).not.toContain('\n');
    expect(written.stderr.endsWith('\r\u001B[2K')).toBe(true);
    const drawn = written.stderr.split('\r\u001B[2K').find((line) => line.includes('xxx')) ?? '';
    expect(drawn).toMatch(/^0:00 {2}1\/2 checks, 1 error {2}x+…$/);
    expect(drawn).toHaveLength(79);
  });

  it('what follows is not taken away by a second end', () => {
    const { io, written } = recordingIo({ isTTY: true });
    const progress = createProgress(io, () => 0);
    progress.stop();
    io.stderr.write('report');
    progress.stop();
    expect(written.stderr.endsWith('report')).toBe(true);
  });

  it('a warning stays above the line', () => {
    const { io, written } = recordingIo({ isTTY: true, env: { NO_COLOR: '1' } });
    const progress = createProgress(io, () => 0);
    progress.onEvent({ kind: 'warning', text: 'odd' });
    progress.stop();
    expect(written.stderr).toContain('\r\u001B[2Kwarning: odd\n');
  });
});

it('the line tells time, counts and what is under way', () => {
  const state = { ...initialState, planned: 340, done: 120, failed: 2, broken: 3, note: 'koa-cors' };
  expect(progressLine(state, 62_000)).toBe('1:02  120/340 checks, 2 failed, 3 errors  koa-cors');
});

describe('what is left', () => {
  it('is told of targets when there are several', () => {
    const many = advance(initialState, { kind: 'targets', done: 12, of: 500 }, 0);
    const more = advance({ ...many, planned: 10, done: 4 }, { kind: 'targets', done: 12, of: 500 }, 0);
    expect(progressLine(more, 1000)).toBe('0:01  4/10 checks, 24/500 targets');
    const only = advance({ ...initialState, planned: 4, done: 4 }, { kind: 'targets', done: 1, of: 1 }, 0);
    expect(progressLine(only, 1000)).toBe('0:01  4/4 checks');
  });

  it.each([
    [
      'seconds, from the first check on',
      { done: 100, planned: 300, firstAtMs: 20_000 },
      30_000,
      'about 20 s left',
    ],
    ['minutes', { done: 100, planned: 4100, firstAtMs: 0 }, 10_000, 'about 7 min left'],
  ])('is estimated in %s', (_, state, elapsedMs, says) => {
    expect(progressLine({ ...initialState, ...state }, elapsedMs)).toContain(says);
  });

  it.each([
    ['few checks', { done: 49, planned: 300, firstAtMs: 0 }, 60_000],
    ['a short time', { done: 100, planned: 300, firstAtMs: 56_000 }, 60_000],
    ['everything done', { done: 300, planned: 300, firstAtMs: 0 }, 60_000],
  ])('is not estimated from %s', (_, state, elapsedMs) => {
    expect(leftMs({ ...initialState, ...state }, elapsedMs)).toBeNull();
  });

  it('counts from the first check, not from the start of the browser', () => {
    expect(advance(initialState, checks('pass'), 9000)).toMatchObject({ done: 1, firstAtMs: 9000 });
  });
});

const terminal = { write: () => true, isTTY: true };
const pipe = { write: () => true };

it.each([
  [terminal, {}, true],
  [pipe, {}, false],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { TERM: 'dumb' }, false],
  [pipe, { FORCE_COLOR: '1' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
])('colours: %j with %j is %s', (output, env, color) => {
  expect(wantsColor(output, env)).toBe(color);
});

it('a dumb terminal has no line that is written over', () => {
  expect(canRewrite(terminal, { TERM: 'dumb' })).toBe(false);
  expect(canRewrite(terminal, { TERM: 'xterm' })).toBe(true);
});
