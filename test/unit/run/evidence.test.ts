import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Judged, ShownAccess } from '../../../src/judge/index.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import type { Result } from '../../../src/results/results.ts';
import { findReadability, vacuousPasses, withReadability } from '../../../src/run/evidence.ts';
import { createPlaces } from '../../../src/run/places.ts';
import type { ReadyTarget } from '../../../src/targets/ready-target.ts';

const listed: Policy = { origins: ['https://app.example.com'] };
const silent: ShownAccess = { isReadable: false, hasCorsHeader: false };

function placesOf(entries: readonly Judged[]) {
  const places = createPlaces(() => 0);
  for (const one of entries) places.add(one);
  return places.all();
}

function entry(access: ShownAccess, status: Result['status'] = 'pass'): Judged {
  const result: Result = {
    target: 't',
    policy: 'p',
    browser: 'model',
    scenario: 'a/b',
    level: 'security',
    status,
    outcome: null,
    wire: '',
    deviations: [],
    durationMs: 1,
    reproduce: '',
  };
  const seen = { hasCors: false, granted: [], answers: [], statuses: [], clues: [] };
  return { result, access, seen, reason: null, finding: null };
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is found out about a server with this answer, and the Origin of each request that it got. */
async function found(
  entries: readonly Judged[],
  { status = 200, headers = {} }: Answer = {},
  policy = listed,
) {
  const origins: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    origins.push(request.headers.origin);
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target: ReadyTarget = {
    id: 't',
    policyName: 'p',
    policy,
    origin: url,
    routes: { isContract: false, find: () => ({ url: `${url}/api`, followsContract: false }) },
    differences: [],
    upstream: { url },
    cookieName: 'corspec',
    underName: null,
    command: '',
  };
  const options = { timeoutMs: 5000, signal: new AbortController().signal };
  const readability = await findReadability([target], placesOf(entries), options);
  return { origins, readability, readable: [...readability.values()] };
}

describe('whether an allowed origin can read a response', () => {
  it('is known from a check, without another request', async () => {
    const shown = entry({ isReadable: true, hasCorsHeader: true });
    expect(await found([entry(silent), shown])).toMatchObject({ readable: [true], origins: [] });
  });

  it.each<[boolean, string, Answer]>([
    [false, 'no CORS headers', {}],
    [true, 'the origin', { headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' } }],
    [true, '*', { headers: { 'Access-Control-Allow-Origin': '*' } }],
    [false, 'another origin', { headers: { 'Access-Control-Allow-Origin': 'https://app.example.com/' } }],
    [false, 'a redirect', { status: 302, headers: { 'Access-Control-Allow-Origin': '*', Location: '/' } }],
  ])('is asked where all checks are about refusals: %s for %s', async (readable, _, answer) => {
    expect(await found([entry(silent)], answer)).toMatchObject({
      readable: [readable],
      origins: ['https://app.example.com'],
    });
  });

  it('is not asked of a policy without origins, nor where nothing passed', async () => {
    expect(await found([entry(silent)], {}, { origins: [] })).toMatchObject({ readable: [], origins: [] });
    expect(await found([entry(silent)], {}, {})).toMatchObject({ readable: [], origins: [] });
    expect(await found([entry(silent, 'error')])).toMatchObject({ readable: [], origins: [] });
  });
});

describe('a pass without a CORS header in any response', () => {
  it('is vacuous where no allowed origin can read a response', async () => {
    const { readability } = await found([entry(silent)]);
    const shown = entry(silent);
    expect([...vacuousPasses(placesOf([shown]), readability)]).toEqual([shown.result]);
    const summary = { id: 't', title: 'T', versions: {}, policies: { p: { status: 'ready' as const } } };
    const policy = { origins: ['https://app.example.com'] };
    expect(withReadability([summary], readability, { p: policy })[0]?.policies).toEqual({
      p: { status: 'ready', readable: false, policy },
    });
  });

  it('is evidence where one can', async () => {
    const { readability } = await found([entry({ isReadable: true, hasCorsHeader: true })]);
    expect(vacuousPasses(placesOf([entry(silent)]), readability).size).toBe(0);
  });

  it.each<[string, Judged]>([
    ['a failure', entry(silent, 'fail')],
    ['a pass with headers', entry({ isReadable: false, hasCorsHeader: true })],
    ['a pass without a response', entry({ isReadable: false, hasCorsHeader: null })],
  ])('%s is not vacuous', async (_, shown) => {
    const { readability } = await found([entry(silent)]);
    expect(vacuousPasses(placesOf([shown]), readability).size).toBe(0);
  });
});
