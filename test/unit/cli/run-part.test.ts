import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../../../reports/json.ts';
import type { RunOptions } from '../../../src/cli/command-line.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { modelFinder } from '../../../src/options/browsers.ts';
import type { KeptCheck } from '../../../src/run/kept-checks.ts';
import type { Run, RunRequest } from '../../../src/run/request.ts';
import type { Result, Results } from '../../../src/results/results.ts';
import { catalogue, commandLine, recordingIo } from './samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-part-'));
});
afterEach(() => rm(folder, { recursive: true }));

const url = 'http://localhost:3000/';
const ids = catalogue.suites.flatMap(({ scenarios }) => scenarios.map(({ id }) => id));

function kept(scenario: string, status: Result['status'] = 'pass'): KeptCheck {
  const check = { target: url, policy: 'policy', browser: 'model', scenario, level: 'required' } as const;
  return {
    result: { ...check, status, outcome: null, wire: '', deviations: [], durationMs: 1, reproduce: '' },
    seen: { hasCors: true, granted: [], answers: [], statuses: [], clues: [] },
    access: { isReadable: true, hasCorsHeader: true },
    finding: null,
  };
}

/** Plays all scenarios that it should, or until one of them ends the process. */
function playing(
  asked: RunRequest[],
  { until, version = '1' }: { until?: string; version?: string } = {},
): Run {
  return (request, { onStarted, onKept }) => {
    asked.push(request);
    const browsers = [{ id: 'model', name: 'Model', version, driver: 'corspec' }];
    onStarted?.({ startedAt: '2026-01-01T00:00:00.000Z', browsers });
    const before = (request.earlier ?? []).map(({ result }) => result);
    const results: Result[] = [...before];
    for (const scenario of request.scenarios) {
      if (scenario.id === until) throw new Error('killed');
      if (request.isWanted?.('policy', scenario, url) === false) continue;
      if (before.some((result) => result.scenario === scenario.id)) continue;
      onKept?.(kept(scenario.id));
      results.push(kept(scenario.id).result);
    }
    const whole: Results = {
      schema: 'corspec/results@1',
      tool: { name: 'corspec', version: '0.0.0' },
      startedAt: '2026-01-02T00:00:00.000Z',
      durationMs: 1,
      browsers,
      targets: [],
      ...(request.plan && { plan: request.plan }),
      results,
    };
    return Promise.resolve(whole);
  };
}

async function corspec(options: RunOptions, run: Run, targets: readonly string[] = [url]) {
  const { io, written } = recordingIo();
  const reporters = catalogue.reporters.map((one) => (one.id === 'json' ? json : one));
  const services = { catalogue: { ...catalogue, reporters }, browsers: [modelFinder], loadRun: () => Promise.resolve(run) }; // prettier-ignore
  const line = commandLine('run', targets, { origin: ['https://app.example.com'], browser: ['model'], ...options }); // prettier-ignore
  const status = await runCommand(line, services, io, new AbortController().signal);
  return { status, ...written };
}

const playedIn = (results: Results) => results.results.map(({ scenario }) => scenario);

