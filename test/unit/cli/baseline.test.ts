import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOptions } from '../../../src/cli/command-line.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { modelFinder } from '../../../src/options/browsers.ts';
import type { Results } from '../../../src/results/results.ts';
import { type CheckRow, resultsOf } from '../config/results-of.ts';
import { catalogue, commandLine, recordingIo } from './samples.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-baseline-'));
  file = join(folder, 'known.json');
});
afterEach(() => rm(folder, { recursive: true }));

const one: CheckRow = ['simple/get-allowed', 'fail'];
const two: CheckRow = ['simple/get-refused', 'fail'];
const passing: CheckRow = ['simple/get-allowed', 'pass'];

async function corspec(
  rows: readonly CheckRow[],
  options: RunOptions,
  { command = 'run', more = {} }: { command?: 'run' | 'compare'; more?: Partial<Results> } = {},
) {
  const { io, written } = recordingIo();
  const run = () => Promise.resolve({ ...resultsOf(rows), ...more });
  const services = { catalogue, browsers: [modelFinder], loadRun: () => Promise.resolve(run) };
  const target = command === 'run' ? ['http://localhost:3000/'] : ['express-cors'];
  const byParts = command === 'run' ? { origin: ['https://app.example.com'] } : {};
  const line = commandLine(command, target, { ...byParts, browser: ['model'], ...options });
  const status = await runCommand(line, services, io, new AbortController().signal);
  return { status, ...written };
}

describe('--update-baseline', () => {
  it('creates the file and passes; then only a new failure fails', async () => {
    const options = { baseline: file };
    expect(await corspec([one], { ...options, updateBaseline: true })).toMatchObject({
      status: 0,
      stderr: `${file}: 1 failure added\n`,
    });
    expect(await corspec([one], options)).toMatchObject({ status: 0, stderr: '' });
    expect(await corspec([one, two], options)).toMatchObject({ status: 1 });
  });

  it('writes a compressed file if its name ends in .gz, and reads it', async () => {
    const options = { baseline: `${file}.gz` };
    await corspec([one], { ...options, updateBaseline: true });
    expect(gunzipSync(await readFile(options.baseline)).toString()).toContain('simple/get-allowed');
    expect(await corspec([one], options)).toMatchObject({ status: 0, stderr: '' });
    expect(await corspec([one, two], options)).toMatchObject({ status: 1 });
    await writeFile(options.baseline, Uint8Array.of(0x1f, 0x8b, 0));
    expect(await corspec([one], options)).toMatchObject({ status: 2 });
  });

  it('takes out what passes, without which the run fails', async () => {
    await corspec([one, two], { baseline: file, updateBaseline: true });
    const rows = [passing, two];
    expect(await corspec(rows, { baseline: file })).toMatchObject({ status: 1 });
    expect(await corspec(rows, { baseline: file, updateBaseline: true })).toMatchObject({
      status: 0,
      stderr: `${file}: 1 taken out, 1 unchanged\n`,
    });
    expect(await readFile(file, 'utf8')).not.toContain('get-allowed');
    expect(await corspec(rows, { baseline: file })).toMatchObject({ status: 0 });
  });

  it('writes nothing after an interruption', async () => {
    const options = { baseline: file, updateBaseline: true };
    expect(await corspec([one], options, { more: { interrupted: true } })).toMatchObject({
      status: 3,
      stderr: `corspec: ${file} was not written, because the run was interrupted\n`,
    });
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  it('needs a file, and a folder that exists', async () => {
    expect(await corspec([one], { updateBaseline: true })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Name it: --baseline corspec-baseline.json --update-baseline.'),
    });
    const baseline = join(folder, 'absent', 'known.json');
    expect(await corspec([one], { baseline, updateBaseline: true })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Create it, or choose another file.'),
    });
  });
});

describe('--baseline', () => {
  it('says what to type when there is no such file', async () => {
    expect(await corspec([one], { baseline: file })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(
        'file not found. To create it with the failures of today, add --update-baseline.',
      ),
    });
  });

  it.each([
    ['{', ':1:2: invalid JSON: unexpected end of the text'],
    [
      '{"schema": "corspec/baseline@9"}',
      ':1:12: schema: "corspec/baseline@9": this version of corspec reads',
    ],
    ['{"schema": "corspec/baseline@1", "failures": [], "x": 1}', ':1:50: x: unknown key.'],
  ])('refuses %s, and does not overwrite it', async (text, message) => {
    await writeFile(file, text);
    for (const updateBaseline of [false, true])
      expect(await corspec([one], { baseline: file, updateBaseline })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`${file}${message}`),
      });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('is refused by compare without --gate', async () => {
    expect(await corspec([one], { baseline: file }, { command: 'compare' })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Add --gate, or omit --baseline.'),
    });
    const options = { baseline: file, updateBaseline: true, gate: true };
    expect(await corspec([one], options, { command: 'compare' })).toMatchObject({ status: 0 });
  });
});
