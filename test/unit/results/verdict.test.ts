import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../../reports/reporter.ts';
import { type Gate, verdictOf } from '../../../src/results/index.ts';
import type { Result, Results, Status } from '../../../src/results/results.ts';
import type { Level } from '../../../src/scenarios/scenario.ts';
import { printed } from '../reports/printed.ts';

type Check = `${Level} ${Status}`;
type TargetStatus = Results['targets'][number]['policies'][string]['status'];

interface Given {
  readonly checks: readonly Check[];
  readonly gate?: 'strict' | 'survey';
  /** Another target, beside the one that the checks are about. */
  readonly other?: TargetStatus;
  readonly interrupted?: true;
  /** Whether an allowed origin could read a response of the target; and how many of the first passes are vacuous. */
  readonly readable?: boolean;
  readonly vacuous?: number;
}

interface Row extends Given {
  readonly status: 0 | 1 | 3;
  readonly sentence: string;
}

const table: readonly Row[] = [
  { checks: ['required pass'], status: 0, sentence: 'PASS: conforms to the policy (1 check passed).' },
  {
    checks: ['required pass', 'required unsupported', 'required not-applicable'],
    status: 0,
    sentence: 'PASS: conforms to the policy (1 check passed).',
  },
  {
    checks: ['required pass', 'recommended fail', 'informative fail'],
    status: 0,
    sentence:
      'PASS: conforms to the policy (1 check passed). At levels that do not affect the result, 2 checks failed.',
  },
  {
    checks: ['required pass', 'recommended error', 'informative error'],
    status: 0,
    sentence:
      'PASS: conforms to the policy (1 check passed). At levels that do not affect the result, 2 checks could not be run.',
  },
  {
    checks: ['required pass', 'informative fail', 'informative error'],
    status: 0,
    sentence:
      'PASS: conforms to the policy (1 check passed). At levels that do not affect the result, 1 check failed and 1 check could not be run.',
  },
  { checks: ['informative pass'], status: 0, sentence: 'PASS: conforms to the policy (1 check passed).' },
  {
    checks: ['required pass', 'required fail'],
    status: 1,
    sentence: 'FAIL: Target does not conform to the policy (1 check failed).',
  },
  {
    checks: ['required fail', 'security fail', 'informative fail'],
    status: 1,
    sentence:
      'FAIL: Target grants access that the policy excludes (2 checks failed, 1 of them at level security).',
  },
  {
    checks: ['required fail', 'required error'],
    status: 1,
    sentence: 'FAIL: Target does not conform to the policy (1 check failed). corspec could not run 1 check.',
  },
  {
    checks: ['required pass', 'required error'],
    status: 3,
    sentence: 'INCONCLUSIVE: corspec could not run 1 check.',
  },
  {
    checks: ['required pass', 'security error', 'informative error'],
    status: 3,
    sentence: 'INCONCLUSIVE: corspec could not run 1 check.',
  },
  {
    checks: ['required error'],
    status: 3,
    sentence: 'INCONCLUSIVE: corspec could not run the checks (1 error).',
  },
  { checks: [], status: 3, sentence: 'INCONCLUSIVE: No check applies.' },
  { checks: ['required not-applicable'], status: 3, sentence: 'INCONCLUSIVE: No check applies.' },
  { checks: ['required unsupported'], status: 3, sentence: 'INCONCLUSIVE: No check applies.' },
  {
    checks: ['required pass', 'recommended fail'],
    gate: 'strict',
    status: 1,
    sentence: 'FAIL: Target does not conform to the policy (1 check failed).',
  },
  {
    checks: ['required pass', 'recommended error'],
    gate: 'strict',
    status: 3,
    sentence: 'INCONCLUSIVE: corspec could not run 1 check.',
  },
  {
    checks: ['required pass', 'informative fail'],
    gate: 'strict',
    status: 0,
    sentence:
      'PASS: conforms to the policy (1 check passed). At levels that do not affect the result, 1 check failed.',
  },
  {
    checks: ['required pass'],
    other: 'error',
    status: 3,
    sentence:
      'INCONCLUSIVE: Not tested, because it did not start, could not be reached, or gave an unexpected status: Other.',
  },
  {
    checks: ['required pass'],
    other: 'unavailable',
    status: 3,
    sentence: 'INCONCLUSIVE: Not tested, because this machine lacks programs that they need: Other.',
  },
  {
    checks: ['required pass'],
    other: 'unsupported',
    status: 0,
    sentence: 'PASS: conforms to the policy (1 check passed).',
  },
  {
    checks: ['required fail'],
    other: 'error',
    status: 1,
    sentence:
      'FAIL: Target does not conform to the policy (1 check failed). Not tested, because it did not start, could not be reached, or gave an unexpected status: Other.',
  },
  {
    checks: ['required pass'],
    interrupted: true,
    status: 3,
    sentence: 'INCONCLUSIVE: The run was interrupted, so checks are missing.',
  },
  {
    checks: ['required fail'],
    interrupted: true,
    status: 1,
    sentence:
      'FAIL: Target does not conform to the policy (1 check failed). The run was interrupted, so checks are missing.',
  },
  {
    checks: ['required pass'],
    gate: 'survey',
    status: 0,
    sentence: '1 implementation compared: no failures.',
  },
  {
    checks: ['required pass', 'recommended fail'],
    gate: 'survey',
    status: 0,
    sentence: '1 implementation compared: no failures.',
  },
  {
    checks: ['required fail', 'required error'],
    gate: 'survey',
    status: 0,
    sentence: '1 of 1 implementation fails. corspec could not run 1 check.',
  },
  {
    checks: ['security fail'],
    gate: 'survey',
    status: 0,
    sentence: '1 of 1 implementation fails: Target grants access that the policies exclude.',
  },
  {
    checks: ['required pass'],
    gate: 'survey',
    other: 'unavailable',
    status: 0,
    sentence:
      '1 implementation compared: no failures. Not tested, because this machine lacks programs that they need: Other.',
  },
  {
    checks: ['required error'],
    gate: 'survey',
    status: 3,
    sentence: 'INCONCLUSIVE: corspec could not run the checks (1 error).',
  },
  { checks: [], gate: 'survey', status: 3, sentence: 'INCONCLUSIVE: No check applies.' },
  {
    checks: ['required pass', 'security pass'],
    readable: true,
    status: 0,
    sentence: 'PASS: conforms to the policy (2 checks passed).',
  },
  {
    checks: ['security pass', 'security pass'],
    readable: false,
    vacuous: 2,
    status: 3,
    sentence:
      'INCONCLUSIVE: No response to an allowed origin was readable, so nothing shows that CORS works on Target. Every passed check would also pass on a server without CORS headers.',
  },
  {
    checks: ['security pass', 'recommended pass', 'recommended fail'],
    readable: false,
    vacuous: 1,
    status: 3,
    sentence:
      'INCONCLUSIVE: No response to an allowed origin was readable, so nothing shows that CORS works on Target. 1 of 2 passed checks would also pass on a server without CORS headers.',
  },
  {
    checks: ['required pass'],
    readable: false,
    status: 3,
    sentence:
      'INCONCLUSIVE: No response to an allowed origin was readable, so nothing shows that CORS works on Target.',
  },
  {
    checks: ['security pass', 'required fail'],
    readable: false,
    vacuous: 1,
    status: 1,
    sentence: 'FAIL: Target does not conform to the policy (1 check failed).',
  },
  {
    checks: ['required not-applicable'],
    readable: false,
    status: 3,
    sentence: 'INCONCLUSIVE: No check applies.',
  },
  {
    checks: ['security pass'],
    gate: 'survey',
    readable: false,
    vacuous: 1,
    status: 0,
    sentence:
      '1 implementation compared: no failures. No response to an allowed origin was readable, so nothing shows that CORS works on Target. Every passed check would also pass on a server without CORS headers.',
  },
  {
    checks: ['required fail'],
    gate: 'survey',
    interrupted: true,
    status: 3,
    sentence: 'INCONCLUSIVE: The run was interrupted, so checks are missing.',
  },
];

