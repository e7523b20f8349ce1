import { describe, expect, it } from 'vitest';
import { answer, AO, ask, cases, O, play, S } from './helpers.ts';

const bare = answer(200);

const form = 'application/x-www-form-urlencoded';

describe('simple requests', () => {
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
