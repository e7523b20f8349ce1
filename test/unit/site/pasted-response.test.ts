import { describe, expect, it } from 'vitest';
import { readResponses } from '../../../site/oracle/pasted-response.ts';

function read(text: string) {
  const responses = readResponses(text);
  if (!responses.ok) throw new Error(responses.reason);
  return responses.value;
}

function problem(text: string): string {
  const responses = readResponses(text);
  return responses.ok ? '' : responses.reason;
}

describe('responses that are pasted', () => {
  it('are the output of curl -i, with its body', () => {
    expect(read('HTTP/2 404 \r\naccess-control-allow-origin: *\r\nX: a: b\r\n\r\n{"a":\n"HTTP"}')).toEqual([
      {
        status: 404,
        reason: '',
        headers: [
          ['access-control-allow-origin', '*'],
          ['X', 'a: b'],
        ],
      },
    ]);
  });

  it('are several where curl followed redirects, without interim ones', () => {
    const text = 'HTTP/1.1 100 Continue\n\nHTTP/1.1 302 Found\nLocation: /a\n\nHTTP/1.1 200 OK\nA: b\n';
    expect(read(text).map(({ status, reason }) => [status, reason])).toEqual([
      [302, 'Found'],
      [200, 'OK'],
    ]);
  });

  it('are the lines of curl -v that the server sent', () => {
    const text =
      '* Trying\n> GET / HTTP/1.1\n> Origin: https://a.test\n< HTTP/1.1 200 OK\n< Vary: Origin\n<\nbody';
    expect(read(text)).toEqual([{ status: 200, reason: 'OK', headers: [['Vary', 'Origin']] }]);
  });

  it('are header lines alone, which have status 200', () => {
    expect(read('Access-Control-Allow-Origin: *')).toEqual([
      { status: 200, reason: '', headers: [['Access-Control-Allow-Origin', '*']] },
    ]);
  });

  it('are names and values on lines of their own, as developer tools copy them', () => {
    const headers = [
      ['access-control-allow-origin', 'https://a.test'],
      ['vary', 'Origin'],
    ];
    expect(read('access-control-allow-origin:\nhttps://a.test\nvary:\nOrigin')[0]!.headers).toEqual(headers);
    expect(read('access-control-allow-origin\nhttps://a.test\nvary\nOrigin')[0]!.headers).toEqual(headers);
  });

  it('have the status that HTTP/2 has as a header', () => {
    expect(read(':status: 403\nVary: Origin')).toEqual([
      { status: 403, reason: '', headers: [['Vary', 'Origin']] },
    ]);
  });

  it('may have a header with an empty value', () => {
    expect(read('Access-Control-Allow-Origin:\nVary: Origin')[0]!.headers).toEqual([
      ['Access-Control-Allow-Origin', ''],
      ['Vary', 'Origin'],
    ]);
  });

  it.each([
    ['  \n', /^The response is empty/],
    ['HTTP/1.1 200 OK\nwhat is this?', /^Line 2 is not a header: `what is this\?`/],
    ['HTTP/1.1 103 Early Hints\nLink: a', /no final response/],
    ['<!doctype html>', /^Line 1 is not a header/],
  ])('are refused with the line and what was expected: %j', (text, message) => {
    expect(problem(text)).toMatch(message);
  });
});
