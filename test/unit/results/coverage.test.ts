import { describe, expect, it } from 'vitest';
import { resolveRoutes } from '../../../src/cli/resolve-routes.ts';
import { coverageOf, coverageText, unlockTexts } from '../../../src/results/index.ts';
import { checkPolicy } from '../../../src/policy/policy-file.ts';
import { policyKeys } from '../../../src/policy/policy.ts';
import { keyOf, type Need, needText, optionOf } from '../../../src/results/needs.ts';
import type { Result } from '../../../src/results/results.ts';
import { routes } from '../../../src/scenarios/scenario.ts';
import { checkRoutes } from '../../../src/targets/routes-file.ts';
import { material } from '../cli/samples.ts';

function result(scenario: string, rest: Partial<Result> = {}): Result {
  const base = { target: 't', policy: 'p', browser: 'model', level: 'required', status: 'pass' } as const;
  return {
    ...base,
    scenario,
    outcome: null,
    wire: '',
    deviations: [],
    durationMs: 1,
    reproduce: '',
    ...rest,
  };
}

function skipped(scenario: string, needs: Need): Result {
  return result(scenario, { status: 'not-applicable', code: 'x', needs });
}

const otherPolicy = { status: 'not-applicable', code: 'policy-not-all' } as const;
const whoami = { code: 'route', route: 'whoami' } as const;

describe('the coverage of a target', () => {
  it('counts checks with a verdict, by family', () => {
    const results = [
      result('simple/a'),
      result('simple/b', { status: 'fail' }),
      result('simple/c', { status: 'error' }),
      skipped('errors/a', whoami),
    ];
    const { ran, of, suites } = coverageOf(results);
    expect({ ran, of, suites }).toEqual({
      ran: 2,
      of: 4,
      suites: [
        { suite: 'simple', ran: 2, of: 3 },
        { suite: 'errors', ran: 0, of: 1 },
      ],
    });
    expect(coverageText(coverageOf(results))).toBe(
      '2 of 4 checks of this policy ran: simple 2/3, errors 0/1.',
    );
  });

  it('does not ask for checks of other policies or methods, nor for what a target cannot express', () => {
    const results = [
      result('simple/a'),
      result('simple/b', otherPolicy),
      result('errors/a', otherPolicy),
      result('errors/c', { status: 'not-applicable', code: 'endpoint-method' }),
      result('errors/b', { status: 'unsupported', code: 'unsupported' }),
    ];
    const coverage = coverageOf(results);
    expect(coverage).toEqual({
      ran: 1,
      of: 1,
      inapplicable: 3,
      suites: [{ suite: 'simple', ran: 1, of: 1 }],
      unlocks: [],
    });
    expect(coverageText(coverage)).toBe('every check of this policy ran (1).');
  });

  it('asks for checks of a field that the policy could state', () => {
    const field = { code: 'policy-field', field: 'methods' } as const;
    const results = [result('simple/a', { ...otherPolicy, code: 'policy-list-unstated', needs: field })];
    expect(coverageOf(results)).toMatchObject({
      of: 1,
      inapplicable: 0,
      unlocks: [{ need: field, checks: 1 }],
    });
  });

  it('names complete families apart', () => {
    const results = [result('simple/a'), skipped('errors/a', whoami)];
    expect(coverageText(coverageOf(results))).toBe(
      '1 of 2 checks of this policy ran: errors 0/1. Complete: simple.',
    );
  });
});

describe('what unlocks the other checks', () => {
  const needs: readonly (readonly [Need, number])[] = [
    [{ code: 'route-contract' }, 9],
    [whoami, 3],
    [{ code: 'allow-writes' }, 5],
    [{ code: 'route', route: 'slow' }, 1],
    [{ code: 'route', route: 'crash' }, 1],
    [{ code: 'browser' }, 1],
  ];
  const results = needs.flatMap(([need, count]) =>
    Array.from({ length: count }, (_, index) => skipped(`errors/${index}`, need)),
  );

  it('is named with the number of checks, the most first, and the rest in one line', () => {
    expect(unlockTexts(coverageOf(results), 3, 'command-line')).toEqual([
      '5 need requests that write: --allow-writes',
      '3 need a route that shows the session: --routes whoami=/me',
      '12 more with --routes (slow, crash), --browser all, --routes standard',
    ]);
  });

  it('stands in a line of its own where there is room', () => {
    const lines = unlockTexts(coverageOf(results), 6, 'command-line');
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe('9 need a server with all routes of docs/servers.md: --routes standard');
  });

  it('is named by keys where the options are written in code or in a configuration', () => {
    expect(unlockTexts(coverageOf(results), 4, 'keys')).toEqual([
      '5 need requests that write: allowWrites: true',
      "3 need a route that shows the session: routes: { whoami: '/me' }",
      "1 needs a slow route (?ms=…): routes: { slow: '/slow' }",
      "11 more with routes (crash), browsers: ['all'], routes: 'standard'",
    ]);
  });

  it.each([...policyKeys])('is a key of a policy: %s', (field) => {
    const { key } = keyOf({ code: 'policy-field', field });
    const text = optionOf({ code: 'policy-field', field }, 'keys');
    const values = text.slice(`${key}: `.length).replaceAll("'", '"').split(' or ');
    expect(text).toMatch(new RegExp(`^${key}: `));
    for (const value of values) expect(checkPolicy({ [key]: JSON.parse(value) }).ok).toBe(true);
  });

  it.each(routes)('is a key that a configuration accepts: %s', (route) => {
    const text = optionOf({ code: 'route', route }, 'keys').replaceAll("'", '"');
    const json = text.replace(/^routes: \{ "?([\w.]+)"?:/, '{ "$1":');
    expect(checkRoutes(JSON.parse(json) as Record<string, unknown>)).toEqual([]);
  });

  it.each(routes)('is an option that corspec understands: %s', (route) => {
    const [option, value = ''] = optionOf({ code: 'route', route }, 'command-line').split(' ');
    expect(option).toBe('--routes');
    expect(resolveRoutes([value], material()).problems).toEqual([]);
    expect(needText({ code: 'route', route }, 1, 'command-line')).toMatch(/^needs an? /);
  });
});