describe.each(table)('$checks $gate $other $interrupted $readable', (row) => {
  const input = inputOf(row);

  it('gives this exit status and this sentence', () => {
    const { status, sentence } = verdictOf(input.results, gateOf(row));
    expect({ status, sentence }).toEqual({ status: row.status, sentence: row.sentence });
  });

  it('is the sentence of every report', () => {
    const { sentence } = row;
    expect(unwrapped(printed('terminal', input)).trimEnd().endsWith(` ${sentence}`)).toBe(true);
    expect(printed('html', input)).toContain(`<title>corspec: ${sentence}</title>`);
    expect(printed('markdown', input).split('\n')[0]?.replaceAll('\\', '')).toContain(sentence);
    expect(printed('github', input).trimEnd().endsWith(`. ${sentence}`)).toBe(true);
  });
});

/** A survey without a gate gives CI servers nothing to decide. */
const decided = table.filter(({ gate, status }) => gate !== 'survey' || status !== 0);

describe.each(decided)('$checks $gate $other $interrupted', (row) => {
  it('agrees with what CI servers make of JUnit and SARIF', () => {
    const input = inputOf(row);
    const xml = printed('junit', input);
    const broken = /<failure |<error /.test(xml);
    if (row.gate !== 'survey') expect(row.status === 0 && broken).toBe(false);
    if (row.checks.some((check) => check === 'required error') || row.status === 1) expect(broken).toBe(true);
    const [run] = JSON.parse(printed('sarif', input)).runs;
    if (row.status === 3) expect(run.invocations[0].executionSuccessful).toBe(false);
    if (row.status === 0 && row.gate !== 'survey') expect(run.invocations[0].executionSuccessful).toBe(true);
  });
});