describe('--resume', () => {
  const file = () => join(folder, 'r.jsonl');

  async function killed(): Promise<void> {
    await expect(corspec({ resume: file() }, playing([], { until: ids[2] as string }))).rejects.toThrow(
      'killed',
    );
    // A line that was being written.
    await appendFile(file(), '{"result":{"targ');
  }

  it('plays what is missing, and the file is whole then', async () => {
    await killed();
    const asked: RunRequest[] = [];
    expect(await corspec({ resume: file() }, playing(asked))).toMatchObject({ status: 0 });
    expect(asked[0]?.earlier?.map(({ result }) => result.scenario)).toEqual(ids.slice(0, 2));
    const [head, ...lines] = (await readFile(file(), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(head ?? '')).toMatchObject({ startedAt: '2026-01-01T00:00:00.000Z' });
    expect(JSON.parse(head ?? '')).not.toHaveProperty('interrupted');
    expect(lines.map((line) => (JSON.parse(line) as Result).scenario)).toEqual(ids);
  });

  it('plays checks again that could not be played', async () => {
    await killed();
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replace('"status":"pass"', '"status":"error"'));
    const asked: RunRequest[] = [];
    await corspec({ resume: file() }, playing(asked));
    expect(asked[0]?.earlier?.map(({ result }) => result.scenario)).toEqual([ids[1]]);
  });

  it('reports a file that is whole already, and plays nothing', async () => {
    await corspec({ resume: file() }, playing([]));
    const asked: RunRequest[] = [];
    expect(await corspec({ resume: file() }, playing(asked))).toMatchObject({ status: 0 });
    expect(asked).toEqual([]);
  });

  it('refuses the file of another run, of another shard, or with another version of the browser', async () => {
    await killed();
    const otherRun = await corspec({ resume: file(), maxAge: '5' }, playing([]));
    expect(otherRun).toMatchObject({ status: 2, stderr: expect.stringContaining('results of another run') });
    const otherShard = await corspec({ resume: file(), shard: '1/2' }, playing([]));
    expect(otherShard).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('results of the whole run, and not of shard 1/2'),
    });
    const before = await readFile(file(), 'utf8');
    const otherBrowser = await corspec({ resume: file() }, playing([], { version: '2' }));
    expect(otherBrowser).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('played in Model 1, and here is Model 2'),
    });
    expect(await readFile(file(), 'utf8')).toBe(before);
  });

  it.each([
    ['r.json', '{"schema": "corspec/results@1", "results": []}', 'expected the name of a file of JSON Lines'],
    ['r.jsonl', '{"schema": 1}\n', '"schema" is missing'],
    ['s.jsonl', 'hello', 'expected results as JSON Lines'],
    ['t.jsonl.gz', '', 'expected the name of a file of JSON Lines'],
  ])('refuses %s with %s', async (name, text, message) => {
    await writeFile(join(folder, name), text);
    const resumed = await corspec({ resume: join(folder, name) }, playing([]));
    expect(resumed).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });
});

describe('--shard', () => {
  it('plays a part, and says so in the results', async () => {
    const parts = await Promise.all(
      [1, 2, 3].map(async (index) => {
        const file = join(folder, `${index}.json`);
        expect(await corspec({ shard: `${index}/3`, reporter: [`json=${file}`] }, playing([]))).toMatchObject({ status: 0 }); // prettier-ignore
        return JSON.parse(await readFile(file, 'utf8')) as Results;
      }),
    );
    expect(parts.flatMap(playedIn).sort()).toEqual([...ids].sort());
    expect(parts.map(({ plan }) => plan?.shard)).toEqual([1, 2, 3].map((index) => ({ index, of: 3 })));
    expect(new Set(parts.map(({ plan }) => plan?.id)).size).toBe(1);
  });

  it('without work runs nothing and passes', async () => {
    const asked: RunRequest[] = [];
    const file = join(folder, 'r.json');
    const shard = await corspec({ shard: '9/9', reporter: [`json=${file}`] }, playing(asked));
    expect(shard).toMatchObject({ status: 0 });
    expect(asked).toEqual([]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      results: [],
      plan: { shard: { index: 9 } },
    });
  });

  it.each([
    ['0/4', 'shards are counted from 1: 1/4 is the first'],
    ['5/4', 'there are only 4 shards. The last one is 4/4'],
    ['1', 'expected INDEX/COUNT, such as 1/4'],
    ['1/4/2', 'expected INDEX/COUNT'],
    ['-1/4', 'expected INDEX/COUNT'],
    ['1/0', 'expected INDEX/COUNT'],
    ['1/20000', 'at most 10000 shards'],
  ])('%s is refused', async (shard, message) => {
    const refused = await corspec({ shard }, playing([]));
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(`--shard "${shard}": `) });
    expect(refused.stderr).toContain(message);
  });

  it.each<[string, RunOptions, string]>([
    ['a baseline that is updated', { shard: '1/2', baseline: 'b.json', updateBaseline: true }, '--update-baseline: each shard'],
    ['a watch', { shard: '1/2', watch: true }, '--watch: repeats a whole run'],
    ['durations of no file', { shard: '1/2', durations: ['absent.json'] }, '--durations "absent.json": file not found'],
    ['durations alone', { durations: ['r.json'] }, '--durations: only shards are balanced'],
    ['compressed lines', { shard: '1/2', reporter: ['json=r.jsonl.gz'] }, 'Use r.jsonl, or r.json.gz'],
  ])('is refused with %s', async (_, options, message) => {
    const refused = await corspec(options, playing([]));
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  }); // prettier-ignore
});
