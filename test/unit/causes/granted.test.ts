import { describe, expect, it } from 'vitest';
import { causeOfGrant } from '../../../src/causes/granted.ts';

const listed = { origins: ['https://app.example.com', 'http://localhost:3000'] };

function codeOf(origin: string, policy = listed, isForeign = false): string {
  return causeOfGrant({ origin, allowOrigin: origin, credentials: true, isForeign }, policy).code;
}

describe('the cause of access for an origin that the policy excludes', () => {
  it.each([
    ['null', 'null-allowed'],
    ['http://app.example.com', 'origin-scheme-ignored'],
    ['https://app.example.com:8443', 'origin-port-ignored'],
    ['http://localhost:30001', 'origin-matched-by-prefix'],
    ['http://localhost', 'origin-port-ignored'],
    ['https://sub.app.example.com', 'subdomains-allowed'],
    ['https://evil.example.com', 'subdomains-allowed'],
    ['https://example.com', 'subdomains-allowed'],
    ['https://evilapp.example.com', 'origin-matched-by-suffix'],
    ['https://notexample.com', 'origin-matched-by-suffix'],
    ['https://app.example.com.evil.test', 'origin-matched-by-prefix'],
    ['https://app.example.comevil.test', 'origin-matched-by-prefix'],
    ['https://appxexample.com', 'origin-dot-unescaped'],
    ['https://app.example.co', 'origin-matched-by-part'],
    ['pp.example.com', 'origin-matched-by-part'],
    ['https://evil.test', 'origin-matched-loosely'],
  ])('%s: %s', (origin, code) => {
    expect(codeOf(origin)).toBe(code);
  });

  it('is reflection where the origin has nothing in common with the policy', () => {
    expect(codeOf('https://evil.test', listed, true)).toBe('origin-reflected');
  });

  it('is the wildcard where the response has one', () => {
    const granted = { origin: 'https://evil.test', allowOrigin: '*', credentials: false, isForeign: true };
    expect(causeOfGrant(granted, listed).code).toBe('any-origin-allowed');
  });

  it('compares with the domain of a pattern', () => {
    const pattern = { origins: ['https://*.example.com'] };
    expect(codeOf('https://example.com', pattern)).toBe('subdomains-allowed');
    expect(codeOf('https://evilexample.com', pattern)).toBe('origin-matched-by-suffix');
    expect(codeOf('https://app.example.com.evil.test', pattern)).toBe('origin-matched-by-prefix');
    expect(codeOf('http://app.example.com', pattern)).toBe('origin-scheme-ignored');
  });
});
