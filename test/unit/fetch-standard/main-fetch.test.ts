import { describe, expect, it } from 'vitest';
import { answer, AO, ask, cases, O, play, S } from './helpers.ts';

const bare = answer(200);

describe('baseline', () => {
  cases([
    { name: '1 same-origin GET', request: { url: `${O}/x` }, answers: [bare], wire: 'GET', gives: 'basic' },
    {
      name: '2 same-origin POST ignores AO',
      request: { url: `${O}/x`, method: 'POST' },
      answers: [answer(200, [AO, 'https://other.test'])],
      wire: 'POST',
      gives: 'basic',
    },
    {
      name: '3 same-origin PUT with a custom header',
      request: { url: `${O}/x`, method: 'PUT', headers: [['X-A', '1']] },
      answers: [bare],
      wire: 'PUT',
      gives: 'basic',
    },
    {
      name: '4 mode same-origin to another origin',
      request: { mode: 'same-origin' },
      wire: '',
      gives: 'same-origin-mode',
      because: { code: 'cross-origin-not-allowed', origin: O, urlOrigin: S },
    },
    {
      name: '4 mode same-origin to its own origin',
      request: { mode: 'same-origin', url: `${O}/x` },
      answers: [bare],
      wire: 'GET',
      gives: 'basic',
    },
    {
      name: '5 a user in the URL',
      request: { url: 'https://user@api.example.test/' },
      wire: '',
      gives: 'request-url',
      because: { code: 'url-with-userinfo', url: 'https://user@api.example.test/' },
    },
    {
      name: '5 a password in the URL',
      request: { url: 'https://:pw@api.example.test/' },
      wire: '',
      gives: 'request-url',
    },
    {
      name: '5 no URL at all',
      request: { url: '/x' },
      wire: '',
      gives: 'request-url',
      because: { code: 'url-not-absolute', url: '/x' },
    },
    {
      name: '6 a scheme other than HTTP',
      request: { url: 'ftp://api.example.test/' },
      wire: '',
      gives: 'scheme-check',
      because: { code: 'scheme-not-http', scheme: 'ftp' },
    },
    {
      name: '6 a scheme other than HTTP on the own origin',
      request: { url: `blob:${O}/1` },
      wire: '',
      gives: 'scheme-check',
    },
    {
      name: '6 a scheme other than HTTP with no-cors',
      request: { url: 'about:blank', mode: 'no-cors' },
      wire: '',
      gives: 'scheme-check',
    },
    {
      name: '7 a blocked port',
      request: { url: 'https://api.example.test:6000/' },
      wire: '',
      gives: 'bad-port',
      because: { code: 'port-blocked', port: '6000' },
    },
    {
      name: '9 mixed content',
      request: { url: 'http://api.example.test/' },
      wire: '',
      gives: 'mixed-content',
      because: { code: 'url-insecure', origin: O, urlOrigin: 'http://api.example.test' },
    },
    {
      name: '9 loopback from a secure page',
      request: { url: 'http://localhost:8000/' },
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: '9 loopback from a secure page, in an engine that blocks it',
      request: { url: 'http://localhost:8000/' },
      context: { trustsLoopback: false },
      wire: '',
      gives: 'mixed-content',
    },
    { name: '10 data: URL', request: { url: 'data:text/css,x' }, wire: '', gives: 'basic', status: 200 },
    {
      name: '10 data: URL with mode same-origin',
      request: { url: 'data:,x', mode: 'same-origin' },
      wire: '',
      gives: 'basic',
    },
    {
      name: '10 data: URL without a comma',
      request: { url: 'data:x' },
      wire: '',
      gives: 'scheme-check',
      because: { code: 'data-url-invalid' },
    },
  ]);

  it('1, 2 sends no Origin with a same-origin GET, and sends one with a POST', () => {
    const of = (method: string) => play(ask({ url: `${O}/x`, method }), [bare]).calls[0]?.headers;
    expect(of('GET')).toEqual([['Accept', '*/*']]);
    expect(of('POST')).toEqual([
      ['Accept', '*/*'],
      ['Origin', O],
    ]);
  });

  it('10 a data: URL tells its type', () => {
    expect(play(ask({ url: 'data:text/css,x' }), []).visibleHeaders).toEqual([['content-type', 'text/css']]);
  });
});
