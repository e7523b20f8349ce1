import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../../reports/html/assets/model.js';
import { reporters } from '../../../reports/index.ts';
import type { ReportInput } from '../../../reports/reporter.ts';
import { packageRoot } from '../../../src/package.ts';
import { type Result, resultsSchema } from '../../../src/results/results.ts';
import { hostileCauses } from '../../fixtures/sample-cause-results.ts';
import { hostileInput, sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';
import { sarifSchema } from './sarif-schema.ts';
import { elements, readXml } from './xml.ts';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const active = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2028]/;

describe('the sample results', () => {
  it('are results as the schema has them', () => {
    for (const { results } of [sampleInput({ implementations: 2 }), hostileInput()])
      expect(resultsSchema.safeParse(results)).toMatchObject({ success: true });
  });

  it('are the same each time', () => {
    expect(sampleInput({ implementations: 2 })).toEqual(sampleInput({ implementations: 2 }));
  });
});

/** A failing check, as it was read from a report. */
interface ReportedFailure {
  readonly scenario: string;
  /** The whole text about it. */
  readonly text: string;
}

/**
 * Each reads the failing checks from a report, as the programs that take the format do, and throws when the report is
 * not of that format.
 */
const readers: Readonly<Record<string, (report: string) => readonly ReportedFailure[]>> = {
  json: readJson,
  junit: readJunit,
  sarif: readSarif,
  markdown: readMarkdown,
  github: readGithub,
  html: readHtml,
  terminal: readTerminal,
};

describe('the list of reporters', () => {
  it('has the ids that the command line promises', () => {
    expect(reporters.map(({ id }) => id).sort()).toEqual(Object.keys(readers).sort());
  });
});

describe.each(reporters.map(({ id }) => id))('%s', (id) => {
  const read = readers[id] ?? expect.fail(`There is no reader of the format ${id}.`);

  it.each([...oneFailureEach()])('has the message and the command of a failure at level %s', (_, input) => {
    const [failed] = input.results.results;
    const found = read(printed(id, input));
    expect(found.map(({ scenario }) => scenario)).toEqual([failed!.scenario]);
    for (const line of failed!.message!.split('\n')) expect(found[0]!.text).toContain(line);
    expect(found[0]!.text).toContain(failed!.reproduce);
  });

  it('has every scenario that fails, and no other', () => {
    const input = sampleInput({ implementations: 1, failing: 25 });
    const failed = input.results.results.filter(({ status }) => status === 'fail');
    expect(names(read(printed(id, { ...input, mode: 'run' })))).toEqual(names(failed));
  });

  it('keeps to its format when a target is hostile', () => {
    const input = hostileInput();
    const [failed] = input.results.results;
    expect(names(read(printed(id, input)))).toEqual([failed!.scenario]);
  });

  it('renders hostile causes, half of a surrogate pair in their codes included', () => {
    const input = hostileCauses();
    // JSON keeps what was on the wire.
    if (id !== 'json') expect(printed(id, input)).not.toMatch(active);
    else expect(JSON.parse(printed(id, input))).toMatchObject({ schema: 'corspec/results@1' });
  });

  it('ends with a line break', () => {
    expect(printed(id, sampleInput({ implementations: 1 })).endsWith('\n')).toBe(true);
  });

  it('contains no control or direction character of a target', () => {
    // JSON keeps what was on the wire; its own escapes make it harmless up to C1 and direction, which are data there.
    if (id !== 'json') expect(printed(id, hostileInput())).not.toMatch(active);
    else expect(printed(id, hostileInput())).not.toMatch(/[\u001b\u0000]/); // eslint-disable-line no-control-regex -- as above
  });

  it('has no failure where there are no results', () => {
    expect(read(printed(id, { ...sampleInput({ implementations: 0 }), scenarios: [] }))).toEqual([]);
  });

  it('has failures whose scenarios are not in the catalogue', () => {
    const input = { ...sampleInput({ implementations: 1, failing: 100 }), scenarios: [], policies: {} };
    const failed = input.results.results.filter(({ status }) => status === 'fail');
    expect(names(read(printed(id, { ...input, mode: 'run' })))).toEqual(names(failed));
  });
});

/** A run with one result, which fails, for each level. */
function oneFailureEach(): ReadonlyMap<string, ReportInput> {
  const input = sampleInput({ implementations: 1, failing: 100 });
  const { results } = input;
  const failed = results.results.filter(({ status }) => status === 'fail');
  return new Map(
    failed.map((result): [string, ReportInput] => [
      result.level,
      { ...input, results: { ...results, results: [result] }, mode: 'run' },
    ]),
  );
}

function names(failures: readonly Pick<Result, 'scenario'>[]): readonly string[] {
  return [...new Set(failures.map(({ scenario }) => scenario))].sort();
}

function ajv(): Ajv2020 {
  return new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false, allErrors: true });
}

