import { describe, expect, it } from 'vitest';
import { reporters } from '../../../reports/index.ts';
import type { ReportInput } from '../../../reports/reporter.ts';
import { hostileInput, sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';

const failing = (): ReportInput => ({ ...sampleInput({ implementations: 1, failing: 100 }), mode: 'run' });

describe('terminal, of a run', () => {
  it('tells of a failure the message, the wire, the standard and the command', () => {
    const text = printed('terminal', failing());
    expect(text).toContain('✗ preflight/put-allowed');
    expect(text).toContain('A PUT from an allowed origin is let through after one preflight');
    expect(text).toContain('Got: the response names Access-Control-Allow-Origin: *');
    expect(text).toContain('wire    OPTIONS 204, PUT 200');
    expect(text).toContain('spec    https://fetch.spec.whatwg.org/#concept-cors-check');
    expect(text).toContain('rerun   corspec run express --policy allowlist --browser chromium');
  });

  it('tells of a security failure who could do what to whom, and of no other', () => {
    const text = printed('terminal', failing());
    const impacts = text.match(/^ {6}impact {2}Any web site that the user visits reads/gm) ?? [];
    const counts = [...text.matchAll(/security: (\d+) failures?$/gm)].map(([, count]) => Number(count));
    expect(impacts).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  });

  it('tells security failures before the others', () => {
    const text = printed('terminal', failing());
    expect(text.indexOf('security: ')).toBeLessThan(text.indexOf('required: '));
  });

  it('tells errors apart from failures', () => {
    const text = printed('terminal', hostileInput());
    expect(text).toMatch(
      /errors: these checks could not be run; they are not failures of the server[^]*! x\/y/,
    );
  });

  it('reports facts of checks that pass, each once, and apart from failures', () => {
    const input = { ...sampleInput({ implementations: 1, failing: 0 }), mode: 'run' as const };
    const fact = 'A simple POST has no effect.';
    const results = input.results.results.map((result) => ({ ...result, message: fact }));
    const text = printed('terminal', { ...input, results: { ...input.results, results } });
    const [first = ''] = text.split('coverage: ');
    expect(first).toMatch(/facts \(not failures\):\n {4}A simple POST has no effect\.\n/);
    expect(first.split(fact)).toHaveLength(2);
  });

  it('says how many checks of each family ran, and what unlocks the others', () => {
    const text = printed('terminal', { ...sampleInput({ implementations: 1 }), mode: 'run' });
    expect(text).toMatch(
      /\n {2}coverage: 22 of 24 checks of this policy ran: preflight 3\/4, caching 2\/3\. Complete: simple,\n/,
    );
    expect(text).toMatch(/\n {4}3 need a policy that states exposed headers: --expose x-total-count\n/);
  });

  it('ends with the counts and a verdict', () => {
    const lines = printed('terminal', { ...sampleInput({ implementations: 1, failing: 0 }), mode: 'run' })
      .trim()
      .split('\n');
    expect(lines.at(-2)).toMatch(/^\d+ passed, \d+ not applicable in 41\.3 s$/);
    expect(lines.at(-1)).toMatch(/^✓ PASS: conforms to the policy \(\d+ checks passed\)\.$/);
  });

  it('tells what concerns a target as a whole before the counts, with its name where there are several', () => {
    const withNote = (implementations: number) => {
      const input = sampleInput({ implementations });
      const notes = [{ target: input.results.targets[0]?.id ?? '', text: '/login does not follow the route contract.' }]; // prettier-ignore
      return printed('terminal', { ...input, mode: 'run' as const, results: { ...input.results, notes } });
    };
    expect(withNote(1)).toMatch(/^! \/login does not follow the route contract\.\n\d+ passed/m);
    expect(withNote(2)).toMatch(/^! Express\S*.*: \/login does not follow the route contract\.$/m);
  });

  it('has no verdict when every check ended with an error', () => {
    const input = failing();
    const results = input.results.results.map((result) => ({ ...result, status: 'error' as const }));
    const text = printed('terminal', { ...input, results: { ...input.results, results } });
    expect(text).toMatch(/! INCONCLUSIVE: corspec could not run the checks \(\d+ errors\)\.\n$/);
  });

  it('says that a run was cut off', () => {
    const input = { ...sampleInput({ implementations: 1, failing: 0 }), mode: 'run' as const };
    const text = printed('terminal', { ...input, results: { ...input.results, interrupted: true } });
    expect(text).toContain('! INCONCLUSIVE: The run was interrupted, so checks are missing.');
  });

  it('tells the policies under which a target did not run, and why', () => {
    expect(printed('terminal', failing())).toContain('unsupported: express refuses origin "*" together with');
  });
});

describe('terminal, of a comparison', () => {
  it('has a matrix of implementations and policies', () => {
    const text = printed('terminal', sampleInput({ implementations: 6 }), 200);
    expect(text).toMatch(/^ +public +wildcard +development/);
    expect(text).toMatch(/^Express +\d+ [✓✗]/m);
    expect(text).toMatch(/unsupported/);
    expect(text).toMatch(/^Spring Boot .*error/m);
  });

  it('tells security failures in the check', () => {
    expect(printed('terminal', sampleInput({ implementations: 1, failing: 100 }), 200)).toMatch(
      /\d+ ✗ \d+ !sec/,
    );
  });

  it('counts a scenario once, however many browsers ran it', () => {
    const firstRow = (browsers: string[]): string | undefined =>
      printed('terminal', sampleInput({ implementations: 1, browsers, failing: 0 }), 200).split('\n')[1];
    expect(firstRow(['chromium', 'firefox'])).toBe(firstRow(['chromium']));
  });

  it('breaks the matrix into blocks that fit the terminal', () => {
    const matrix = printed('terminal', sampleInput({ implementations: 3, failing: 0 }), 60)
      .split('\n')
      .slice(0, -4);
    expect(Math.max(...matrix.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('tells the same failure under several policies once', () => {
    const input = sampleInput({ implementations: 1, failing: 100 });
    const results = input.results.results.map((result) => ({ ...result, message: 'The same.' }));
    const text = printed('terminal', { ...input, results: { ...input.results, results } }, 200);
    expect(text.match(/✗ simple\/get-allowed {2}under public, wildcard, /g)).toHaveLength(1);
  });

  it('is a survey without a gate, and has a verdict with one', () => {
    const input = sampleInput({ implementations: 2, failing: 100 });
    expect(printed('terminal', input)).toContain('2 of 2 implementations fail: ');
    expect(printed('terminal', { ...input, gate: { strict: false } })).toContain('✗ FAIL: Express, ');
  });
});

describe('terminal, in colour', () => {
  it('has none unless it is asked for', () => {
    const render = (color: boolean): string =>
      reporters.find(({ id }) => id === 'terminal')!.render(failing(), { color, columns: 80 });
    expect(render(false)).not.toContain('\u001b');
    expect(render(true)).toContain('\u001b[31m');
  });
});
