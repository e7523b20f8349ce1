import { describe, expect, it } from 'vitest';
import { isBadPort, isLoopback } from '../../../src/fetch-standard/index.ts';
import { AC, AM, answer, AO, ask, O, play } from './helpers.ts';

describe('destinations', () => {
  it.each([
    ['http://a.test:22', true], ['https://a.test:10080', true], ['http://a.test:1', true], ['http://a.test:0', true],
    ['http://a.test', false], ['http://a.test:8080', false], ['ftp://a.test:22', false], ['ws://a.test:22', false],
  ])('%s goes to a bad port: %s', (url, bad) => {
    expect(isBadPort(new URL(url))).toBe(bad);
  }); // prettier-ignore

  it('blocks the ports of the standard', () => {
    const blocked = Array.from({ length: 65_536 }, (_, port) => port).filter((port) =>
      isBadPort(new URL(`http://a:${port}`)),
    );
    expect(blocked).toMatchSnapshot();
  });

  it.each([
    ['localhost', true], ['a.localhost', true], ['a.b.localhost.', true], ['127.0.0.1', true], ['127.9.9.9', true], ['127.255.255.254', true],
    ['[::1]', true],
    ['xlocalhost', false], ['localhost.test', false], ['128.0.0.1', false], ['127.0.0.1.test', false], ['x127.0.0.1', false], ['[::2]', false],
  ])('%s is loopback: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  }); // prettier-ignore

  it.each([
    ['data:,x', 'text/plain;charset=US-ASCII'], ['data:;charset=x,y', 'text/plain;charset=x'], ['data:text/html;base64,', 'text/html'],
    ['data:text/html; BASE64,a,b', 'text/html'], ['data:nonsense,a', 'text/plain;charset=US-ASCII'], ['data: text/css ,a', 'text/css'],
    ['data: ;charset=x,a', 'text/plain;charset=x'], ['data:text/html;base64 ,a', 'text/html'],
    ['data:text/x;base64x,', 'text/x;base64x'],
  ])('%s has the type %s', (url, type) => {
    expect(play(ask({ url }), []).visibleHeaders).toEqual([['content-type', type]]);
  }); // prettier-ignore

  it('a script sees nothing of the preflight', () => {
    const verdict = play(ask({ method: 'PUT' }), [
      answer(204, [AO, O], [AC, 'true'], [AM, 'PUT'], ['X-P', '1']),
      answer(201, [AO, O]),
    ]);
    expect(verdict).toMatchObject({ status: 201, visibleHeaders: [] });
  });
});
