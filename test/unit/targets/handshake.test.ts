import { describe, expect, test } from 'vitest';
import { handshake } from '../../../src/targets/handshake.ts';

const refusal = '{"policy":"nonsense","unsupported":"no such option"}';

/** What a handshake says to lines in order; the last of it. */
function lastOf(lines: readonly string[], policies = { a: {} }) {
  const talk = handshake(policies);
  return lines.map((line) => talk.take(line)).at(-1);
}

function policiesIn(question: string): object {
  return (JSON.parse(question) as { policies: object }).policies;
}

describe('the line for stdin', () => {
  test('puts the policy that makes no sense first, even before names that look like numbers', () => {
    expect(handshake({ 1: { maxAge: 5 } }).question).toBe(
      '{"policies":{"nonsense":{"corspec-nonsense":true},"1":{"maxAge":5}}}',
    );
  });

  test('calls it otherwise when a policy has its name', () => {
    expect(Object.keys(policiesIn(handshake({ nonsense: {} }).question))).toEqual(['nonsense-', 'nonsense']);
  });
});

describe('answers', () => {
  test('come in any order and are told in the order of the policies, without that to the nonsense', () => {
    const talk = handshake({ a: {}, b: {} });
    talk.take('{"policy":"b","url":"http://[::1]:8002/"}');
    talk.take(refusal);
    talk.take('{"policy":"a","unsupported":"why"}');
    expect([...talk.answers()]).toEqual([
      ['a', { status: 'unsupported', reason: 'why' }],
      ['b', { status: 'ready', url: 'http://[::1]:8002' }],
    ]);
  });

  test.each([
    'http://127.0.0.1',
    'https://127.0.0.1:8000',
    'http://127.0.0.1:0',
    'http://127.0.0.1:65536',
    'http://127.0.0.1:8000/api',
    'http://user@127.0.0.1:8000',
    'http://localhost.example.test:8000',
    'http://10.0.0.1:8000',
    'http://127.0.0.1:8000\n',
  ])('%j is no URL for a policy', (url) => {
    expect(lastOf([JSON.stringify({ policy: 'a', url })])).toMatchObject({
      kind: 'problem',
      problem: { kind: 'contract', message: expect.stringContaining('gave a URL that is not') as string },
    });
  });

  test.each([
    ['{"policy":"b","unsupported":"why"}', 'contract', 'answered for an unknown policy'],
    ['{"policy":"a"}', 'contract', 'without exactly one of "url" and "unsupported"'],
    ['{"policy":"a","url":"http://127.0.0.1:1","unsupported":"why"}', 'contract', 'without exactly one'],
    ['{"policy":"a","unsupported":" "}', 'contract', 'without a reason'],
    ['{"policy":"a","unsupported":true}', 'contract', 'without a reason'],
    ['{"policy":7}', 'contract', 'neither the answer for a policy nor the ready line'],
    ['{"ready":"yes"}', 'contract', 'neither the answer for a policy nor the ready line'],
    ['{"ready":true,"versions":{}}', 'contract', 'without an answer for `nonsense`, `a`'],
    ['{"policy":"nonsense","url":"http://127.0.0.1:1"}', 'untrusted', 'accepts an invalid policy'],
    ['[]', 'invalid-json', 'not a JSON object, `[]`'],
    ['null', 'invalid-json', 'not a JSON object'],
    ['', 'invalid-json', 'not a JSON object, an empty line'],
    ['{"policy":', 'invalid-json', 'not a JSON object'],
  ])('%s is refused (%s)', (line, kind, message) => {
    expect(lastOf([line])).toMatchObject({
      problem: { kind, message: expect.stringContaining(message) as string },
    });
  });
});

describe('the ready line', () => {
  const answered = [refusal, '{"policy":"a","unsupported":"why"}'];

  test('ends the handshake when each policy has its answer', () => {
    expect(lastOf([...answered, '{"ready":true,"versions":{"cors":"2.8.6"}}'])).toEqual({
      kind: 'ready',
      versions: { cors: '2.8.6' },
    });
  });

  test.each([
    '{"ready":true}',
    '{"ready":true,"versions":{"cors":2}}',
    '{"ready":true,"versions":["2.8.6"]}',
  ])('%s lacks versions', (line) => {
    expect(lastOf([...answered, line])).toMatchObject({
      problem: { kind: 'contract', message: expect.stringContaining('without versions') as string },
    });
  });
});
