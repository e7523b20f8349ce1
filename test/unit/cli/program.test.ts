import { describe, expect, it } from 'vitest';
import type { CommandLine } from '../../../src/cli/command-line.ts';
import { runProgram } from '../../../src/cli/program.ts';
import { packageVersion } from '../../../src/package.ts';
import { recordingIo } from './samples.ts';

async function corspec(...words: readonly string[]) {
  const { io, written } = recordingIo();
  const lines: CommandLine[] = [];
  const lists: unknown[] = [];
  const explained: unknown[] = [];
  const calibrated: unknown[] = [];
  const checked: unknown[] = [];
  const files: unknown[] = [];
  const handlers = {
    run: (line: CommandLine) => Promise.resolve((lines.push(line), 1 as const)),
    list: (kind: string | undefined, options: object) =>
      Promise.resolve((lists.push([kind, options]), 0 as const)),
    explain: (urls: readonly string[], options: object) =>
      Promise.resolve((explained.push([urls, options]), 1 as const)),
    browsers: (options: object) => Promise.resolve((calibrated.push(options), 1 as const)),
    checkServer: (target: string, options: object) =>
      Promise.resolve((checked.push([target, options]), 1 as const)),
    report: (names: readonly string[], options: object) =>
      Promise.resolve((files.push([names, options]), 0 as const)),
    diff: (a: string, b: string, options: object) =>
      Promise.resolve((files.push([a, b, options]), 1 as const)),
    merge: (names: readonly string[], options: object) =>
      Promise.resolve((files.push(['merge', names, options]), 3 as const)),
    history: (names: readonly string[], options: object) =>
      Promise.resolve((files.push(['history', names, options]), 0 as const)),
    init: () => Promise.resolve(0 as const),
    doctor: (options: object) => Promise.resolve((files.push(['doctor', options]), 3 as const)),
  };
  const status = await runProgram(words, handlers, io);
  return { status, lines, lists, explained, calibrated, checked, files, ...written };
}

it('gives the words of run to its handler, and its status back', async () => {
  const { status, lines } = await corspec(
    ...['run', 'a', 'b', '--origin', 'x', '--origin=y', '--max-age', '-1', '--browser', 'c,d', '--strict'],
  );
  expect(status).toBe(1);
  expect(lines).toEqual([
    {
      command: 'run',
      targets: ['a', 'b'],
      options: { origin: ['x', 'y'], maxAge: '-1', browser: ['c,d'], strict: true },
    },
  ]);
});

it('gives the words of browsers to its handler, and its status back', async () => {
  const { status, calibrated } = await corspec('browsers', '--browser', 'firefox', '--case', 'C*', '--json');
  expect(status).toBe(1);
  expect(calibrated).toEqual([{ browser: ['firefox'], case: ['C*'], json: true }]);
});

it('gives the words of check-server to its handler, and its status back', async () => {
  const { status, checked } = await corspec(
    ...['check-server', 'x', '--routes', 'standard', '--allow-writes', '--json', '--servers', 'a'],
  );
  expect(status).toBe(1);
  expect(checked).toEqual([['x', { routes: ['standard'], allowWrites: true, json: true, servers: ['a'] }]]);
});

it('gives the files of report and diff to their handlers', async () => {
  expect(
    await corspec('report', 'a', 'b', '--reporter', 'html', '--reporter', 'json=x', '--open'),
  ).toMatchObject({
    status: 0,
    files: [[['a', 'b'], { reporter: ['html', 'json=x'], open: true }]],
  });
  expect(await corspec('diff', 'a', 'b', '--json')).toMatchObject({
    status: 1,
    files: [['a', 'b', { json: true }]],
  });
  expect(await corspec('merge', 'a', 'b', '--output', 'c')).toMatchObject({
    status: 3,
    files: [['merge', ['a', 'b'], { output: 'c' }]],
  });
  expect(await corspec('history', 'a', '--verbose', '--json')).toMatchObject({
    status: 0,
    files: [['history', ['a'], { verbose: true, json: true }]],
  });
  expect(await corspec('merge')).toMatchObject({ status: 2, files: [] });
  expect(await corspec('doctor', '--json')).toMatchObject({ status: 3, files: [['doctor', { json: true }]] });
  expect(await corspec('diff', 'a')).toMatchObject({ status: 2, files: [] });
});

it.each([
  [['--credentials'], { credentials: true }],
  [['--no-credentials'], { credentials: false }],
  [[], {}],
])('knows stated from unstated credentials: %j', async (words, options) => {
  expect((await corspec('run', 'a', ...words)).lines[0]?.options).toEqual(options);
});

it('knows --gate for compare', async () => {
  expect((await corspec('compare', '--gate')).lines).toEqual([
    { command: 'compare', targets: [], options: { gate: true } },
  ]);
});

it('gives the kind of a list to its handler', async () => {
  expect((await corspec('list', 'scenarios', '--json', '--level', 'security')).lists).toEqual([
    ['scenarios', { json: true, level: ['security'] }],
  ]);
});

it('gives the ids of scenarios that are to be told to the handler of list', async () => {
  expect((await corspec('list', 'scenarios', 'simple/*', 'methods/put', '--json')).lists).toEqual([
    ['scenarios', { json: true, describe: ['simple/*', 'methods/put'] }],
  ]);
});

it('gives the words of explain to its handler, and its status back', async () => {
  const { status, explained } = await corspec(
    ...['explain', 'u', '--origin', 'o', '--header', 'A: b', '--header=C: d', '--credentials', '--json'],
  );
  expect(status).toBe(1);
  expect(explained).toEqual([
    [['u'], { origin: 'o', header: ['A: b', 'C: d'], credentials: true, json: true }],
  ]);
});

it('tells its version on stdout', async () => {
  expect(await corspec('--version')).toMatchObject({ status: 0, stdout: `${packageVersion}\n`, stderr: '' });
});

it.each(['--help', 'run --help', 'compare -h', 'list --help', 'explain --help', 'help run'])(
  'shows help with examples on stdout: corspec %s',
  async (words) => {
    const { status, stdout } = await corspec(...words.split(' '));
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:\n  corspec ');
  },
);

describe('a command that is wrong gives 2', () => {
  it.each([
    [['rnu'], "unknown command 'rnu'\n(Did you mean run?)"],
    [['run', 'a', '--brwser', 'x'], "unknown option '--brwser'\n(Did you mean --browser?)"],
    [['run', 'a', '--gate'], "unknown option '--gate'"],
    [['run', 'a', '--origin'], "option '--origin <origin>' argument missing"],
    [['run', 'a', '--origin', '--credentials'], 'Expected a value, got another option'],
    [['http://localhost:3000/x'], 'corspec run http://localhost:3000/x --origin'],
    [['localhost:3000'], 'corspec run http://localhost:3000 --origin'],
    [[], 'Usage: corspec'],
  ])('%j', async (words, says) => {
    const { status, stdout, stderr } = await corspec(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
