import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { reporters } from '../../../reports/index.ts';
import { explanationText } from '../../../reports/explain/terminal.ts';
import { policies } from '../../../fixtures/policies.ts';
import { explain } from '../../../src/run/explain-request.ts';
import { run } from '../../../src/run/index.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { createRedactor, secretsIn, unmasked } from '../../../src/results/redaction.ts';
import type { Results } from '../../../src/results/results.ts';
import { suites } from '../../../suites/index.ts';
import { sampleInput } from '../../fixtures/sample-results.ts';
import { printed } from './printed.ts';

const signal = new AbortController().signal;

/** The report, and for HTML what is packed into it. */
function shown(id: string, text: string): string {
  const data = id === 'html' ? /id="data">([^<]*)</.exec(text)?.[1] : undefined;
  return data === undefined ? text : text + inflateRawSync(Buffer.from(data, 'base64')).toString('utf8');
}

const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** How a target may write what it was sent. */
const writings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => encodeURIComponent(secret).replaceAll(/%../g, (byte) => byte.toLowerCase()),
  (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
  json,
  html,
  (secret) => html(json(secret)),
  (secret) => [...secret].map((character) => `&#${character.charCodeAt(0)};`).join(''),
];

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
/** Long enough not to be found by accident, and not of one character alone. */
const credentials = fc
  .string({ unit: visible, minLength: 12, maxLength: 60 })
  .filter((text) => new Set(text).size > 6 && !/\*{2}/.test(text));
const secretHeader = fc.oneof(
  credentials.map((secret) => ({ header: ['X-Api-Key', secret] as const, secrets: [secret] })),
  credentials.map((secret) => ({
    header: ['Authorization', `Bearer ${secret}`] as const,
    secrets: [secret],
  })),
  fc.tuple(credentials, credentials).map(([user, password]) => {
    const name = user.replaceAll(':', '.');
    const token = Buffer.from(`${name}:${password}`).toString('base64');
    return { header: ['Authorization', `Basic ${token}`] as const, secrets: [token, name, password] };
  }),
);

/** Results in which a text stands wherever a target's words can. */
function withEcho(results: Results, echo: string): Results {
  const headers: RawHeader[] = [
    ['Access-Control-Allow-Origin', echo],
    ['Location', `https://app.example.test/?to=${echo}`],
    [echo, 'name'],
  ];
  return {
    ...results,
    targets: results.targets.map((target) => ({ ...target, versions: { [echo]: echo } })),
    results: results.results.map((result, index) => ({
      ...result,
      status: index % 2 === 0 ? 'fail' : 'error',
      message: `The response has \`${echo}\`. Cut: \`${echo.slice(0, -2)}…\``,
      outcome: { steps: [{ kind: 'error', name: 'Error', message: echo }], cookie: echo, console: [echo] },
      exchanges: (result.exchanges ?? []).map((exchange) => ({
        ...exchange,
        request: { ...exchange.request, url: `https://app.example.test/?a=${echo}` },
        response: {
          status: 200,
          reason: echo,
          headers,
          body: `{"sent": "${echo}"}${echo.slice(0, -2)}`,
          bodyBytes: 9,
        },
      })),
      deviations: [{ id: null, says: echo }],
    })) as Results['results'],
  };
}

describe('no report has a secret that a target sends back, whole or cut off', () => {
  const input = sampleInput({ implementations: 1, scenarios: 4, failing: 100, evidence: 9, mode: 'run' });
  it.each(reporters.map(({ id }) => id))('%s', (id) => {
    fc.assert(
      fc.property(secretHeader, fc.nat(writings.length - 1), fc.nat(2), ({ header, secrets }, way, which) => {
        const secret = secrets[which % secrets.length] ?? '';
        const echo = writings[way]?.(secret) ?? '';
        const results = createRedactor(secretsIn([header])).value(withEcho(input.results, echo));
        const text = shown(id, printed(id, { ...input, results }, 400));
        for (const writing of writings) {
          expect(text).not.toContain(writing(secret));
          expect(text).not.toContain(writing(secret.slice(0, -2)));
        }
      }),
      { numRuns: 12 },
    );
  });
});

/** A server that sends back what it was sent, in every place. */
async function echoServer(name: string): Promise<string> {
  const server = createServer((request, response) => {
    const value = String(request.headers[name.toLowerCase()] ?? 'nothing');
    const bare = value.replace(/^\S+ /, '');
    response.writeHead(request.url?.includes('away') === true ? 302 : 200, bare, {
      'Access-Control-Allow-Origin': `https://${bare}.example.test`,
      'X-Sent': value,
      Location: `/?token=${encodeURIComponent(bare)}`,
      [`X-${bare.replaceAll(/[^\w]/g, '')}`]: 'a',
    });
    response.end(JSON.stringify({ value, bare }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const secret = 'sesame-4711-open';

describe('what comes out of corspec', () => {
  it('has no secret of --target-header: results and events', async () => {
    const events: unknown[] = [];
    const results = await run(
      {
        targets: [
          {
            kind: 'url', url: await echoServer('authorization'), routes: {}, allowWrites: true, insecure: false,
            headers: [['Authorization', `Bearer ${secret}`]],
          },
        ],
        policies: { allowlist: policies.allowlist },
        policyArguments: {},
        browsers: ['model'],
        scenarios: suites.flatMap(({ scenarios }) => scenarios).filter(({ id }) => /^(simple|exposed|origins)/.test(id)),
        timeoutMs: 10_000,
        jobs: 4,
        evidence: 'all',
      }, // prettier-ignore
      { onEvent: (event) => events.push(event), signal },
    );
    const text = JSON.stringify([results, events]);
    expect(text).toContain('***');
    expect(text).not.toContain('sesame-4711');
  });

  it('has no secret of explain: headers by their names, and cookies', async () => {
    const story = await explain(
      {
        url: `${await echoServer('x-api-key')}?`,
        origin: 'https://app.example.test',
        method: 'GET',
        headers: [['X-Api-Key', secret]],
        credentials: false,
        cookies: [['session', 'cookie-value-77']],
        browser: 'model',
        allowWrites: false,
        insecure: false,
        timeoutMs: 10_000,
      },
      signal,
    );
    const text = JSON.stringify(story) + explanationText(story, { color: false, columns: 300 });
    expect(text).not.toContain('sesame-4711');
    expect(text).not.toContain('cookie-value');
  });
});

describe('a value that is too short to be masked is told of', () => {
  it.each<[RawHeader, boolean]>([
    [['X-Key', 'abc'], true],
    [['Authorization', 'Bearer abc'], true],
    [['Authorization', `Basic ${Buffer.from('somebody:pw').toString('base64')}`], true],
    [['Authorization', `Basic ${Buffer.from('me:password').toString('base64')}`], false],
    [['Authorization', `Bearer ${secret}`], false],
  ])('%j: %s', (header, isTold) => {
    expect(unmasked([header])).toEqual(isTold ? [header[0]] : []);
  });
});

it('takes nothing for a cut secret that goes on in another way', () => {
  const { text } = createRedactor(['page=s3cr3t']);
  expect([text('/items?page=1'), text('/items?page=s3c')]).toEqual(['/items?page=1', '/items?***']);
});
