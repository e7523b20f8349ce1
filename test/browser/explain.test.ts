import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { explain, type ExplainRequest } from '../../src/run/explain-request.ts';
import { need } from '../requirements.ts';

/** That the words put into a console's mouth are those that it says. */
const request: Omit<ExplainRequest, 'url'> = {
  origin: 'http://localhost:8080',
  method: 'PUT',
  headers: [['X-Api-Key', 'k']],
  credentials: true,
  cookies: [],
  browser: 'chromium',
  allowWrites: true,
  insecure: false,
  timeoutMs: 10_000,
};
const origin = ['Access-Control-Allow-Origin', request.origin] as const;
const credentials = ['Access-Control-Allow-Credentials', 'true'] as const;
const methods = ['Access-Control-Allow-Methods', 'PUT'] as const;
const headers = ['Access-Control-Allow-Headers', 'x-api-key'] as const;

let server: Server | undefined;
afterEach(() => server?.close());

type Headers = readonly (readonly [string, string])[];

async function serve(status: number, sent: Headers, ofActual: Headers = sent): Promise<string> {
  server = createServer((asked, answer) => {
    const isPreflight = asked.method === 'OPTIONS';
    answer.writeHead(isPreflight ? status : 200, (isPreflight ? sent : ofActual).flat());
    answer.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const cases: readonly [string, number, Headers, Headers?][] = [
  ['no Allow-Origin', 204, []],
  ['no Allow-Origin on the response', 204, [origin, credentials, methods, headers], []],
  ['an origin with a slash', 204, [['Access-Control-Allow-Origin', `${request.origin}/`]]],
  ['`*` with credentials', 204, [['Access-Control-Allow-Origin', '*']]],
  ['two origins in one header', 204, [['Access-Control-Allow-Origin', `${request.origin}, http://b.test`]]],
  ['an origin that is none', 204, [['Access-Control-Allow-Origin', 'localhost']]],
  ['no Allow-Credentials', 204, [origin]],
  ['a status that is not ok', 405, [origin, credentials]],
  ['a redirected preflight', 302, [origin, credentials, ['Location', '/x']]],
  ['a method that is not listed', 204, [origin, credentials, headers]],
  ['a header that is not listed', 204, [origin, credentials, methods]],
];

describe.skipIf((await need('chromium')).missing)('Chrome says what is foretold for', () => {
  it.each(cases)('%s', async (_, status, sent, ofActual) => {
    const url = await serve(status, sent, ofActual);
    const { ending } = await explain({ ...request, url }, new AbortController().signal);
    const foretold = ending.rows.find(({ label }) => label === 'Chrome says')?.text;
    expect(ending.observed?.console.slice(0, 1)).toEqual([foretold]);
    expect(ending.observed?.deviations).toEqual([]);
  });
});
