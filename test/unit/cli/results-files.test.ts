import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diffCommand } from '../../../src/cli/diff-command.ts';
import { openerOf, withHtmlFile } from '../../../src/cli/open-report.ts';
import { reportCommand } from '../../../src/cli/report-command.ts';
import type { DiffOptions, ReportOptions } from '../../../src/cli/command-line.ts';
import type { ReportInput } from '../../../reports/reporter.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { type CheckRow, causeOf, resultsOf } from '../config/results-of.ts';
import { catalogue, recordingIo } from './samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function report(names: readonly string[], options: ReportOptions = {}) {
  const { io, written } = recordingIo();
  return { status: await reportCommand(names, options, catalogue, io), ...written };
}

async function diff(a: string, b: string, options: DiffOptions = {}) {
  const { io, written } = recordingIo();
  return { status: await diffCommand([a, b], options, io), ...written };
}

const row: CheckRow = ['a/one', 'fail'];

describe('report', () => {
  it('renders results again, of older versions as well', async () => {
    const path = await file('r.json', resultsOf([row]));
    expect(await report([path])).toEqual({ status: 0, stdout: 'terminal report\n', stderr: '' });
  });

  it('has the policies of the results, but none of a name with several', async () => {
    const policiesOnly = {
      id: 'terminal',
      title: '',
      render: ({ policies }: ReportInput) => JSON.stringify(policies),
    };
    const held = (id: string, policies: Readonly<Record<string, Policy>>) => ({
      id,
      title: id,
      url: 'http://localhost:3000/',
      versions: {},
      policies: Object.fromEntries(
        Object.entries(policies).map(([name, policy]) => [name, { status: 'ready', policy }]),
      ),
    });
    const app = { origins: ['https://app.example.com'] };
    const targets = [held('a', { app, other: app }), held('b', { app, other: { origins: '*' } })];
    const path = await file('r.json', { ...resultsOf([row]), targets });
    const { io, written } = recordingIo();
    await reportCommand([path], {}, { ...catalogue, reporters: [policiesOnly] }, io);
    expect(JSON.parse(written.stdout)).toEqual({ app });
  });

  it('writes a file for each reporter', async () => {
    const html = join(folder, 'r.html');
    const path = await file('r.json', resultsOf([row], [causeOf('vary-missing', ['a/one'])]));
    expect(await report([path], { reporter: [`html=${html}`, 'terminal'] })).toMatchObject({ status: 0 });
    expect(await readFile(html, 'utf8')).toBe('html report\n');
  });

  it.each([
    ['no JSON', '{"schema": ', ':1:12: invalid JSON: unexpected end of the text'],
    ['another schema', { schema: 'corspec/results@2' }, ':1:11: schema: "corspec/results@2": expected "corspec/results@1"'],
    ['no schema', { results: [] }, ':1:1: "schema" is missing. Expected results, as'],
    ['an unknown key', { ...resultsOf([row]), extra: 1 }, ': extra: unknown key. Valid keys: schema, tool,'],
    ['a wrong value', { ...resultsOf([row]), durationMs: 'x' }, ': durationMs: "x": expected a number'],
  ])('refuses a file with %s', async (_, content, message) => {
    const path = await file('r.json', content);
    expect(await report([path])).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  }); // prettier-ignore

  it('tells all problems at once', async () => {
    const absent = join(folder, 'absent.json');
    const { status, stderr } = await report([absent, await file('r.json', '[]')], { reporter: ['pdf'] });
    expect(status).toBe(2);
    expect(stderr).toContain('file not found');
    expect(stderr).toContain('r.json:1:1: "schema" is missing');
    expect(stderr).toContain('--reporter "pdf": unknown reporter');
  });

  it('refuses files that are not parts of one run', async () => {
    const path = await file('r.json', resultsOf([row]));
    expect(await report([path, path])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Name each run once'),
    });
  });
});

