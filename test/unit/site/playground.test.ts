import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  emptyInput,
  fromFragment,
  judgePasted,
  type PlaygroundInput,
  toFragment,
} from '../../../site/oracle/playground.ts';

function judge(input: Partial<PlaygroundInput>) {
  return judgePasted({ ...emptyInput, ...input }, '1.0.0');
}

function ending(input: Partial<PlaygroundInput>): string {
  const result = judge(input);
  if (result.kind !== 'explained') throw new Error(JSON.stringify(result));
  const { outcome, decidedBy } = result.explanation.ending;
  return `${outcome} ${decidedBy?.code ?? ''}`.trim();
}

const allowed = 'Access-Control-Allow-Origin: https://app.example.com';

describe('the playground', () => {
  it('has the verdict of the oracle on a pasted response', () => {
    expect(ending({ response: allowed })).toBe('readable');
    expect(ending({ response: allowed, credentials: true })).toBe('blocked allow-credentials-missing');
    expect(ending({ response: allowed, origin: 'https://other.example' })).toBe(
      'blocked allow-origin-differs',
    );
  });

  it('takes a preflight that is not given as allowing the request, and says so', () => {
    const result = judge({ method: 'PUT', response: allowed });
    expect(result).toMatchObject({ kind: 'explained', preflightAssumed: true });
  });

  it('checks a preflight that is given', () => {
    const preflight = 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic';
    expect(ending({ method: 'PUT', response: allowed, preflight })).toBe('blocked allow-origin-missing');
    expect(ending({ method: 'PUT', response: allowed, preflight: `${preflight}\n${allowed}` })).toBe(
      'blocked preflight-status-not-ok',
    );
  });

  it('follows a redirect to the next pasted response', () => {
    const redirect = `HTTP/1.1 302 Found\nLocation: /new\n${allowed}\n\n`;
    expect(ending({ response: `${redirect}HTTP/1.1 200 OK\n${allowed}` })).toBe('readable');
    expect(ending({ response: redirect })).toBe('unknown');
  });

  it('explains the requests of a HAR file', () => {
    const response = readFileSync('test/fixtures/har/chromium.har', 'utf8');
    expect(judge({ response })).toMatchObject({ kind: 'har' });
  });

  it.each([
    [{ url: 'items' }, 'url', /Not a valid URL/],
    [{ origin: 'app.example.com' }, 'origin', /the scheme is missing/],
    [{ origin: 'https://*.example.com' }, 'origin', /one origin/],
    [{ method: 'TRACE' }, 'method', /do not allow scripts/],
    [{ method: 'G T' }, 'method', /Not a valid method/],
    [{ headers: 'Cookie: a=b' }, 'headers', /set by the browser/],
    [{ headers: 'nonsense' }, 'headers', /not a header/],
    [{ response: '{"log": {}}' }, 'response', /not a HAR file/],
    [{ response: '{"log"' }, 'response', /not JSON/],
    [{ preflight: '???' }, 'preflight', /not a header/],
  ])('names the field and the problem of bad input: %j', (input, field, message) => {
    const result = judge({ response: allowed, ...input });
    expect(result).toMatchObject({
      kind: 'problems',
      problems: [{ field, message: expect.stringMatching(message) }],
    });
  });

  it('keeps the form in the fragment, without cookies and credentials', () => {
    const input = {
      ...emptyInput,
      method: 'PUT',
      credentials: true,
      response: 'Set-Cookie: id=secret; Secure\nVary: Origin',
    };
    const fragment = toFragment(input);
    expect(fragment).not.toContain('secret');
    expect(fromFragment(`#${fragment}`)).toEqual({
      ...input,
      response: 'Set-Cookie: id=***; Secure\nVary: Origin',
    });
    expect(toFragment(emptyInput)).toBe('');
    expect(fromFragment('')).toEqual(emptyInput);
  });
});
