import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryOptions } from '../../../src/cli/command-line.ts';
import { historyCommand } from '../../../src/cli/history-command.ts';
import type { Status } from '../../../src/results/results.ts';
import { causeOf, resultsOf } from '../config/results-of.ts';
import { recordingIo } from './samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-history-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function history(names: readonly string[], options: HistoryOptions = {}) {
  const { io, written } = recordingIo();
  return { status: await historyCommand(names, options, io), ...written };
}

/** Results of a day: of `a/one`, with its cause if it fails, and of `a/two`, which passes. */
function day(number: number, status: Status) {
  const causes = status === 'fail' ? [causeOf('vary-missing', ['a/one'], 'required')] : [];
  return { ...resultsOf([['a/one', status], ['a/two', 'pass']], causes), startedAt: `2026-11-0${number}T10:00:00.000Z` }; // prettier-ignore
}

async function write(name: string, content: unknown): Promise<void> {
  const text = JSON.stringify(content);
  await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
}

describe('history', () => {
  it('sorts the runs of a folder by time, and says since when a problem exists', async () => {
    await write('z.json', day(1, 'pass'));
    await write('a.json.gz', day(3, 'fail'));
    await write('m.json', day(2, 'fail'));
    await writeFile(join(folder, 'notes.txt'), 'not results');
    const { status, stdout } = await history([folder], { verbose: true });
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      '3 runs, from 2026-11-01 to 2026-11-03; ✓ passes, ✗ fails, · no verdict',
      '',
      '✗ fails since 2026-11-02: required: Title of vary-missing (1 check) · api,',
      'policy web',
      '  ✓✗✗',
      '',
      '✗ fails since 2026-11-02: a/one (required) · api, policy web, model',
      '  ✓✗✗',
      '',
      'Checks: 0 new, 1 failing, 0 flapping, 0 fixed, 1 always passed',
      '',
    ]);
  });

  it('says what is new, fixed and flapping', async () => {
    const textOf = async (...statuses: readonly Status[]) => {
      const names = await Promise.all(
        statuses.map(async (status, index) => {
          await write(`${statuses.length}-${index}.json`, day(index + 1, status));
          return join(folder, `${statuses.length}-${index}.json`);
        }),
      );
      return (await history(names)).stdout;
    };
    expect(await textOf('pass', 'fail')).toContain('✗ new on 2026-11-02: required');
    expect(await textOf('fail', 'fail', 'pass')).toContain('✓ fixed on 2026-11-03, first seen on 2026-11-01');
    expect(await textOf('pass', 'fail', 'pass', 'fail')).toContain(
      '~ flapping: 3 changes since 2026-11-02, fails now',
    );
    expect(await textOf('fail', 'pass', 'pass', 'fail', 'fail')).toContain(
      '✗ fails again since 2026-11-04, first seen on 2026-11-01',
    );
  });

  it('prints JSON', async () => {
    await write('1.json', day(1, 'pass'));
    await write('2.json', day(2, 'fail'));
    const { stdout } = await history([folder], { json: true });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'corspec/history@1',
      runs: [{ startedAt: '2026-11-01T10:00:00.000Z', checks: { pass: 2, fail: 0 } }, { checks: { pass: 1, fail: 1 } }],
      problems: [{ id: 'vary-missing', trend: 'new', counts: [0, 1] }],
      checks: [{ scenario: 'a/one', trend: 'new', states: ['pass', 'fail'] }],
      passing: 1,
    });
  }); // prettier-ignore

  it('writes a page, beside text or JSON', async () => {
    await write('1.json', day(1, 'pass'));
    await write('2.json', day(2, 'fail'));
    const page = join(folder, 'history.html');
    const { status, stdout, stderr } = await history([folder], { json: true, reporter: [`html=${page}`] });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'corspec/history@1', targets: 1 });
    expect(stderr).toBe(`html: ${page}\n`);
    expect(await readFile(page, 'utf8')).toContain('<h1>1 of 1 target has open problems</h1>');
  });

  it('refuses reporters that it does not have, and files that cannot be written', async () => {
    await write('1.json', day(1, 'pass'));
    const { status, stderr } = await history([folder], { reporter: ['sarif', `html=${folder}`] });
    expect(status).toBe(2);
    expect(stderr).toContain('terminal, json, html');
    expect(stderr).toContain(`--reporter html="${folder}"`);
  });

  it('refuses what it cannot read, and folders without results', async () => {
    await mkdir(join(folder, 'empty'));
    await write('r.json', { schema: 'corspec/results@2' });
    const { status, stderr } = await history([join(folder, 'empty'), join(folder, 'r.json')]);
    expect(status).toBe(2);
    expect(stderr).toContain('this folder has no results');
    expect(stderr).toContain('expected "corspec/results@1"');
    expect((await history([join(folder, 'absent.json')])).stderr).toContain('absent.json": file not found.');
  });

  it('escapes what a file says', async () => {
    const hostile = { ...day(1, 'fail'), causes: [{ ...causeOf('x', ['a/one']), title: '\u001b[31m' }] };
    await write('r.json', hostile);
    expect((await history([folder], { verbose: true })).stdout).not.toContain('\u001b');
  });
});
