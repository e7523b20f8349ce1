import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApiTargets, readOpenApiInput } from '../../../src/cli/resolve-openapi.ts';
import type { RunOptions } from '../../../src/cli/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corspec-openapi-'));
  const operation = "{ responses: { '200': { description: ok } } }";
  writeFileSync(
    join(folder, 'api.yaml'),
    `openapi: 3.0.3\ninfo: { title: a, version: '1' }\npaths:\n  /a: { get: ${operation} }\n  /a/{id}: { put: ${operation} }\n`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function resolved(
  targets: readonly string[],
  options: RunOptions = { baseUrl: 'http://127.0.0.1:8000/v1' },
) {
  const whole = { openapi: join(folder, 'api.yaml'), ...options };
  const input = await readOpenApiInput(whole);
  if (input === undefined) throw new Error('no document');
  const url = { routes: {}, allowWrites: false, headers: [], insecure: false, commandOptions: '--insecure' };
  return openApiTargets({ command: 'run', targets, options: whole }, input, url);
}

it('makes every path of --openapi a target that can be run again by its URL', async () => {
  const { value, problems } = await resolved([]);
  expect(problems).toEqual([]);
  expect(value).toMatchObject([
    { name: '/a', url: 'http://127.0.0.1:8000/v1/a', commandOptions: '--insecure --endpoint-methods GET' },
    {
      name: '/a/{id}',
      url: 'http://127.0.0.1:8000/v1/a/1',
      endpointMethods: ['PUT'],
      pathParameters: ['id'],
    },
  ]);
});

it('takes TARGETs as paths or patterns', async () => {
  expect((await resolved(['/a/{id}'])).value).toHaveLength(1);
  expect((await resolved(['/a/**'])).value).toHaveLength(2);
  expect((await resolved(['/b'])).problems).toEqual([
    expect.stringMatching(/^"\/b": no path of .*api\.yaml matches\. Did you mean "\/a"/) as string,
  ]);
});

it.each([
  [{}, /does not say where the API is\. Add --base-url/],
  [{ baseUrl: 'localhost:1' }, /^--base-url "localhost:1": the URL has no scheme/],
  [{ openapi: 'none.yaml' }, /^none\.yaml: file not found/],
])('tells what is wrong: %o', async (options, expected) => {
  expect((await resolved([], options)).problems).toEqual([expect.stringMatching(expected) as string]);
});
