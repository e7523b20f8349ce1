import { describe, expect, it } from 'vitest';
import { AO, O, S, answer, ask, cases, play } from './helpers.ts';

const bare = answer(200);

describe('A. baseline', () => {
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

const form = 'application/x-www-form-urlencoded';

describe('B. simple requests', () => {
  cases([
    { name: '12 GET, AO *', wire: 'GET', gives: 'cors', status: 200 },
    { name: '13 GET, AO = O', answers: [answer(200, [AO, O])], wire: 'GET', gives: 'cors' },
    {
      name: '14 AO absent: sent all the same',
      answers: [bare],
      wire: 'GET',
      gives: 'cors-check',
      because: { code: 'allow-origin-missing', response: 'response', origin: O, credentials: 'same-origin' },
    },
    { name: '15 HEAD', request: { method: 'HEAD' }, wire: 'HEAD', gives: 'cors' },
    {
      name: '16 POST text/plain',
      request: { method: 'POST', body: 'bytes', headers: [['Content-Type', 'text/plain;charset=UTF-8']] },
      wire: 'POST',
      gives: 'cors',
    },
    {
      name: '17 POST of a form',
      request: { method: 'POST', body: 'bytes', headers: [['Content-Type', `${form};charset=UTF-8`]] },
      wire: 'POST',
      gives: 'cors',
    },
    {
      name: '18 POST of FormData',
      request: {
        method: 'POST',
        body: 'bytes',
        headers: [['Content-Type', 'multipart/form-data; boundary=x']],
      },
      wire: 'POST',
      gives: 'cors',
    },
    {
      name: '19 a body without type',
      request: { method: 'POST', body: 'bytes' },
      wire: 'POST',
      gives: 'cors',
    },
    {
      name: '20 Text/Plain in mixed case',
      request: { method: 'POST', headers: [['content-type', 'Text/Plain;charset=utf-8']] },
      wire: 'POST',
      gives: 'cors',
    },
    {
      name: '21 Accept, Accept-Language, Content-Language',
      request: {
        headers: [
          ['Accept', 'text/*'],
          ['Accept-Language', 'en, de;q=0.5'],
          ['Content-Language', 'en'],
        ],
      },
      wire: 'GET',
      gives: 'cors',
    },
    { name: '22 404 with AO', answers: [answer(404, [AO, '*'])], wire: 'GET', gives: 'cors', status: 404 },
    { name: '22 500 with AO', answers: [answer(500, [AO, '*'])], wire: 'GET', gives: 'cors', status: 500 },
    { name: '23 another port is another origin', request: { url: `${O}:8443/` }, wire: 'GET', gives: 'cors' },
    {
      name: '23 another scheme is another origin',
      request: { origin: 'http://app.example.test', url: `${O}/` },
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: '23 a subdomain is another origin',
      request: { url: 'https://www.app.example.test/' },
      wire: 'GET',
      gives: 'cors',
    },
    {
      name: '24 the default port is no other origin',
      request: { url: `${O}:443/` },
      answers: [bare],
      wire: 'GET',
      gives: 'basic',
    },
    {
      name: '27 connection reset',
      answers: [{ kind: 'network-error', detail: 'connection reset' }],
      wire: 'GET',
      gives: 'network',
      because: { code: 'request-failed', method: 'GET', url: `${S}/resource`, detail: 'connection reset' },
    },
  ]);

  it('25 no-referrer does not blank Origin on a CORS request', () => {
    const verdict = play(ask({ method: 'POST', referrerPolicy: 'no-referrer' }), [answer(200, [AO, O])]);
    expect(verdict.calls[0]?.headers).toContainEqual(['Origin', O]);
    expect(verdict.outcome).toBe('readable');
  });

  it('25 no-referrer does not blank Origin of a POST to the own origin, as long as the mode is cors', () => {
    const request = ask({ url: `${O}/x`, method: 'POST', referrerPolicy: 'no-referrer' });
    expect(play(request, [bare]).calls[0]?.headers).toContainEqual(['Origin', O]);
  });

  it('sends the author’s Accept in place of its own, and no fragment', () => {
    const verdict = play(ask({ url: `${S}/x?y#part`, headers: [['accept', 'text/*']] }), [
      answer(200, [AO, O]),
    ]);
    expect(verdict.calls).toEqual([
      {
        kind: 'actual',
        method: 'GET',
        url: `${S}/x?y`,
        headers: [
          ['accept', 'text/*'],
          ['Origin', O],
        ],
        sendCredentials: false,
        hasBody: false,
      },
    ]);
    expect(verdict.url).toBe(`${S}/x?y`);
  });
});
