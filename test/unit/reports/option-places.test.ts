import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../../reports/reporter.ts';
import { unlockLines } from '../../../reports/shared/unlocks.ts';
import { coverageOf } from '../../../src/results/index.ts';
import type { Need } from '../../../src/results/needs.ts';
import type { Result } from '../../../src/results/results.ts';
import { urlInput } from '../../fixtures/sample-cause-results.ts';
import { printed } from './printed.ts';

const whoami: Need = { code: 'route', route: 'whoami' };
const writes: Need = { code: 'allow-writes' };
const maxAge: Need = { code: 'policy-field', field: 'maxAge' };
const browser: Need = { code: 'browser' };

function skipped(needs: Need, target = 'items', policy = 'app'): Result {
  const [result] = urlInput().results.results;
  return { ...(result as Result), status: 'not-applicable', code: 'x', needs, target, policy };
}

const settings = { kind: 'configuration', file: 'corspec.config.ts', entries: {} } as const;
const declarations = {
  app: { file: 'corspec.config.ts', lines: {} },
  open: { file: 'public.json', lines: {} },
};

/** The line that says where keys belong. */
function lastLine(results: readonly Result[], more: Partial<ReportInput> = {}): string | undefined {
  return unlockLines(results, coverageOf(results), 9, { settings, declarations, ...more }).at(-1);
}

describe('where the keys that unlock checks belong', () => {
  it('is an object of the configuration, or the file itself', () => {
    expect(lastLine([skipped(maxAge), skipped(whoami), skipped(writes), skipped(whoami), skipped(browser)])).toBe(
      'In corspec.config.ts: routes and allowWrites of target "items"; maxAge of policy "app"; browsers.',
    );
  }); // prettier-ignore

  it('is the file of a policy', () => {
    expect(lastLine([skipped(maxAge, 'items', 'open'), skipped(writes)])).toBe(
      'In public.json: maxAge. In corspec.config.ts: allowWrites of target "items".',
    );
  });

  it('is no built-in policy', () => {
    expect(lastLine([skipped(maxAge, 'items', 'default')])).toBe(
      'In corspec.config.ts: maxAge of a policy of your own (policy "default" is built in).',
    );
  });

  it('is the entry of the OpenAPI document that a target is a path of', () => {
    const entries = { '/pets': 'targets[2]', '/pets/{id}': 'targets[2]' };
    const results = [skipped(writes, '/pets'), skipped(writes, '/pets/{id}')];
    expect(lastLine(results, { settings: { ...settings, entries } })).toBe(
      'In corspec.config.ts: allowWrites of targets[2].',
    );
  });

  it('is counted where there are many', () => {
    const results = ['a', 'b', 'c', 'd'].map((target) => skipped(writes, target));
    expect(lastLine(results.slice(0, 2))).toContain('allowWrites of target "a" and target "b".');
    expect(lastLine(results)).toBe('In corspec.config.ts: allowWrites of 4 targets.');
  });

  it('is not said of options in code, nor where every check ran', () => {
    const results = [skipped(writes)];
    const inCode = { settings: { kind: 'code' } } as const;
    expect(unlockLines(results, coverageOf(results), 9, inCode)).toEqual([
      '1 needs requests that write: allowWrites: true',
    ]);
    expect(unlockLines([], coverageOf([]), 9, { settings })).toEqual([]);
  });
});

it.each(['terminal', 'markdown'])('is said by every report with the coverage: %s', (reporter) => {
  const input = urlInput();
  expect(printed(reporter, input)).toContain('--expose x-total-count');
  const configured = printed(reporter, { ...input, settings, declarations });
  expect(configured).not.toContain('--expose');
  expect(configured).toContain('exposedHeaders: ');
  expect(configured).toContain('In corspec.config.ts: ');
});
