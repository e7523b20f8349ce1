import { describe, expect, it } from 'vitest';
import { takeCheck } from '../../../src/results/check-parameter.ts';
import { connectDestination, parseOrigin, readRequestTarget } from '../../../src/proxy/origins.ts';

const odd = 'a_-"{}+!~;&\'(),$=`b.test';

describe('parseOrigin', () => {
  it.each([
    ['HTTPS://App.Example.test:443/x', 'https://app.example.test'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[0:0::1]:8080', 'http://[::1]:8080'],
    [`http://${odd}:80`, `http://${odd}`],
  ])('%s is %s', (text, origin) => {
    expect(parseOrigin(text)).toBe(origin);
  });

  it.each(['', 'app.example.test', 'ftp://a.test', 'null'])('refuses %j, and says what to write', (text) => {
    expect(() => parseOrigin(text)).toThrow(/is not an http or https origin\. Expected scheme, host/);
  });
});

describe('readRequestTarget', () => {
  it.each([
    ['http://A.test/x?y=1', null, 'http://a.test', '/x?y=1'],
    ['http://a.test:80/', null, 'http://a.test', '/'],
    ['http://a.test:8080', null, 'http://a.test:8080', '/'],
    ['http://a.test?x', null, 'http://a.test', '/?x'],
    ['http://u:p@a.test/', null, 'http://a.test', '/'],
    ['http://[::1]:8080/', null, 'http://[::1]:8080', '/'],
    [`http://${odd}/~"{}`, null, `http://${odd}`, '/~"{}'],
    ['ws://a.test/s', null, 'http://a.test', '/s'],
    ['/x', 'https://a.test', 'https://a.test', '/x'],
    ['*', 'https://a.test', 'https://a.test', '*'],
  ])('%s in %s goes to %s%s', (target, tunnel, origin, path) => {
    expect(readRequestTarget(target, tunnel)).toEqual({ origin, path });
  });

  it.each(['/x', '*', 'http://', 'http:///x', 'file:///x', 'http://a.test:x/'])(
    'does not take %j',
    (target) => {
      expect(readRequestTarget(target, null)).toBeNull();
    },
  );
});

describe('connectDestination', () => {
  it.each([
    ['A.test:443', 'https://a.test'],
    ['a.test:80', 'http://a.test'],
    ['[::1]:8443', 'https://[::1]:8443'],
    ['', null],
  ])('%j is %s', (authority, destination) => {
    expect(connectDestination(authority)).toBe(destination);
  });
});

describe('takeCheck', () => {
  it.each([
    ['/x', null, '/x'],
    ['/x?a=1', null, '/x?a=1'],
    ['/x?corspec-check=c1', 'c1', '/x'],
    ['/x?a=1&corspec-check=c%2F1&b=%7e', 'c/1', '/x?a=1&b=%7e'],
    ['/x?&a&corspec-check=c', 'c', '/x?&a'],
    ['/x?corspec-check=c&corspec-check=d', 'c', '/x'],
    ['/x?&corspec-check=c', 'c', '/x?'],
    ['/x?a=1&&corspec-check=c', 'c', '/x?a=1&'],
    ['/x?to=%2F%3Fcorspec-check%3Dc', null, '/x?to=%2F%3Fcorspec-check%3Dc'],
    ['/x?to=/?corspec-check=c', null, '/x?to=/?corspec-check=c'],
    ['/corspec-check=c', null, '/corspec-check=c'],
    ['/x?corspec-check=%', '%', '/x'],
  ])('%s: %s and %s', (path, check, rest) => {
    expect(takeCheck(path)).toEqual({ check, path: rest });
  });
});
