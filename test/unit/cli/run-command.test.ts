import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelFinder, type BrowserFinder } from '../../../src/options/browsers.ts';
import type { ReportInput } from '../../../reports/reporter.ts';
import type { RunOptions } from '../../../src/cli/command-line.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { CannotRunError } from '../../../src/results/cannot-run-error.ts';
import type { Run, RunRequest } from '../../../src/run/request.ts';
import type { Results, Status } from '../../../src/results/results.ts';
import { catalogue, commandLine, recordingIo } from './samples.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const absent: BrowserFinder = {
  id: 'chromium',
  title: 'Chromium',
  find: () => Promise.resolve({ found: false, help: 'Install it.', looked: [] }),
};

function results(status: Status, interrupted = false): Results {
  const check = { target: url, policy: 'policy', browser: 'model', scenario: 'simple/get-allowed', level: 'required' };
  return {
    schema: 'corspec/results@1',
    tool: { name: 'corspec', version: '0.0.0' },
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 1,
    ...(interrupted && { interrupted }),
    browsers: [],
    targets: [],
    results: [{ ...check, level: 'required', status, outcome: null, wire: '', deviations: [], durationMs: 1, reproduce: '' }],
  };
} // prettier-ignore

const url = 'http://localhost:3000/';
const byParts: RunOptions = { origin: ['https://app.example.com'], browser: ['model'] };

interface Words {
  readonly command?: 'run' | 'compare';
  readonly options?: RunOptions;
  readonly run?: Run;
  readonly signal?: AbortSignal;
}

async function corspec({ command = 'run', options = byParts, run = never, signal }: Words) {
  const { io, written } = recordingIo();
  const services = { catalogue, browsers: [absent, modelFinder], loadRun: () => Promise.resolve(run) };
  const targets = command === 'run' ? [url] : [];
  const line = commandLine(command, targets, options);
  const status = await runCommand(line, services, io, signal ?? new AbortController().signal);
  return { status, ...written };
}

const never: Run = () => Promise.reject(new Error('nothing was to be run'));

function giving(status: Status): Run {
  return () => Promise.resolve(results(status));
}

it('runs what was asked, writes the report to stdout and gives 0', async () => {
  const asked: RunRequest[] = [];
  const run: Run = (request) => {
    asked.push(request);
    return Promise.resolve(results('pass'));
  };
  expect(await corspec({ run })).toEqual({ status: 0, stdout: 'terminal report\n', stderr: '' });
  expect(asked).toMatchObject([{ browsers: ['model'], targets: [{ kind: 'url', url }], timeoutMs: 10_000 }]);
});

it('gives 1 for a failure', async () => {
  expect(await corspec({ run: giving('fail') })).toMatchObject({ status: 1 });
});

describe('compare', () => {
  const options = { browser: ['model'] };

  it('gives 0 for failures', async () => {
    expect(await corspec({ command: 'compare', options, run: giving('fail') })).toMatchObject({ status: 0 });
  });

  it('gives 1 for them with --gate', async () => {
    const gated = { ...options, gate: true };
    expect(await corspec({ command: 'compare', options: gated, run: giving('fail') })).toMatchObject({
      status: 1,
    });
  });
});

it('gives 2 and runs nothing when something is wrong', async () => {
  const { status, stdout, stderr } = await corspec({ options: { ...byParts, suite: ['simpel'], jobs: '0' } });
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('corspec run: 2 problems\n  - --suite "simpel"');
});

it('gives 3 when the browser is not there', async () => {
  const { status, stderr } = await corspec({ options: { ...byParts, browser: ['chromium'] } });
  expect(status).toBe(3);
  expect(stderr).toContain('Chromium was not found. Install it.');
});