it('names at most three targets', () => {
  const targets = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
    id,
    title: '',
    versions: {},
    policies: { p: { status: 'ready' as const } },
  }));
  const results = targets.map(({ id }) => ({ ...resultOf('required fail'), target: id }));
  const { sentence } = verdictOf({ ...inputOf({ checks: [] }).results, targets, results }, { strict: false });
  expect(sentence).toBe('FAIL: a, b, c and 2 more do not conform to the policy (5 checks failed).');
});

describe('with causes', () => {
  /** `a:vary-missing` is a cause at target a, with one check. */
  function sentenceFor(...wanted: readonly string[]): string {
    const pairs = wanted.map((text) => text.split(':') as [string, string]);
    const ids = [...new Set(pairs.map(([target]) => target))];
    const targets = ids.map((id) => ({ id, title: '', versions: {}, policies: {} }));
    const causes = pairs.map(([target, code]) => {
      const level = code === 'origin-reflected' ? ('security' as const) : ('required' as const);
      const checks = [{ scenario: `a/${code}`, browser: 'model' }];
      const texts = { title: `The ${code}`, impact: '', message: '', fix: { says: '' }, reproduce: '' };
      const data = { origin: `https://${target}.test` };
      return { id: code, code, level, target, policy: 'p', browsers: ['model'], data, checks, ...texts };
    });
    const results = causes.map(({ target, level, id }) => ({
      ...resultOf(`${level} fail`), target, policy: 'p', scenario: `a/${id}`, cause: id,
    })); // prettier-ignore
    const all = { ...inputOf({ checks: [] }).results, targets, causes, results };
    return verdictOf(all, { strict: false }).sentence;
  }

  it('names the worst one of a target', () => {
    expect(sentenceFor('a:cors-missing')).toBe('FAIL: a: The cors-missing (1 check).');
    expect(sentenceFor('a:vary-missing', 'a:origin-reflected', 'a:cors-missing')).toBe(
      'FAIL: a: The origin-reflected (1 check). 2 more problems.',
    );
  });

  it('counts the same mistake once, and says in how many targets it is', () => {
    expect(sentenceFor(...['a', 'b', 'c', 'd', 'e'].map((target) => `${target}:cors-missing`))).toBe(
      'FAIL: a, b, c and 2 more: The cors-missing (5 checks in 5 targets).',
    );
    expect(sentenceFor('a:cors-missing', 'a:vary-missing', 'b:cors-missing', 'b:vary-missing')).toBe(
      'FAIL: a, b: The cors-missing (2 checks in 2 targets). 1 more problem.',
    );
  });

  it('says how many targets fail where not all of them have the worst one', () => {
    expect(sentenceFor('a:cors-missing', 'b:origin-reflected', 'c:cors-missing')).toBe(
      'FAIL: b: The origin-reflected (1 check). 1 more problem. In all, 3 targets fail.',
    );
  });
});

function gateOf({ gate }: Given): Gate {
  return gate === 'survey' ? null : { strict: gate === 'strict' };
}

function inputOf({ checks, gate, other, interrupted, readable, vacuous = 0 }: Given): ReportInput {
  const target = (id: string, title: string, status: TargetStatus) => ({
    id,
    title,
    versions: {},
    policies: { allowlist: { status, ...(id === 'target' && readable !== undefined && { readable }) } },
  });
  const results: Results = {
    schema: 'corspec/results@1',
    tool: { name: 'corspec', version: '0.0.0' },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    ...(interrupted && { interrupted }),
    browsers: [],
    targets: [
      target('target', 'Target', 'ready'),
      ...(other === undefined ? [] : [target('other', 'Other', other)]),
    ],
    results: checks.map((check, index) => ({
      ...resultOf(check),
      ...(check.endsWith(' pass') && index < vacuous && { vacuous: true as const }),
    })),
  };
  const facts = { results, scenarios: [], policies: {} };
  return gate === 'survey'
    ? { ...facts, mode: 'compare' }
    : { ...facts, mode: 'run', gate: { strict: gate === 'strict' } };
}

function resultOf(check: Check): Result {
  const [level, status] = check.split(' ') as [Level, Status];
  const rest = { outcome: null, wire: '', deviations: [], durationMs: 1, reproduce: '' };
  return { target: 'target', policy: 'allowlist', browser: 'model', scenario: 'a/b', level, status, ...rest };
}

/** A report of the terminal, its lines joined again. */
function unwrapped(text: string): string {
  return text.replaceAll(/\n */g, ' ');
}
