import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cors from 'cors';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CannotRunError, testCors, type TestCorsOptions } from '../../../src/index.ts';
import { toConformToCors } from '../../../src/from-code/matcher.ts';

const origin = 'https://app.example.com';
const policy = { origins: [origin] };
const few: TestCorsOptions = { path: '/api', browsers: 'model', suites: ['simple', 'null-origin'] };

function app(...origins: readonly string[]) {
  const made = express();
  made.use(cors({ origin: [...origins] }));
  made.get('/api', (_, response) => void response.json({}));
  return made;
}

const right = () => app(origin);
const nullToo = () => app(origin, 'null');

let folder: string;
let baseline: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corspec-known-'));
  baseline = join(folder, 'known.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a baseline', () => {
  it('lets known failures pass; what passes now fails until it is taken out', async () => {
    const created = await testCors(nullToo(), policy, { ...few, baseline, updateBaseline: true });
    expect(created).toMatchObject({ conforms: true, causes: [] });
    expect(created.notes).toEqual([expect.stringMatching(/known\.json: \d+ failures added/)]);
    expect(created.message).toContain(' failures added');
    expect(JSON.parse(await readFile(baseline, 'utf8'))).toMatchObject({
      failures: expect.arrayContaining([expect.objectContaining({ target: '/api', policy: 'policy' })]),
    });

    const known = await testCors(nullToo(), policy, { ...few, baseline });
    expect(known.message).toMatch(/PASS: no new failures \(\d+ checks passed\)\. \d+ failures are known/);
    expect(known).toMatchObject({ conforms: true, causes: [] });
    expect(known.results.causes).toMatchObject([{ code: 'null-allowed', excused: expect.any(Number) }]);

    const repaired = await testCors(right(), policy, { ...few, baseline });
    expect(repaired).toMatchObject({ conforms: false, exitStatus: 1 });
    expect(repaired.message.replaceAll(/\s+/g, ' ')).toContain('Take them out with updateBaseline: true.');
    await testCors(right(), policy, { ...few, baseline, updateBaseline: true });
    expect((await testCors(right(), policy, { ...few, baseline })).conforms).toBe(true);
  });

  it('fails for what is new, and names only that', async () => {
    const path = { ...few, baseline };
    await testCors(nullToo(), policy, { ...path, updateBaseline: true });
    const worse = await testCors(app(origin, 'null', 'https://evil.test'), policy, path);
    expect(worse.conforms).toBe(false);
    expect(worse.causes.map(({ code }) => code)).not.toContain('null-allowed');
    expect(worse.summary).not.toContain('`null`');
  });

  it('is what a matcher goes by', async () => {
    const options = { ...few, baseline };
    await testCors(nullToo(), policy, { ...options, updateBaseline: true });
    expect(await toConformToCors({}, nullToo(), policy, options)).toMatchObject({ pass: true });
  });
});

describe('ignore rules', () => {
  const reason = 'sandboxed frames need it';

  it('excuse failures with a reason', async () => {
    const ignore = [{ cause: 'null-allowed', reason }];
    const report = await testCors(nullToo(), policy, { ...few, ignore });
    expect(report).toMatchObject({ conforms: true, causes: [], notes: [] });
    expect(report.message).toMatch(/\d failures are ignored by ignore rules\./);
    expect(report.results.results.find(({ excused }) => excused)?.excused).toEqual({ by: 'ignore', reason });
  });

  it('that are over, or match nothing, are said', async () => {
    const ignore = [
      { cause: 'null-allowed', reason, until: '2020-01-01' },
      { cause: 'vary-missing', reason },
    ];
    const { suites: _, ...all } = few;
    const report = await testCors(nullToo(), policy, { ...all, ignore });
    expect(report.conforms).toBe(false);
    expect(report.notes).toEqual([
      expect.stringContaining(
        `warning: ignore rule cause null-allowed (${reason}): expired after 2020-01-01.`,
      ),
      expect.stringContaining(`warning: ignore rule cause vary-missing (${reason}): matches no failure`),
    ]);
  });
});

describe('wrong options', () => {
  async function problemsOf(options: object): Promise<unknown> {
    return testCors(right(), policy, { ...few, ...options }).catch(
      (error: unknown) => (error as { problems?: unknown }).problems ?? error,
    );
  }

  it('are told all at once, as those of a configuration', async () => {
    const ignore = [
      { cause: 'vary-mising', reason: 'x' },
      { scenario: 'a', until: 'soon', reason: '' },
      { reason: 'x', targets: 'a' },
    ];
    expect(await problemsOf({ ignore, updateBaseline: true, strict: 'yes' })).toEqual([
      'strict "yes": expected true or false.',
      'ignore[1].reason: "": the text is empty.',
      'ignore[1].until: "soon": expected a date such as 2026-12-31.',
      'ignore[2].targets: unknown key. Did you mean "target"? Keys: scenario, cause, target, reason, until.',
      'ignore[0].cause "vary-mising": unknown cause. Did you mean "vary-missing"?',
      'ignore[2]: has neither scenario nor cause: it would ignore everything. Add one of them.',
      'updateBaseline: the file is missing. Name it: baseline: "corspec-baseline.json".',
    ]);
    expect(await problemsOf({ ignore: 'all' })).toEqual([
      'ignore: "all": expected a list of rules, [{ cause: "vary-missing", reason: "a CDN adds it" }].',
    ]);
    expect(await problemsOf({ baseline: '' })).toEqual([
      'baseline "": expected the name of a file, such as "corspec-baseline.json".',
    ]);
  });

  it.each<[string, string | null, object, string]>([
    ['an absent file', null, {}, ': file not found. To create it with the failures of today, add updateBaseline: true.'],
    ['a file that is no JSON', '{', {}, ':1:2: invalid JSON'],
    ['another version', '{"schema": "corspec/baseline@9"}', {}, 'create it again with updateBaseline: true.'],
    ['another version, to be updated', '{"schema": "corspec/baseline@9"}', { updateBaseline: true }, 'this version of corspec reads'],
  ])('%s is refused', async (_, text, options, problem) => {
    if (text !== null) await writeFile(baseline, text);
    expect(await problemsOf({ baseline, ...options })).toEqual([expect.stringContaining(problem)]);
    if (text !== null) expect(await readFile(baseline, 'utf8')).toBe(text);
  }); // prettier-ignore

  it('a folder that does not exist is refused before the run', async () => {
    const file = join(folder, 'absent', 'known.json');
    expect(await problemsOf({ baseline: file, updateBaseline: true })).toEqual([
      expect.stringMatching(/^baseline ".*": folder ".*" not found\. Create it, or choose another file\.$/),
    ]);
  });
});

const notWritten = 'was not written, because the run was interrupted';

it('does not write half of a run', async () => {
  const controller = new AbortController();
  const server = nullToo().use((_request, _response, next) => {
    controller.abort();
    next();
  });
  const { suites: _, ...all } = few;
  const options = { ...all, baseline, updateBaseline: true, signal: controller.signal };
  // The first request to another path than that of the endpoint ends the run.
  const report = await testCors(server, policy, options).catch((error: unknown) => error);
  // It may end before there is a result.
  if (report instanceof Error) expect(report).toBeInstanceOf(CannotRunError);
  else expect(report).toMatchObject({ verdict: 'unknown', notes: [expect.stringContaining(notWritten)] });
  await expect(readFile(baseline)).rejects.toThrow('ENOENT');
});