it('takes the model when nothing is named and no browser is there, and says so first and in the results', async () => {
  const { browser: _, ...options } = byParts;
  const asked: RunRequest[] = [];
  const run: Run = (request) => {
    asked.push(request);
    return Promise.resolve(results('pass'));
  };
  const { io, written } = recordingIo();
  const notesOnly = {
    id: 'terminal',
    title: '',
    render: (input: ReportInput) => JSON.stringify(input.results.notes),
  };
  const services = {
    catalogue: { ...catalogue, reporters: [notesOnly] },
    browsers: [absent, modelFinder],
    loadRun: () => Promise.resolve(run),
  };
  const line = commandLine('run', [url], options);
  expect(await runCommand(line, services, io, new AbortController().signal)).toBe(0);
  const text = 'No browser was found: the model, which follows the Fetch standard, stands in. Install it.';
  expect(written.stderr).toBe(`warning: ${text}\n`);
  expect(asked[0]?.browsers).toEqual(['model']);
  expect(JSON.parse(written.stdout)).toEqual([{ target: '', text }]);
});

it('gives 3 and the reason when the run says that it cannot run', async () => {
  const run: Run = () => Promise.reject(new CannotRunError('http://localhost:3000/ is unreachable'));
  const { status, stderr } = await corspec({ run });
  expect(status).toBe(3);
  expect(stderr).toContain('http://localhost:3000/ is unreachable');
});

it('leaves what nobody expected to whoever says that it is a bug in corspec', async () => {
  await expect(corspec({})).rejects.toThrow('nothing was to be run');
});

it('gives 3 when it is interrupted before there are results', async () => {
  expect(await corspec({ signal: AbortSignal.abort() })).toMatchObject({ status: 3 });
});

it('reports what there is when it is interrupted', async () => {
  const run: Run = () => Promise.resolve(results('pass', true));
  expect(await corspec({ run })).toMatchObject({ status: 3, stdout: 'terminal report\n' });
});

describe('reports in files', () => {
  it('are written, and their place is told on stderr', async () => {
    const path = join(folder, 'results.json');
    const done = await corspec({ options: { ...byParts, reporter: [`json=${path}`] }, run: giving('pass') });
    expect(done).toEqual({ status: 0, stdout: '', stderr: `json: ${path}\n` });
    expect(await readFile(path, 'utf8')).toBe('json report\n');
  });

  it('that have no folder are told before anything runs', async () => {
    const path = join(folder, 'missing/results.json');
    const { status, stderr } = await corspec({ options: { ...byParts, reporter: [`json=${path}`] } });
    expect(status).toBe(2);
    expect(stderr).toContain('not found. Create it');
  });

  it('that are folders are told before anything runs', async () => {
    const { status, stderr } = await corspec({ options: { ...byParts, reporter: [`json=${folder}`] } });
    expect(status).toBe(2);
    expect(stderr).toContain('this is a folder');
  });

  it('that could not be written in the end are no success', async () => {
    const path = join(folder, 'results.json');
    const run: Run = async () => {
      await rm(folder, { recursive: true });
      return results('pass');
    };
    const done = await corspec({ options: { ...byParts, reporter: [`json=${path}`, 'terminal'] }, run });
    folder = await mkdtemp(join(tmpdir(), 'corspec-cli-'));
    expect(done).toMatchObject({ status: 3, stdout: 'terminal report\n' });
    expect(done.stderr).toContain('the json report could not be written');
  });
});

describe('files that a command line names', () => {
  it('are read', async () => {
    const path = join(folder, 'cors.json');
    await writeFile(path, '{"origins": ["https://app.example.com/"]}');
    const { status, stderr } = await corspec({ options: { policy: [path] } });
    expect(status).toBe(2);
    expect(stderr).toContain('use https://app.example.com');
  });

  it('are missed when they are not there', async () => {
    const { stderr } = await corspec({ options: { policy: [join(folder, 'no.json')] } });
    expect(stderr).toContain('file not found');
  });

  it('are missed when they are a folder', async () => {
    const { stderr } = await corspec({ options: { ...byParts, routes: [folder] } });
    expect(stderr).toContain('this is a folder, not a file');
  });

  it('are missed when they are a folder of servers without any', async () => {
    const { stderr } = await corspec({ options: { ...byParts, servers: [folder] } });
    expect(stderr).toContain('no subfolder contains a server.json');
  });
});
