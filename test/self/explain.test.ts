import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../../fixtures/policies.ts';
import { explainCommand } from '../../src/cli/explain-command.ts';
import type { ExplainOptions } from '../../src/cli/command-line.ts';
import {
  builtInServers,
  readImplementation,
  type RunningImplementation,
  startImplementation,
} from '../../src/targets/index.ts';
import type { Explanation } from '../../src/results/explanation.ts';

/** `corspec explain` against servers that run: the reference, right and wrong on purpose. No browser is needed. */
const [origin = ''] = policies.credentialed.origins;
const faulty = {
  'none@credentialed': policies.credentialed,
  'ao-trailing-slash@credentialed': policies.credentialed,
  'ac-missing@credentialed': policies.credentialed,
  'ah-without-custom@credentialed': policies.credentialed,
  'ao-missing@credentialed': policies.credentialed,
};

let reference: RunningImplementation;
let broken: RunningImplementation;
beforeAll(async () => {
  [reference, broken] = await Promise.all([
    start(join(builtInServers, 'reference'), {
      credentialed: policies.credentialed,
      public: policies.public,
    }),
    start(join(builtInServers, 'broken', 'reference'), faulty),
  ]);
});
afterAll(() => Promise.all([reference.stop(), broken.stop()]));

async function start(folder: string, named: Parameters<typeof startImplementation>[1]) {
  return startImplementation(await readImplementation(folder), named);
}

function urlOf(running: RunningImplementation, policy: string, path = '/resource'): string {
  const state = running.policies.get(policy);
  if (state?.status !== 'ready') throw new Error(`${policy} does not run`);
  return new URL(path, state.url).href;
}

async function explain(url: string, options: ExplainOptions = {}) {
  let stdout = '';
  let stderr = '';
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
  };
  const browsers = ['chromium', 'model'];
  const status = await explainCommand(
    [url],
    { origin, ...options },
    browsers,
    io,
    new AbortController().signal,
  );
  return { status, stdout, stderr };
}

const write: ExplainOptions = { method: 'PUT', header: ['X-Api-Key: k'], credentials: true, data: '{}' };

it('gives 0 when the script can read the response', async () => {
  const { status, stdout } = await explain(urlOf(reference, 'credentialed'), { ...write, allowWrites: true });
  expect(status).toBe(0);
  expect(stdout).toContain('✓ The script can read the response.');
  expect(stdout).toContain('→ PUT /resource');
});

it('keeps a PUT from the server without --allow-writes, and tells of the preflight', async () => {
  const url = urlOf(reference, 'credentialed', '/resource?id=explain');
  const { status, stdout } = await explain(url, write);
  expect(status).toBe(3);
  expect(stdout).toContain('The preflight allows the request');
  expect(stdout).toContain('The PUT is not forwarded by corspec');
  const counted = (await (await fetch(url)).json()) as { writes: number };
  expect(counted.writes).toBe(0);
});

it('tells JSON to programs, with the same status', async () => {
  const { status, stdout } = await explain(urlOf(reference, 'credentialed'), {
    json: true,
    credentials: true,
  });
  const story = JSON.parse(stdout) as Explanation;
  expect(status).toBe(0);
  expect(story).toMatchObject({ schema: 'corspec/story@1', ending: { outcome: 'readable' } });
});

describe('gives 1, and names what is wrong, for', () => {
  it.each<[string, () => string, ExplainOptions, string]>([
    ['a slash at the end', () => urlOf(broken, 'ao-trailing-slash@credentialed'), {}, 'an origin has no trailing slash'],
    ['`*` with credentials', () => urlOf(reference, 'public'), { credentials: true }, 'in place of `*`'],
    ['missing credentials', () => urlOf(broken, 'ac-missing@credentialed'), { credentials: true }, 'Enable credentials'],
    ['a missing header', () => urlOf(broken, 'ah-without-custom@credentialed'), write, 'Add `x-api-key` to the headers'],
    ['a method that is not listed', () => urlOf(reference, 'credentialed'), { method: 'PATCH' }, 'Add `PATCH` to the methods'],
    ['an origin that is not listed', () => urlOf(reference, 'credentialed'), { origin: 'https://other.test' }, 'has no Access-Control-Allow-Origin'],
    ['a crash without the header', () => urlOf(broken, 'ao-missing@credentialed', '/crash'), {}, "Check the server's log first"],
  ])('%s', async (_, url, options, says) => {
    const { status, stdout } = await explain(url(), options);
    expect(status).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(says);
  }); // prettier-ignore
});

it('gives 2 with everything that is wrong, before anything is sent', async () => {
  const { status, stdout, stderr } = await explain('localhost:3000', {
    origin: 'http://localhost:8080/',
    method: 'TRACE',
    header: ['Cookie: a=b', 'nonsense'],
    cookie: ['a'],
    browser: 'chrmium',
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  for (const says of [
    'Did you mean http://localhost:3000?',
    'use http://localhost:8080.',
    '"TRACE"',
    '--cookie NAME=VALUE',
    'has no colon',
    'Did you mean "chromium"?',
  ])
    expect(stderr).toContain(says);
});

it('gives 3 when nobody answers', async () => {
  const { status, stdout } = await explain('http://127.0.0.1:4/');
  expect(status).toBe(3);
  expect(stdout).toContain('Connection refused: nothing is listening at http://127.0.0.1:4');
});
