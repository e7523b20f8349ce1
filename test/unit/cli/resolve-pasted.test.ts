import { expect, it } from 'vitest';
import { readSource } from '../../../src/cli/explain-source.ts';
import { resolvePasted } from '../../../src/cli/resolve-pasted.ts';
import type { ExplainOptions } from '../../../src/cli/command-line.ts';

const copied = `curl 'https://api.example.com/me' -H 'Origin: https://app.example.com' -H 'X-A: 1' -b 'session=s3cr3t-session; odd=a"b'`;

function resolve(text: string, given: ExplainOptions = {}) {
  const result = resolvePasted('curl', text, given);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

function sourceOf(urls: readonly string[], options: ExplainOptions, stdin = '') {
  const written: string[] = [];
  const io = {
    stdout: { write: (text: string) => written.push(text) },
    stderr: { write: (text: string) => written.push(text) },
    env: {},
    stdin: (async function* () {
      yield await Promise.resolve(Buffer.from(stdin));
    })(),
  };
  return readSource(urls, options, io);
}

it('makes the options of explain from a curl command, without cookies that corspec cannot send', () => {
  expect(resolve(copied)).toEqual({
    url: 'https://api.example.com/me',
    options: {
      origin: 'https://app.example.com',
      method: 'GET',
      header: ['X-A: 1'],
      cookie: ['session=s3cr3t-session'],
      credentials: true,
      insecure: false,
    },
    notes: ['Cookies that corspec cannot send are not used: odd.'],
  });
});

it('gives precedence to options of the command line', () => {
  const given = { origin: 'https://b.test', method: 'PUT', header: ['x-a: 2'], credentials: false };
  expect(resolve(copied, given).options).toMatchObject({ ...given, header: ['x-a: 2'] });
});

it('says what it did not take as set by the script', () => {
  const { notes } = resolve(`curl https://a.test/ -H 'Origin: https://b.test' -H 'Pragma: no-cache'`);
  expect(notes).toEqual([
    'Browsers add Pragma by themselves, so corspec did not take it as set by the script. If the script sets it, add --header.',
    'The command has no cookies, so the request is explained without credentials. If the script uses credentials, add --credentials.',
  ]);
});

it('says what keepalive changes, and that browsers reject long bodies with it', () => {
  const call = (init: string) =>
    resolvePasted('fetch', `fetch("https://a.test/", { referrer: "https://b.test/", ${init} })`, {});
  const notesOf = (init: string) => {
    const resolved = call(init);
    return resolved.ok ? resolved.value.notes : [resolved.reason];
  };
  expect(notesOf('keepalive: false')).toEqual([]);
  expect(notesOf('keepalive: isLeaving')).toEqual([]);
  expect(notesOf('keepalive: true')).toEqual([expect.stringContaining('navigator.sendBeacon')]);
  const long = `keepalive: true, method: "POST", body: "${'x'.repeat(65_537)}"`;
  expect(notesOf(long)).toEqual([
    expect.stringContaining('navigator.sendBeacon'),
    expect.stringContaining('65537 bytes'),
  ]);
});

it('asks for the origin where the text has none, and suggests what Referer says', () => {
  expect(resolvePasted('curl', 'curl https://a.test/', {})).toEqual({
    ok: false,
    reason:
      "--curl: the command has no Origin header, so the page's origin is not known. Add it: --origin https://app.example.com.",
  });
  expect(resolvePasted('curl', `curl https://a.test/ -e 'https://b.test/x'`, {})).toMatchObject({
    reason: expect.stringContaining('--origin https://b.test, as its Referer suggests.') as string,
  });
});

it('takes one source, and reads - from stdin', async () => {
  expect(await sourceOf(['https://a.test/'], {})).toEqual({
    ok: true,
    value: { kind: 'url', url: 'https://a.test/' },
  });
  expect(await sourceOf([], { curl: '-' }, 'curl x')).toMatchObject({
    value: { kind: 'curl', text: 'curl x' },
  });
  expect(await sourceOf([], { fetch: 'fetch("x")' })).toMatchObject({ value: { text: 'fetch("x")' } });
});

it.each([
  [[], {}, '', 'expected the URL of the request'],
  [['a', 'b'], {}, '', 'expected one URL, found 2'],
  [[], { curl: 'a', fetch: 'b' }, '', '--curl and --fetch: give one of them'],
  [['b'], { curl: 'curl a' }, '', 'corspec explain --curl -'],
  [[], { curl: '-' }, ' \n', '--curl -: stdin is empty'],
])('%j %j: %s', async (urls, options, stdin, says) => {
  const source = await sourceOf(urls, options, stdin);
  expect(source.ok ? '' : source.reason).toContain(says);
});
