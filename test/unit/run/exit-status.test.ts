import { describe, expect, it } from 'vitest';
import { exitStatus } from '../../../src/run/exit-status.ts';
import type { Result, Results, Status } from '../../../src/vocabulary/results.ts';
import type { Level } from '../../../src/vocabulary/scenario.ts';

type Cell = `${Level} ${Status}`;
type TargetStatus = Results['targets'][number]['policies'][string]['status'];

function resultsOf(
  cells: readonly Cell[],
  extra: { target?: TargetStatus; interrupted?: true } = {},
): Results {
  const policies = { allowlist: { status: extra.target ?? 'ready' } };
  return {
    schema: 'corspec/results@1',
    tool: { name: 'corspec', version: '0.0.0' },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    ...(extra.interrupted && { interrupted: true }),
    browsers: [],
    targets: [{ id: 'target', title: 'Target', versions: {}, policies }],
    results: cells.map(resultOf),
  };
}

function resultOf(cell: Cell): Result {
  const [level, status] = cell.split(' ') as [Level, Status];
  const rest = { outcome: null, wire: '', deviations: [], durationMs: 1, reproduce: '' };
  return { target: 'target', policy: 'allowlist', browser: 'model', scenario: 'a/b', level, status, ...rest };
}

const run = { strict: false, gate: true };
const strict = { strict: true, gate: true };
const survey = { strict: false, gate: false };

describe('run', () => {
  it.each<[Cell[], number]>([
    [['required pass'], 0],
    [['required pass', 'required unsupported', 'required not-applicable'], 0],
    [['required pass', 'recommended fail', 'informative fail'], 0],
    [['required pass', 'recommended error', 'informative error'], 0],
    [['required pass', 'required fail'], 1],
    [['required pass', 'security fail'], 1],
    [['required fail', 'required error'], 1],
    [['required pass', 'required error'], 3],
    [['required pass', 'security error'], 3],
    [['informative pass'], 0],
    [[], 3],
    [['required not-applicable'], 3],
    [['required unsupported'], 3],
  ])('%j gives %i', (cells, status) => {
    expect(exitStatus(resultsOf(cells), run)).toBe(status);
  });

  it.each<[Cell[], number]>([
    [['required pass', 'recommended fail'], 1],
    [['required pass', 'recommended error'], 3],
    [['required pass', 'informative fail'], 0],
  ])('with --strict %j gives %i', (cells, status) => {
    expect(exitStatus(resultsOf(cells), strict)).toBe(status);
  });

  it.each<[TargetStatus, Cell[], number]>([
    ['error', ['required pass'], 3],
    ['unavailable', ['required pass'], 3],
    ['unsupported', ['required pass'], 0],
    ['error', ['required fail'], 1],
  ])('with another target that is %s, %j gives %i', (target, cells, status) => {
    expect(exitStatus(resultsOf(cells, { target }), run)).toBe(status);
  });

  it.each<[Cell[], number]>([
    [['required pass'], 3],
    [['required fail'], 1],
  ])('interrupted, %j gives %i', (cells, status) => {
    expect(exitStatus(resultsOf(cells, { interrupted: true }), run)).toBe(status);
  });
});

describe('compare without --gate', () => {
  it.each<[Cell[], number]>([
    [['required pass'], 0],
    [['required fail', 'security fail', 'required error'], 0],
    [['required error'], 3],
    [[], 3],
  ])('%j gives %i', (cells, status) => {
    expect(exitStatus(resultsOf(cells), survey)).toBe(status);
  });

  it('is fine with a target that could not be started beside one that could', () => {
    expect(exitStatus(resultsOf(['required pass'], { target: 'unavailable' }), survey)).toBe(0);
  });

  it('is no comparison when it was interrupted', () => {
    expect(exitStatus(resultsOf(['required fail'], { interrupted: true }), survey)).toBe(3);
  });
});
