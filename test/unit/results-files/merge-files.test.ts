import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../../../reports/json.ts';
import { mergeCommand } from '../../../src/cli/merge-command.ts';
import { reportCommand } from '../../../src/cli/report-command.ts';
import type { MergeOptions } from '../../../src/cli/command-line.ts';
import { type Results, resultsSchema } from '../../../src/results/results.ts';
import { resultLinesText, resultsText, resultTexts } from '../../../src/results/results-text.ts';
import { readFileText } from '../../../src/results-files/text.ts';
import { catalogue, recordingIo } from '../cli/samples.ts';
import { type CheckRow, causeOf, resultsOf } from '../config/results-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-merge-'));
});
afterEach(() => rm(folder, { recursive: true }));

const plan = {
  id: 'p',
  targets: ['api', 'other'],
  policies: ['web', 'open'],
  scenarios: ['a/one', 'a/two', 'b/one'],
  browsers: ['model', 'firefox'],
};

function shard(index: number, rows: readonly CheckRow[], of = 2): Results {
  return { ...resultsOf(rows), plan: { ...plan, shard: { index, of } } };
}

function document({ results, ...head }: Results): string {
  return [...resultsText(head, resultTexts(results))].join('');
}

function lines({ results, ...head }: Results): string {
  return [...resultLinesText(head, resultTexts(results))].join('');
}

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function merge(files: readonly string[], options: MergeOptions = {}) {
  const { io, written } = recordingIo();
  return { status: await mergeCommand(files, options, io), ...written };
}

async function merged(files: readonly string[]): Promise<Results> {
  const { stdout } = await merge(files);
  const parsed = resultsSchema.safeParse(JSON.parse(stdout));
  expect(parsed.error).toBeUndefined();
  return JSON.parse(stdout) as Results;
}

const other = { target: 'other' };
const firefox = { browser: 'firefox' };

