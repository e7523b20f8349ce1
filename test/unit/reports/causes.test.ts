import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../../reports/reporter.ts';
import type { CauseSummary } from '../../../src/results/results.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';
import { sarifSchema } from './sarif-schema.ts';

/** A run in which every failure has the same cause. */
function withCause(change: Partial<CauseSummary> = {}): ReportInput {
  const input: ReportInput = { ...sampleInput({ implementations: 1, failing: 100 }), mode: 'run' };
  const failed = input.results.results.filter(({ status }) => status === 'fail');
  const [first] = failed;
  if (first === undefined) throw new Error('The sample has no failure.');
  const own = failed.filter(({ policy }) => policy === first.policy);
  const cause: CauseSummary = {
    id: 'origin-reflected',
    code: 'origin-reflected',
    title: 'The server reflects every origin and allows credentials',
    level: 'security',
    target: first.target,
    policy: first.policy,
    browsers: [first.browser],
    data: { origin: 'https://evil.test', credentials: true },
    impact: 'Every site can read the responses.',
    exchange: {
      request: {
        method: 'GET',
        url: 'https://api.test/items?x=1',
        headers: [
          ['Origin', 'https://evil.test'],
          ['Cookie', 'session=secret'],
        ],
      },
      response: { status: 200, headers: [['Access-Control-Allow-Origin', 'https://evil.test\u001b[31m']] },
    },
    message: 'GET …',
    fix: { says: 'List the origins.', snippet: 'app.use(cors({ origin: [] }))\n' },
    checks: own.map(({ scenario, browser }) => ({ scenario, browser })),
    reproduce: 'corspec run https://api.test/items --scenario origins/foreign',
    ...change,
  };
  const results = input.results.results
    .filter(({ policy }) => policy === first.policy)
    .map((result) => (result.status === 'fail' ? { ...result, cause: cause.id } : result));
  return { ...input, results: { ...input.results, causes: [cause], results } };
}

it.each(['terminal', 'markdown'])('%s has the notes of a cause', (reporter) => {
  const notes = [{ code: 'cookie-set-though-blocked', text: 'The browser stores the cookie session.' }];
  expect(printed(reporter, withCause({ notes }))).toContain('The browser stores the cookie session.');
});

describe('terminal, of a run with causes', () => {
  it('has the cause instead of its checks, on one screen', () => {
    const text = printed('terminal', withCause());
    expect(text).toContain('✗ security: The server reflects every origin and allows credentials (');
    expect(text).toMatch(/request GET \/items · Origin: https:\/\/evil\.test\n/);
    expect(text).toContain('impact  Every site can read the responses.');
    expect(text).toContain('fix     List the origins.');
    expect(text).toContain('app.use(cors({ origin: [] }))');
    expect(text).toContain('/docs/causes/origin-reflected.md');
    expect(text).not.toContain('preflight/patch-not-listed');
    expect(text.split('\n').length).toBeLessThan(40);
  });

  it('prints no cookie, and escapes what comes from the wire', () => {
    const text = printed('terminal', withCause());
    expect(text).not.toContain('secret');
    expect(text).not.toContain('\u001b[31m');
  });

  it('lists every check as well with --verbose', () => {
    const text = printed('terminal', { ...withCause(), verbose: true });
    expect(text).toContain('security: The server reflects');
    expect(text).toContain('✗ preflight/patch-not-listed');
  });

  it('ends with the target and the worst cause', () => {
    expect(printed('terminal', withCause()).replaceAll('\n', ' ')).toMatch(
      /✗ FAIL: \S+.*: The server reflects every origin and allows credentials \(\d+ checks?\)\. $/,
    );
  });

  it('marks what does not gate with ⚠, and gates it with --strict', () => {
    const recommended = withCause({ level: 'recommended' });
    expect(printed('terminal', recommended)).toContain('⚠ recommended: The server reflects');
    expect(printed('terminal', { ...recommended, gate: { strict: true } })).toContain('✗ recommended: ');
  });
});

describe('other reports of results with causes', () => {
  it('github: one annotation a cause', () => {
    const lines = printed('github', withCause()).trim().split('\n');
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^::error title=The server reflects every origin[^:]*security[^:]*::Request: GET /,
    );
    expect(lines[0]).toContain('%0AFix: List the origins.');
  });

  it('markdown: the cause with exchange, impact, fix and link', () => {
    const text = printed('markdown', withCause());
    expect(text.match(/<details>/g)).toHaveLength(1);
    expect(text).toContain('❌ security: The server reflects every origin and allows credentials');
    expect(text).toContain('app.use(cors({ origin: [] }))');
    expect(text).not.toContain('secret');
  });

  it('junit: each check names its cause', () => {
    const xml = printed('junit', withCause());
    expect(xml).toContain('message="The server reflects every origin and allows credentials"');
  });

  it('sarif: one alert a cause, valid, at the line of the policy file', () => {
    const input = withCause();
    const policy = input.results.targets.flatMap(({ policies }) => Object.keys(policies))[0] ?? '';
    const declarations = { [policy]: { file: 'cors.json', lines: { origins: 3 } } };
    const log: unknown = JSON.parse(printed('sarif', { ...input, declarations }));
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
    const validate = ajv.compile(sarifSchema);
    expect(validate(log) || validate.errors).toBe(true);
    expect(log).toMatchObject({
      runs: [
        {
          tool: {
            driver: {
              rules: [
                {
                  id: 'origin-reflected',
                  helpUri: expect.stringContaining('/docs/causes/origin-reflected.md') as string,
                  properties: { 'security-severity': '9.1' },
                },
              ],
            },
          },
          results: [
            {
              ruleId: 'origin-reflected',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'cors.json' },
                    region: { startLine: 3 },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });
});
