import { beforeAll, describe, expect, it } from 'vitest';
import { need } from '../requirements.ts';
import { runExample } from './example.ts';

const blocked =
  /console {3}Access to XMLHttpRequest at '\S+' from origin 'http:\/\/localhost:\d+' has been blocked by CORS policy: /;

/** One part of what a step prints: from one action on the page to the next, or from one command to the next. */
function part(step: string, start: string): string {
  const from = step.indexOf(start);
  if (from < 0) throw new Error(`The step does not print "${start}":\n${step}`);
  const rest = step.slice(from + start.length);
  return rest.split(/\n {2}(?=\S)(?!\||\()/)[0] ?? rest;
}

/** What a command of corspec prints, in one line: where its lines are wrapped depends on the digits of the ports. */
function printedBy(step: string, command: 'explain' | 'run'): string {
  return part(step, `$ npx corspec ${command}`).replace(/\n {2}\| */g, ' ');
}

describe.skipIf((await need('chromium', 'fullstack')).missing)('npm run example: the steps', () => {
  let run: Awaited<ReturnType<typeof runExample>>;
  let steps: readonly string[];

  beforeAll(async () => {
    run = await runExample([]);
    steps = run.output.split(/^Step \d of 7: /m);
  }, 600_000);

  const step = (number: number): string => steps[number] ?? '';

  it('run to their end, and leave no process and no file', () => {
    expect(run.output).toMatch(/^PostgreSQL \d+/);
    expect(steps).toHaveLength(8);
    expect(run).toMatchObject({ status: 0, left: [] });
  });

  it('1: without the middleware a JSON POST is not stored, and a simple POST is', () => {
    const opened = part(step(1), 'Open the page');
    expect(opened).toContain('page      Error: Network Error (no response)');
    expect(opened).toMatch(blocked);
    expect(opened).toContain("No 'Access-Control-Allow-Origin' header is present");
    const saved = part(step(1), 'Save: POST as JSON');
    expect(saved).toContain('page      Error: Network Error (no response)');
    expect(saved).toContain("Response to preflight request doesn't pass access control check");
    expect(saved).toContain('requests  OPTIONS /api/v1/stats 405');
    expect(saved).toContain('database  0 rows');
    const form = part(step(1), 'Save as a form');
    expect(form).toContain('page      Error: Network Error (no response)');
    expect(form).toMatch(blocked);
    expect(form).toContain('requests  POST /api/v1/stats/form 201');
    expect(form).toContain('database  1 row: form 1');
  });

  it('1: explain and run name the missing middleware and how to add it', () => {
    expect(printedBy(step(1), 'explain')).toContain('No CORS middleware responds to the preflight.');
    const run = printedBy(step(1), 'run');
    expect(run).toMatch(
      /✗ FAIL: http:\/\/localhost:\d+\/api\/v1\/stats: The server sends no CORS headers at all/,
    );
    expect(run).toContain('app.add_middleware(');
    expect(run).toContain('no new rows: corspec does not write without --allow-writes');
  });

  it('2: with the middleware the page works, and the preflight is remembered', () => {
    expect(part(step(2), 'Open the page')).toContain('page      0 stats loaded');
    const saved = part(step(2), 'Save: POST as JSON');
    expect(saved).toContain('page      Saved');
    expect(saved).toContain('requests  OPTIONS /api/v1/stats 200, POST /api/v1/stats 201, GET');
    expect(saved).toContain('database  1 row: visits 3');
    const again = part(step(2), 'Save again');
    expect(again).toContain('requests  POST /api/v1/stats 201, GET');
    expect(again).toContain('database  2 rows: visits 3, visits 3');
    expect(part(step(2), 'Add 1: PUT')).toContain('database  2 rows: visits 4, visits 3');
    expect(part(step(2), 'Delete: DELETE')).toContain('database  1 row: visits 3');
    expect(part(step(2), 'Log in')).toContain('page      Logged in as Ada');
    expect(step(2)).not.toContain('blocked by CORS policy');
  });

  it('2: explain with --allow-writes stores a row, and run passes without one', () => {
    const explained = printedBy(step(2), 'explain');
    expect(explained).toContain('✓ The script can read the response.');
    expect(explained).toContain('← 201 Created');
    expect(explained).toContain('database  2 rows: visits 3, visits 3');
    const run = printedBy(step(2), 'run');
    expect(run).toContain('✓ PASS: conforms to the policy');
    expect(run).toContain('(exit status 0)');
    expect(run).toContain('no new rows: corspec does not write without --allow-writes');
  });

  it('3: the page, which sends credentials, cannot read a response with *', () => {
    const opened = part(step(3), 'Open the page, which sends credentials');
    expect(opened).toContain('page      Error: Network Error (no response)');
    expect(opened).toContain("must not be the wildcard '*' when the request's credentials mode is 'include'");
    const saved = part(step(3), 'Save: POST as JSON');
    expect(saved).toContain("Response to preflight request doesn't pass access control check");
    expect(saved).toContain('requests  OPTIONS /api/v1/stats 200\n');
    expect(saved).toContain('database  0 rows');
    expect(printedBy(step(3), 'explain')).toContain('Add exactly `http://localhost:');
    const run = printedBy(step(3), 'run');
    expect(run).toMatch(
      /✗ FAIL: \S+: The server sends `\*`, which browsers refuse for requests with credentials/,
    );
  });

  it('3: with allow_credentials as well, a page of another origin reads what the user reads', () => {
    const second = step(3).split('Server: ')[2] ?? '';
    expect(part(second, 'Open the page again')).toContain('page      0 stats loaded');
    expect(part(second, 'Log in')).toContain('page      Logged in as Ada');
    const other = part(second, 'The same person opens a page at http://localhost:');
    expect(other).toContain('page      reads {"name":"Ada"}');
    expect(other).toContain('requests  GET /api/v1/me 200');
    const reflects = 'The server reflects every origin and allows credentials';
    expect(printedBy(second, 'explain')).toContain(reflects);
    const run = printedBy(second, 'run');
    expect(run).toMatch(new RegExp(`✗ FAIL: \\S+: ${reflects}`));
    expect(run).toContain('allow_origins=["http://localhost:');
  });

  it('4: a header that is not allowed blocks the POST, and one that is not exposed is not readable', () => {
    expect(part(step(4), 'Open the page: no request header')).toContain(
      'X-Total-Count in the page: not readable',
    );
    const saved = part(step(4), 'Save: POST with X-Request-Id');
    expect(saved).toContain('Error: Network Error (no response)');
    expect(saved).toContain('requests  OPTIONS /api/v1/stats 400');
    expect(saved).toContain('database  0 rows');
    expect(printedBy(step(4), 'explain')).toContain('x-request-id');
    const run = printedBy(step(4), 'run');
    expect(run).toMatch(/✗ FAIL: \S+: Access-Control-Allow-Headers does not list x-request-id/);
    expect(run).toContain('allow_headers=["content-type", "x-request-id"]');
    const fixed = part(step(4), 'Open the page again and save');
    expect(fixed).toContain('page      Saved');
    expect(fixed).toContain('database  1 row: visits 3');
    expect(fixed).toContain('X-Total-Count in the page: 1');
  });

  it('5: an error without CORS headers hides its status from the page', () => {
    const failed = part(step(5), 'Average of no rows: ');
    expect(failed).toContain('page      Error: Network Error (no response)');
    expect(failed).toMatch(blocked);
    expect(failed).toContain('requests  GET /api/v1/average 500');
    expect(printedBy(step(5), 'explain')).toContain('status 500 means that the application failed');
    const run = printedBy(step(5), 'run');
    expect(run).toMatch(/✗ FAIL: \S+: Error responses \(status 500\) have no CORS headers/);
    expect(run).toContain('app = CORSMiddleware(');
    const fixed = part(step(5), 'Average of no rows, again');
    expect(fixed).toContain('page      Error: Request failed with status code 500 (status 500)');
    expect(fixed).not.toMatch(blocked);
  });

  it('6: at one origin nothing needs CORS', () => {
    const saved = part(step(6), 'Save: POST as JSON');
    expect(saved).toContain('page      Saved');
    expect(saved).toContain('requests  POST /api/v1/stats 201, GET');
    expect(saved).toContain('database  1 row: visits 3');
    expect(saved).toContain('X-Total-Count in the page: 1');
    expect(part(step(6), 'Add 1: PUT')).toContain('requests  PUT /api/v1/stats/1 200, GET');
    expect(part(step(6), 'Log in')).toContain('page      Logged in as Ada');
    expect(part(step(6), 'Delete: DELETE')).toContain('database  0 rows');
    const explained = printedBy(step(6), 'explain');
    expect(explained).toContain('Is the request cross-origin? No: scheme, host and port are the same.');
    expect(explained).toContain('✓ The script can read the response.');
    expect(explained).toContain('database  1 row: visits 3');
    expect(printedBy(step(6), 'run')).toContain('✓ PASS: conforms to the policy');
    // No preflight, neither of the page nor of corspec.
    expect(step(6)).not.toContain('OPTIONS /api');
  });

  it('7: clients that are no browsers need no CORS', () => {
    expect(step(7)).toContain('requests  POST /api/v1/stats 201, POST /api/v1/stats 201');
    expect(step(7)).toContain('database  2 rows: curl 1, python 2');
    expect(printedBy(step(7), 'explain')).toContain('✗ The browser does not send the POST');
    expect(printedBy(step(7), 'run')).toContain('✓ PASS: conforms to the policy');
  });
});
