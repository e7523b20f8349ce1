import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../../reports/reporter.ts';
import { hostileInput, sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';

/** One result whose level and status are as told. */
function single(level: 'required' | 'recommended', strict: boolean): ReportInput {
  const input = sampleInput({ implementations: 1, failing: 100, scenarios: 1 });
  const [first] = input.results.results;
  const results = { ...input.results, targets: [], results: [{ ...first!, level, status: 'fail' as const }] };
  return { ...input, results, mode: 'run', gate: { strict } };
}

describe('json', () => {
  it('is the results, unchanged', () => {
    for (const input of [sampleInput({ implementations: 2 }), hostileInput()])
      expect(JSON.parse(printed('json', input))).toEqual(JSON.parse(JSON.stringify(input.results)));
  });

  it('has one result a line', () => {
    const input = sampleInput({ implementations: 1 });
    const lines = printed('json', input)
      .split('\n')
      .filter((line) => line.startsWith('    {"target":'));
    expect(lines).toHaveLength(input.results.results.length);
  });
});

describe('junit', () => {
  it('has a suite for each target, policy, browser and family', () => {
    const xml = printed('junit', sampleInput({ implementations: 1, browsers: ['chromium', 'firefox'] }));
    expect(xml).toContain('<testsuite name="express / allowlist / chromium / preflight" tests="');
    expect(xml).toContain('<testsuite name="express / allowlist / firefox / preflight" tests="');
  });

  it('has totals, which are the sums of the suites', () => {
    const xml = printed('junit', sampleInput({ implementations: 6, failing: 40 }));
    const [whole, ...suites] = [...xml.matchAll(/<testsuites? [^>]*>/g)].map(([tag]) => tag);
    for (const name of ['tests', 'failures', 'errors', 'skipped']) {
      const of = (tag = ''): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1]);
      expect(of(whole)).toBe(suites.reduce((sum, tag) => sum + of(tag), 0));
    }
  });

  it('makes a failure of a gating level a failure, and of a lower one output', () => {
    expect(printed('junit', single('required', false))).toContain('failures="1"');
    expect(printed('junit', single('recommended', false))).toMatch(
      /failures="0"[^]*<system-out>recommended failure/,
    );
  });

  it('makes a recommended failure a failure when that gates', () => {
    expect(printed('junit', single('recommended', true))).toMatch(
      /failures="1"[^]*<failure type="recommended"/,
    );
  });

  it('tells errors as errors and what does not apply as skipped', () => {
    expect(printed('junit', hostileInput())).toContain('<error type="error" message="stderr: ');
    expect(printed('junit', sampleInput({ implementations: 1 }))).toContain('<skipped message="The policy ');
  });

  it('tells a policy under which a target did not run', () => {
    const xml = printed('junit', sampleInput({ implementations: 6 }));
    expect(xml).toContain('<skipped message="unsupported: express refuses origin &quot;*&quot;');
    expect(xml).toContain('<error message="error: The process ended with status 1."/>');
  });

  it('lets no markup of a target through', () => {
    const xml = printed('junit', hostileInput());
    expect(xml).not.toMatch(/<script|\]\]>|<!--/);
    expect(xml).toContain('&lt;script&gt;');
  });

  it('escapes halves of surrogate pairs, which XML forbids', () => {
    const input = single('required', false);
    const [first] = input.results.results;
    const results = { ...input.results, results: [{ ...first!, message: 'half \ud800 and \uffff' }] };
    expect(printed('junit', { ...input, results })).toContain('half \\ud800 and \\uffff');
  });
});

describe('markdown', () => {
  it('tells of a security failure who could do what to whom', () => {
    const text = printed('markdown', sampleInput({ implementations: 2, failing: 60 }));
    expect(text).toMatch(
      /❌ security: [^]*?\n\nAny web site that the user visits reads, with the user’s session/,
    );
  });

  it('has the verdict, the matrix and a block for each failure', () => {
    const text = printed('markdown', sampleInput({ implementations: 2, failing: 3 }));
    expect(text).toMatch(/^## 📊 CORS: \d of 2 implementations/);
    expect(text).toContain('|  | public | wildcard | development |');
    expect(text).toMatch(/<details><summary>❌ \w+: <code>[\w/-]+<\/code>/);
    expect(text).toContain('(https://fetch.spec.whatwg.org/#concept-cors-check)');
  });

  it('has the coverage of a run and what unlocks more checks, before the findings', () => {
    const input = single('required', false);
    const [first] = input.results.results;
    const needs = { code: 'route', route: 'whoami' } as const;
    const skipped = {
      ...first!,
      scenario: 'credentials/get',
      status: 'not-applicable' as const,
      code: 'no-route',
      needs,
    };
    const results = { ...input.results, results: [first!, skipped] };
    const text = printed('markdown', { ...input, results });
    expect(text).toContain('**Coverage:** 1 of 2 checks of this policy ran: credentials 0/1.');
    expect(text).toMatch(/\n- 1 needs .*--routes whoami/);
    expect(text.indexOf('**Coverage')).toBeLessThan(text.indexOf('<details>'));
    expect(printed('markdown', { ...input, mode: 'compare', results })).not.toContain('Coverage');
  });

  it('stays within what a comment of GitHub holds', () => {
    expect(printed('markdown', sampleInput({ implementations: 6, failing: 60 })).length).toBeLessThan(65_536);
  });

  it('lets no markup, table border or mention of a target through', () => {
    const outside = printed('markdown', hostileInput()).replace(/```[^]*?```/g, '');
    expect(outside).not.toMatch(/<script|@everyone|[^\\]`x/);
    expect(outside).not.toMatch(/[^\\]\| "q"/);
  });

  it('fences a block with more backticks than it holds', () => {
    const input = single('required', false);
    const [first] = input.results.results;
    const results = { ...input.results, results: [{ ...first!, message: 'a\n````\n# b' }] };
    expect(printed('markdown', { ...input, results })).toContain('`````text\na\n````\n# b');
  });
});

describe('github', () => {
  it('annotates a gating failure as an error and another one as a warning', () => {
    expect(printed('github', single('required', false))).toMatch(/^::error title=simple\/get-allowed/);
    expect(printed('github', single('recommended', false))).toMatch(/^::warning title=/);
    expect(printed('github', single('recommended', true))).toMatch(/^::error title=/);
  });

  it('lets no command of a target through', () => {
    const input = single('required', false);
    const [first] = input.results.results;
    const message = 'one\n::stop-commands::x\r\n100%';
    const results = { ...input.results, results: [{ ...first!, scenario: 'a/b,c:d', message }] };
    const lines = printed('github', { ...input, results })
      .trim()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('title=a/b%2Cc%3Ad (required)%3A ');
    expect(lines[0]).toContain('one%0A::stop-commands::x\\r%0A100%25');
  });
});

describe('sarif', () => {
  it('has a rule for each scenario that failed, and a result for each failure', () => {
    const input = single('required', false);
    const [run] = JSON.parse(printed('sarif', input)).runs;
    expect(run.tool.driver.rules).toMatchObject([{ id: 'simple/get-allowed' }]);
    expect(run.results).toMatchObject([{ ruleId: 'simple/get-allowed', ruleIndex: 0, level: 'error' }]);
  });

  it('tells errors as notifications of a run that did not succeed', () => {
    const [run] = JSON.parse(printed('sarif', hostileInput())).runs;
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1);
    expect(run.results).toHaveLength(1);
  });
});