describe('merge', () => {
  it('gives the checks of all shards in the order of one run', async () => {
    const files = [
      await file('2.jsonl', lines(shard(2, [['b/one', 'fail', other], ['a/two', 'pass']]))),
      await file('1.json', document(shard(1, [['a/one', 'pass'], ['a/one', 'pass', firefox], ['a/one', 'pass', other]]))),
    ]; // prettier-ignore
    const { status, stdout, stderr } = await merge(files);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { results, targets, browsers, plan: none } = JSON.parse(stdout) as Results;
    expect(results.map(({ target, scenario, browser }) => `${target} ${scenario} ${browser}`)).toEqual([
      'api a/one model',
      'api a/one firefox',
      'api a/two model',
      'other a/one model',
      'other b/one model',
    ]);
    expect(targets.map(({ id }) => id)).toEqual(['api', 'other']);
    expect(browsers.map(({ id }) => id)).toEqual(['model', 'firefox']);
    expect(none).toBeUndefined();
  });

  it('reads what is compressed, laid out anew, or one line, and writes what is asked for', async () => {
    const [one, two, three] = [
      resultsOf([['a/one', 'pass']]),
      resultsOf([['a/two', 'pass']]),
      resultsOf([['b/one', 'fail', { message: 'zwölf ✗' }]], [causeOf('vary-missing', ['b/one'])]),
    ];
    const files = [
      await file('1.json.gz', gzipSync(document(one))),
      await file('2.json', JSON.stringify(two, null, 2)),
      await file('3.jsonl.gz', gzipSync(lines(three))),
      await file('4.json', JSON.stringify(resultsOf([['c/one', 'pass']]))),
    ];
    const whole = await merged(files);
    expect(whole.results.map(({ scenario }) => scenario)).toEqual(['a/one', 'a/two', 'b/one', 'c/one']);
    expect(whole.results[2]?.message).toBe('zwölf ✗');
    expect(whole.causes).toHaveLength(1);
    for (const name of ['all.json', 'all.json.gz', 'all.jsonl', 'all.jsonl.gz']) {
      const output = join(folder, name);
      expect(await merge(files, { output })).toMatchObject({ status: 0, stderr: `${output}: 4 results\n` });
      expect(await merged([output])).toEqual(whole);
      expect((await readFile(output)).subarray(0, 2).toString('hex') === '1f8b').toBe(name.endsWith('.gz'));
      const { io } = recordingIo();
      expect(await reportCommand([output], {}, catalogue, io)).toBe(0);
    }
    // No copy stays.
    expect((await readdir(folder)).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('names missing shards and runs that did not end, and writes the rest', async () => {
    const files = [
      await file('1.json', document(shard(1, [['a/one', 'pass']], 4))),
      await file('2.json', document({ ...shard(2, [['a/two', 'pass']], 4), interrupted: true })),
    ];
    const { status, stdout, stderr } = await merge(files);
    expect(status).toBe(3);
    expect(stderr).toContain('missing: The results of shard 3/4, 4/4 are missing. Run them with --shard');
    expect(stderr).toContain(
      `missing: The run of ${files[1]} did not end. Play what is missing with --resume`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, results: { length: 2 } });
  });

  it('takes the whole lines of a run that was killed', async () => {
    const { results, ...head } = shard(1, [['a/one', 'pass'], ['a/two', 'error'], ['a/two', 'fail']]); // prettier-ignore
    const open = results.map((result) => JSON.stringify({ result, seen: {}, finding: null, access: {} }));
    const text = [JSON.stringify({ ...head, interrupted: true, targets: [] }), ...open, '{"result":{"tar'];
    const path = await file('1.jsonl', text.join('\n'));
    const { status, stdout } = await merge([path]);
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      targets: [{ id: 'api', policies: { web: { status: 'ready' } } }],
      results: [
        { scenario: 'a/one', status: 'pass' },
        // It was played again.
        { scenario: 'a/two', status: 'fail' },
      ],
    });
  });

  it('refuses a check that is there twice, and names it', async () => {
    const files = [
      await file('1.json', document(resultsOf([['a/one', 'pass'], ['a/two', 'pass']]))),
      await file('2.json', document(resultsOf([['a/two', 'pass'], ['a/one', 'pass', firefox]]))),
    ]; // prettier-ignore
    const { status, stdout, stderr } = await merge(files);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`1 check is there twice:`);
    expect(stderr).toContain(`a/two, api, policy web, model (in ${files[0]} and in ${files[1]})`);
  });

  it('keeps browsers of different versions apart', async () => {
    const newer = resultsOf([['a/one', 'fail']], [causeOf('vary-missing', ['a/one'])]);
    const files = [
      await file('1.json', document(resultsOf([['a/one', 'pass']]))),
      await file('2.json', document({ ...newer, browsers: [{ id: 'model', name: 'model', version: '2', driver: 'model' }] })),
    ]; // prettier-ignore
    const { status, stdout, stderr } = await merge(files);
    expect(status).toBe(0);
    expect(stderr).toBe('warning: model is model 1 and model 2. Their results are kept apart.\n');
    expect(JSON.parse(stdout)).toMatchObject({
      browsers: [{ id: 'model@1' }, { id: 'model@2' }],
      results: [
        { browser: 'model@1', status: 'pass' },
        { browser: 'model@2', status: 'fail' },
      ],
      causes: [{ browsers: ['model@2'], checks: [{ browser: 'model@2' }] }],
    });
  });

  it.each([
    ['another schema', '{\n  "schema": "corspec/results@2",\n  "results": []\n}\n', ':2:13: schema: "corspec/results@2"'],
    ['a wrong result', document(resultsOf([['a/one', 'pass']])).replace('"status":"pass"', '"status":"won"'), 'line 13'],
    ['a line that is cut', document(resultsOf([['a/one', 'pass']])).slice(0, -60), 'invalid JSON'],
    ['a wrong line', `${lines(resultsOf([['a/one', 'pass']]))}{"target":1}\n`, 'line 3'],
    ['nothing', '', 'invalid JSON'],
  ])('refuses a file with %s', async (_, text, message) => {
    const path = await file('r.json', text);
    const { status, stderr } = await merge([path]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(path) });
    expect(stderr).toContain(message);
  }); // prettier-ignore

  it('refuses files that cannot be read or written', async () => {
    const path = await file('r.json', document(resultsOf([['a/one', 'pass']])));
    const absent = join(folder, 'absent.json');
    expect((await merge([path, absent])).stderr).toContain('file not found');
    const output = join(folder, 'none', 'all.json');
    expect((await merge([path], { output })).stderr).toContain('Create it, or choose another file');
    const broken = await file('b.json.gz', gzipSync('x'.repeat(1000)).subarray(0, 15));
    const { status, stderr } = await merge([broken]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining(`${broken}: it cannot be decompressed: unexpected end of file`),
    });
  });

  it('reads results that are larger than what is read at once', async () => {
    const large = 'x'.repeat(3 * 1024 * 1024);
    const rows: CheckRow[] = [['a/two', 'pass', { message: large }], ['a/one', 'pass', { message: `${large}é` }]]; // prettier-ignore
    const path = await file('1.json', document(shard(1, rows, 1)));
    const { results } = await merged([path]);
    expect(results.map(({ scenario, message = '' }) => [scenario, message.length, message.at(-1)])).toEqual([
      ['a/one', large.length + 1, 'é'],
      ['a/two', large.length, 'x'],
    ]);
  });
});

it('writes JSON Lines with a result on each line', async () => {
  const results = resultsOf([['a/one', 'pass'], ['a/two', 'fail']]); // prettier-ignore
  const input = { results, scenarios: [], policies: {}, mode: 'run' as const };
  const path = await file('r.jsonl', [...(json.lines?.(input) ?? [])].join(''));
  const [head, ...others] = (await readFileText(path)).trimEnd().split('\n');
  expect(JSON.parse(head ?? '')).not.toHaveProperty('results');
  expect(others.map((line) => JSON.parse(line) as unknown)).toEqual(results.results);
});