/** By the published schema. */
function readJson(report: string): readonly ReportedFailure[] {
  const schema: unknown = JSON.parse(readFileSync(join(packageRoot, 'schemas/results.schema.json'), 'utf8'));
  const validate = ajv().compile(schema as object);
  const results: unknown = JSON.parse(report);
  expect(validate(results) || validate.errors).toBe(true);
  return resultsSchema
    .parse(results)
    .results.filter(({ status }) => status === 'fail')
    .map(({ scenario, message, reproduce }) => ({ scenario, text: `${message}\n${reproduce}` }));
}

/** As CI servers read it: the counts of a suite are those of its test cases. */
function readJunit(report: string): readonly ReportedFailure[] {
  const root = readXml(report);
  expect(root).toMatchObject({ name: 'testsuites', attributes: { name: 'corspec' } });
  return root.children.flatMap((suite) => {
    expect(suite.name).toBe('testsuite');
    const counted = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' };
    for (const [attribute, name] of Object.entries(counted))
      expect(suite.attributes[attribute], attribute).toBe(String(elements(suite, name).length));
    return suite.children.flatMap((testcase) => {
      expect(testcase).toMatchObject({
        name: 'testcase',
        attributes: { name: expect.stringMatching(/./), classname: expect.stringMatching(/./) },
      });
      // What does not gate is output of a test that passes.
      const output = testcase.children.filter(({ name }) => name === 'failure' || name === 'system-out');
      return output.map(({ text }) => ({ scenario: testcase.attributes['name']!, text }));
    });
  });
}

function readSarif(report: string): readonly ReportedFailure[] {
  const log: unknown = JSON.parse(report);
  const validate = ajv().compile(sarifSchema);
  expect(validate(log) || validate.errors).toBe(true);
  const [run] = (log as SarifLog).runs;
  return run!.results.map(({ ruleId, ruleIndex, message: { text } }) => {
    expect(run!.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    return { scenario: ruleId, text };
  });
}

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly message: { readonly text: string };
    }[];
  }[];
}

/** A heading, a table whose rows have as many columns as its head, and a block for each failure. */
function readMarkdown(report: string): readonly ReportedFailure[] {
  expect(report).toMatch(/^## \S+ CORS: \S/);
  const [head, rule, ...rows] = report.split('\n').filter((line) => line.startsWith('|'));
  const columns = (row = ''): number => row.match(/(?<!\\)\|/g)?.length ?? 0;
  expect(rule?.split('|').slice(1, -1)).toEqual(Array(columns(head) - 1).fill(' --- '));
  for (const row of rows) expect(columns(row), row).toBe(columns(head));
  expect(report.match(/<details>/g)?.length).toBe(report.match(/<\/details>/g)?.length);
  const blocks = [
    ...report.matchAll(/^<details><summary>❌ \w+: <code>([^<]*)<\/code>([^]*?)^<\/details>/gm),
  ];
  return blocks.map(([, scenario = '', block = '']) => ({
    scenario,
    text: [...block.matchAll(/^(`{3,})text\n([^]*?)\n\1$/gm)].map(([, , fenced]) => fenced).join('\n'),
  }));
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function readGithub(report: string): readonly ReportedFailure[] {
  return report
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [, kind = '', title = '', data = ''] =
        /^::(error|warning|notice) title=([^:]+?)::(.*)$/.exec(line) ?? expect.fail(line);
      const text = data.replace(/%0A/g, '\n').replace(/%25/g, '%');
      // Errors of the harness are annotations as well, and have no scenario of the sample.
      const [scenario = ''] = title.split(' ');
      return kind === 'notice' || text.includes('stderr: ') ? [] : [{ scenario, text }];
    });
}

/** What the page's script reads. */
function readHtml(report: string): readonly ReportedFailure[] {
  expect(report).toMatch(/^<!doctype html>\n<html lang="en">\n/);
  expect(report).toMatch(/\n<\/html>\n$/);
  const [, data] = /<script type="application\/octet-stream" id="data">([^<]+)<\/script>/.exec(report) ?? [];
  const model = readModel(JSON.parse(inflateRawSync(Buffer.from(data ?? '', 'base64')).toString()));
  return model.data.checks.status.flatMap((status: number, check: number) =>
    model.data.statuses[status] === 'fail'
      ? [
          {
            scenario: model.name('scenario', check),
            text: `${model.text('message', check)}\n${model.text('reproduce', check)}`,
          },
        ]
      : [],
  );
}

/** A failure begins with its mark and is indented; long lines are folded, which is undone here. */
function readTerminal(report: string): readonly ReportedFailure[] {
  const blocks = [...report.matchAll(/^ *✗ (\S+\/\S+)(.*(?:\n {4,}.*|\n(?=\n? {4,}\S))*)/gm)];
  return blocks.map(([, scenario = '', block = '']) => ({ scenario, text: block.replace(/\s+/g, ' ') }));
}
