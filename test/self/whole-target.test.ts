import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { corspec, resultsOf } from './command.ts';

/** Targets that conform, but for something that concerns all of their checks. */
const origin = 'https://app.example.com';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function conforming(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Vary', 'Origin');
  if (request.headers.origin === origin) response.setHeader('Access-Control-Allow-Origin', origin);
  response.end('{}');
}

/** `otherwise` answers the requests after the first few. */
async function start(
  after: number,
  otherwise: (request: IncomingMessage, response: ServerResponse, server: Server) => void,
): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    if (count <= after) conforming(request, response);
    else otherwise(request, response, server);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}

async function run(url: string) {
  const words = ['run', url, '--origin', origin, '--suite', 'simple', '--browser', 'model', '--jobs', '2'];
  const ended = await corspec(...words, '--reporter', 'json=-', '--timeout', '3000');
  const results = resultsOf(ended);
  const count = (status: string) => results.results.filter((result) => result.status === status).length;
  return { exit: ended.status, notes: (results.notes ?? []).map(({ text }) => text), count };
}

it('a target that conforms has no note', async () => {
  const { exit, notes, count } = await run(await start(Infinity, conforming));
  expect({ exit, notes, fails: count('fail') }).toEqual({ exit: 0, notes: [], fails: 0 });
});

it('a rate limit is named once, and fails nothing', async () => {
  const url = await start(8, (_, response) => response.writeHead(429).end());
  const { exit, notes, count } = await run(url);
  expect(count('fail')).toBe(0);
  expect(count('error')).toBeGreaterThan(3);
  expect(exit).toBe(3);
  expect(notes.filter((note) => note.includes('limits the rate'))).toHaveLength(1);
});

it('a target that ends during the run is named once, and fails nothing', async () => {
  const url = await start(8, (request, _, server) => {
    request.socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { exit, notes, count } = await run(url);
  expect(count('fail')).toBe(0);
  expect(count('error')).toBeGreaterThan(3);
  expect(exit).toBe(3);
  expect(notes.filter((note) => note.includes('stopped answering'))).toHaveLength(1);
});

it('a target that sends its CORS headers only every other time is named, and its failures stand', async () => {
  let asked = 0;
  const url = await start(0, (request, response) => {
    if (request.headers.origin === origin) asked += 1;
    if (asked % 2 === 1) conforming(request, response);
    else response.end('{}');
  });
  const { exit, notes, count } = await run(url);
  expect(count('fail')).toBeGreaterThan(0);
  expect(exit).toBe(1);
  expect(notes.filter((note) => note.includes('answers the same request differently'))).toHaveLength(1);
});