describe('diff', () => {
  const before = resultsOf([['a/one', 'pass']]);
  const after = resultsOf([row], [causeOf('vary-missing', ['a/one'])]);

  it('leads with causes, and gives 1 when B is worse', async () => {
    const [a, b] = [await file('a.json', before), await file('b.json', after)];
    const { status, stdout } = await diff(a, b, { verbose: true });
    expect(status).toBe(1);
    expect(stdout).toContain(
      '✗ new: required: Title of vary-missing (1 check)\n\nworse:\n  a/one (required): pass → fail\n\nChecks: 1 worse, 0 better, 0 unchanged\n✗ WORSE: 1 new problem, 1 check fails that did not.\n',
    );
    expect(await diff(b, a)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('✓ BETTER: 1 problem gone, 1 check passes that did not.'),
    });
    expect((await diff(a, a)).stdout).toContain('✓ NOT WORSE.');
  });

  it('prints JSON', async () => {
    const [a, b] = [await file('a.json', before), await file('b.json', after)];
    const { stdout } = await diff(a, b, { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'corspec/diff@1',
      a: { file: a },
      b: { file: b },
      isWorse: true,
      checks: { worse: [{ scenario: 'a/one', before: 'pass', after: 'fail' }] },
    });
  });

  it('refuses files without anything in common', async () => {
    const other = resultsOf([['a/one', 'pass', { target: 'x' }], ['a/one', 'pass', { target: 'y' }]]); // prettier-ignore
    const [a, b] = [await file('a.json', before), await file('b.json', other)];
    expect(await diff(a, b)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`Only in ${a}: target api. Only in ${b}: target x, target y.`),
    });
  });

  it('escapes what a file says', async () => {
    const hostile = resultsOf([['a/\u001b[31mone', 'fail']], [{ ...causeOf('x', ['a/\u001b[31mone']), title: '\u001b[31m' }]); // prettier-ignore
    const [a, b] = [
      await file('a.json', resultsOf([['a/\u001b[31mone', 'pass']])),
      await file('b.json', hostile),
    ];
    expect((await diff(a, b, { verbose: true })).stdout).not.toContain('\u001b');
  });
});

describe('--open', () => {
  it.each([
    ['darwin', {}, { ok: true, program: 'open', args: ['r.html'] }],
    ['win32', {}, { ok: true, program: 'cmd', args: ['/c', 'start', '""', 'r.html'] }],
    ['linux', { DISPLAY: ':0' }, { ok: true, program: 'xdg-open', args: ['r.html'] }],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, { ok: true, program: 'xdg-open', args: ['r.html'] }],
    ['linux', {}, { ok: false, reason: 'this machine has no desktop: DISPLAY is not set' }],
  ] as const)('on %s with %j is %j', (platform, env, opener) => {
    expect(openerOf('r.html', platform, env)).toEqual(opener);
  });

  it('opens the HTML report of the command line, else one in a temporary file', async () => {
    const [html] = catalogue.reporters.filter(({ id }) => id === 'html');
    if (html === undefined) throw new Error('There is no HTML reporter.');
    const plans = [{ reporter: html, file: 'r.html' }];
    expect(await withHtmlFile(plans, catalogue)).toEqual({ reports: plans, file: 'r.html' });
    const { file: temporary = '', reports } = await withHtmlFile([{ reporter: html }], catalogue);
    expect(reports).toHaveLength(2);
    expect(temporary.startsWith(tmpdir())).toBe(true);
    await rm(join(temporary, '..'), { recursive: true });
  });

  // Elsewhere there is always a desktop.
  it.runIf(process.platform === 'linux')(
    'does not fail without a desktop, and says where the report is',
    async () => {
      const html = join(folder, 'r.html');
      const path = await file('r.json', resultsOf([row]));
      expect(await report([path], { reporter: [`html=${html}`], open: true })).toMatchObject({
        status: 0,
        stderr: expect.stringContaining(`The report: ${html}`),
      });
    },
  );
});
