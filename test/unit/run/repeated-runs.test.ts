import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRepeatedRuns } from '../../../src/run/index.ts';
import type { RepeatedRuns, RunRequest } from '../../../src/run/request.ts';
import type { Results } from '../../../src/results/results.ts';
import { suites } from '../../../suites/index.ts';

const app = 'https://app.example.com';

const asked = ['simple', 'preflight', 'credentials', 'origins'];

let round = 1;
let reflects = false;
let cookies: string[] = [];

function answer({ headers, method }: IncomingMessage, response: ServerResponse): void {
  const { origin, cookie } = headers;
  if (cookie !== undefined) cookies.push(cookie);
  response.setHeader('Vary', 'Origin');
  response.setHeader('Set-Cookie', `left-by-${round}=1; Path=/`);
  if (origin === app || (reflects && origin !== undefined)) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Max-Age', '600');
    response.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
  }
  response.writeHead(method === 'OPTIONS' ? 204 : 200).end();
}

const server = createServer(answer);
let runs: RepeatedRuns;
const { signal } = new AbortController();
beforeEach(async () => {
  [round, reflects, cookies] = [1, false, []];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  runs = openRepeatedRuns(signal);
});
afterEach(async () => {
  await runs.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function request(changes: Partial<RunRequest> = {}): RunRequest {
  const { port } = server.address() as AddressInfo;
  return {
    targets: [
      {
        kind: 'url',
        url: `http://127.0.0.1:${port}/`,
        headers: [],
        routes: {},
        allowWrites: false,
        insecure: false,
      },
    ],
    policies: { policy: { origins: [app], credentials: true, methods: ['GET', 'PUT'] } },
    policyArguments: { policy: '' },
    scenarios: suites.flatMap(({ id, scenarios }) => (asked.includes(id) ? scenarios : [])),
    browsers: ['model'],
    timeoutMs: 5000,
    jobs: 8,
    evidence: 'failures',
    ...changes,
  };
}

function perform(changes: Partial<RunRequest> = {}): Promise<Results> {
  return runs.run(request(changes), { onEvent: () => undefined, signal });
}

function cellsOf({ results }: Results): readonly string[] {
  return results.map(({ scenario, status, wire }) => `${scenario} ${status} ${wire}`);
}

it('two runs of the same give the same, check by check', async () => {
  const first = cellsOf(await perform());
  expect(cellsOf(await perform())).toEqual(first);
  expect(first.filter((cell) => cell.includes(' pass ')).length).toBeGreaterThan(30);
});

it('a run does not send the cookies that the run before was given', async () => {
  await perform();
  expect(cookies.some((cookie) => cookie.includes('left-by-1'))).toBe(true);
  [round, cookies] = [2, []];
  await perform();
  expect(cookies.some((cookie) => cookie.includes('left-by-2'))).toBe(true);
  expect(cookies.filter((cookie) => cookie.includes('left-by-1'))).toEqual([]);
});

it('a run sees that the server has changed', async () => {
  const failures = ({ results }: Results) => results.filter(({ status }) => status === 'fail').length;
  expect(failures(await perform())).toBe(0);
  reflects = true;
  expect(failures(await perform())).toBeGreaterThan(10);
  reflects = false;
  expect(failures(await perform())).toBe(0);
});

it('a run with another time limit or number of requests gets what it asks for', async () => {
  const first = cellsOf(await perform());
  expect(cellsOf(await perform({ jobs: 2, timeoutMs: 4000 }))).toEqual(first);
});

it('a run after one that could not be made is made', async () => {
  const nowhere = {
    targets: [
      {
        kind: 'url',
        url: 'http://127.0.0.1:9/',
        headers: [],
        routes: {},
        allowWrites: false,
        insecure: false,
      },
    ],
  } as const;
  await expect(perform(nowhere)).rejects.toThrow('127.0.0.1:9');
  expect((await perform()).results.some(({ status }) => status === 'pass')).toBe(true);
});
