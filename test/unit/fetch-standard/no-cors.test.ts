import { describe, expect, it } from 'vitest';
import type {
  FetchRequest,
  HeaderList,
  NetworkAnswer,
  ReferrerPolicy,
} from '../../../src/fetch-standard/index.ts';
import { answer, AO, ask, cases, O, play, S } from './helpers.ts';

const S2 = 'https://other.test';

const page: Partial<FetchRequest> = { url: `${O}/start` };

function to(url: string, status = 302, ...headers: HeaderList): NetworkAnswer {
  return answer(status, [AO, '*'], ['Location', url], ...headers);
}

/** The Origin of each request, `-` for none. */
function origins(request: Partial<FetchRequest>, ...answers: NetworkAnswer[]): string {
  const verdict = play(ask(request), answers);
  return verdict.calls
    .map(({ headers }) => headers.find(([name]) => name === 'Origin')?.[1] ?? '-')
    .join(' ');
}

const noCors = { mode: 'no-cors' } as const;

describe('no-cors', () => {
  cases([
    { name: '161 GET', request: noCors, answers: [answer(200)], wire: 'GET', gives: 'opaque', status: 0 },
    {
      name: '161 HEAD',
      request: { ...noCors, method: 'HEAD' },
      answers: [answer(500)],
      wire: 'HEAD',
      gives: 'opaque',
    },
    {
      name: '162 PUT',
      request: { ...noCors, method: 'PUT' },
      wire: '',
      gives: 'request-method',
      because: { code: 'method-not-allowed-in-no-cors', method: 'PUT' },
    },
    {
      name: '163 POST',
      request: { ...noCors, method: 'post', body: 'bytes' },
      answers: [answer(200)],
      wire: 'POST',
      gives: 'opaque',
    },
    {
      name: '164 redirect manual',
      request: { ...noCors, redirect: 'manual' },
      wire: '',
      gives: 'no-cors-mode',
      because: { code: 'redirect-mode-not-allowed-in-no-cors', redirect: 'manual' },
    },
    {
      name: '164 redirect error',
      request: { ...noCors, redirect: 'error' },
      wire: '',
      gives: 'no-cors-mode',
    },
    {
      name: '164 redirect manual on the own origin',
      request: { ...noCors, ...page, redirect: 'manual' },
      answers: [to(S)],
      wire: 'GET',
      gives: 'opaqueredirect',
    },
    {
      name: '165 S to O stays opaque',
      request: noCors,
      answers: [to(`${O}/x`), answer(200)],
      wire: 'GET GET',
      gives: 'opaque',
    },
    {
      name: 'no-cors on the own origin is basic',
      request: { ...noCors, ...page },
      answers: [answer(200)],
      wire: 'GET',
      gives: 'basic',
    },
    {
      name: 'a stream with no-cors',
      request: { ...noCors, method: 'POST', body: 'stream' },
      wire: '',
      gives: 'request-body',
      because: { code: 'stream-not-allowed-in-no-cors' },
    },
    ...(['same-origin', 'same-site'] as const).map((value) => ({
      name: `183 CORP ${value} blocks no-cors`,
      request: { ...noCors, url: S2 },
      answers: [answer(200, ['Cross-Origin-Resource-Policy', value])],
      wire: 'GET',
      gives: 'resource-policy-check' as const,
      because: { code: 'resource-policy-not-met', value, origin: O } as const,
    })),
    {
      name: '183 CORP same-origin blocks within a site',
      request: noCors,
      answers: [answer(200, ['Cross-Origin-Resource-Policy', 'same-origin'])],
      wire: 'GET',
      gives: 'resource-policy-check',
    },
    {
      name: '183 CORP same-site allows within a site',
      request: noCors,
      answers: [answer(200, ['Cross-Origin-Resource-Policy', 'same-site'])],
      wire: 'GET',
      gives: 'opaque',
    },
    {
      name: '183 CORP same-site keeps what is secure from an insecure page',
      request: { ...noCors, origin: 'http://app.example.test' },
      answers: [answer(200, ['Cross-Origin-Resource-Policy', 'same-site'])],
      wire: 'GET',
      gives: 'resource-policy-check',
    },
    {
      name: '183 CORP same-site between insecure ones',
      request: { ...noCors, origin: 'http://app.example.test', url: 'http://api.example.test' },
      answers: [answer(200, ['Cross-Origin-Resource-Policy', 'same-site'])],
      wire: 'GET',
      gives: 'opaque',
    },
    {
      name: '183 CORP same-origin after a redirect home',
      request: noCors,
      answers: [to(`${O}/x`), answer(200, ['Cross-Origin-Resource-Policy', 'same-origin'])],
      wire: 'GET GET',
      gives: 'opaque',
    },
    {
      name: '183 CORP does not touch cors mode',
      answers: [answer(200, [AO, '*'], ['Cross-Origin-Resource-Policy', 'same-origin'])],
      wire: 'GET',
      gives: 'cors',
    },
    ...(['Same-Origin', 'same-origin, same-origin', 'cross-origin'] as const).map((value) => ({
      name: `184 CORP ${value} blocks nothing`,
      request: { ...noCors, url: S2 },
      answers: [answer(200, ['Cross-Origin-Resource-Policy', value])],
      wire: 'GET',
      gives: 'opaque' as const,
    })),
  ]);

  it('161 hides everything, and sends no Origin with a GET', () => {
    const verdict = play(ask(noCors), [answer(200, ['X', 'y'])]);
    expect(verdict).toMatchObject({ outcome: 'opaque', status: 0, url: '', visibleHeaders: [] });
    expect(verdict.calls[0]?.headers).toEqual([['Accept', '*/*']]);
    expect(verdict.trace.at(-1)?.code).toBe('response-opaque');
  });

  it.each<[ReferrerPolicy | undefined, string, string, string]>([
    [undefined, O, S, O],
    [undefined, O, 'http://localhost/', 'null'],
    ['no-referrer', O, S, 'null'],
    ['origin', O, 'http://localhost/', O],
    ['origin-when-cross-origin', O, 'http://localhost/', O],
    ['unsafe-url', O, 'http://localhost/', O],
    ['strict-origin', O, S, O],
    ['strict-origin', O, 'http://localhost/', 'null'],
    ['strict-origin', 'http://a.test', 'http://b.test', 'http://a.test'],
    ['strict-origin-when-cross-origin', O, 'http://localhost/', 'null'],
    ['no-referrer-when-downgrade', O, 'http://localhost/', 'null'],
    ['same-origin', O, S, 'null'],
    ['same-origin', O, `${O}/x`, O],
  ])('163 POST with referrer policy %s from %s to %s: Origin %s', (referrerPolicy, origin, url, sent) => {
    const policy = referrerPolicy === undefined ? {} : { referrerPolicy };
    expect(origins({ ...noCors, method: 'POST', origin, url, ...policy }, answer(200))).toBe(sent);
  });

  it('says that one of two equal headers was dropped', () => {
    const headers = [
      ['Accept', 'a'.repeat(100)],
      ['Accept', 'a'.repeat(100)],
    ] as const;
    const verdict = play(ask({ ...noCors, headers }), [answer(200)]);
    expect(verdict.calls[0]?.headers).toHaveLength(1);
    expect(verdict.trace[0]).toMatchObject({ code: 'no-cors-headers-dropped', names: ['Accept'] });
  });

  it('drops what is not no-CORS-safelisted', () => {
    const headers = [
      ['X-A', '1'],
      ['Accept', 'a'],
      ['Range', 'bytes=0-'],
      ['Content-Type', 'application/json'],
      ['Accept-Language', 'en'],
      ['Content-Language', 'de'],
    ] as const;
    const verdict = play(ask({ ...noCors, headers }), [answer(200)]);
    expect(verdict.calls[0]?.headers).toEqual([
      ['Accept', 'a'],
      ['Accept-Language', 'en'],
      ['Content-Language', 'de'],
    ]);
    expect(verdict.trace[0]).toMatchObject({
      code: 'no-cors-headers-dropped',
      names: ['X-A', 'Range', 'Content-Type'],
    });
  });

  it('keeps a Content-Type that a form could have', () => {
    const headers = [['Content-Type', 'text/plain']] as const;
    const verdict = play(ask({ ...noCors, method: 'POST', headers }), [answer(200)]);
    expect(verdict.calls[0]?.headers).toContainEqual(['Content-Type', 'text/plain']);
  });

  it('judges values of one name together', () => {
    const headers = [
      ['Accept', 'a'.repeat(60)],
      ['accept', 'b'.repeat(66)],
      ['Accept', 'c'],
    ] as const;
    const kept = play(ask({ ...noCors, headers }), [answer(200)]).calls[0]?.headers;
    expect(kept).toEqual([
      ['Accept', 'a'.repeat(60)],
      ['accept', 'b'.repeat(66)],
    ]);
  });
});
