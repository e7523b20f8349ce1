import { describe, expect, it } from 'vitest';
import {
  isBadPort,
  isLoopback,
  locationUrl,
  redirectTaint,
  sameOrigin,
  sameSite,
  schemelesslySameSite,
  siteOfHost,
} from '../../../src/fetch-standard/index.ts';
import type {
  FetchRequest,
  HeaderList,
  NetworkAnswer,
  ReferrerPolicy,
} from '../../../src/fetch-standard/index.ts';
import { AC, AH, AM, AO, O, S, answer, ask, cases, contextAt, play } from './helpers.ts';

const S2 = 'https://other.test';
const ok = answer(200, [AO, '*']);
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

describe('I. redirects', () => {
  it('147 O to S: Origin O', () => {
    expect(origins(page, to(`${S}/x`), ok)).toBe(`- ${O}`);
  });

  it('148 S to S: Origin O', () => {
    expect(origins({}, to('/x'), ok)).toBe(`${O} ${O}`);
  });

  it('149 S to S2: Origin null', () => {
    expect(origins({}, to(S2), ok)).toBe(`${O} null`);
  });

  it('150 S to O: Origin null', () => {
    expect(origins({}, to(`${O}/x`), ok)).toBe(`${O} null`);
  });

  it('149 O to S to S2: Origin null, and it stays so', () => {
    expect(origins(page, to(`${S}/x`), to(S2), to('/y'), ok)).toBe(`- ${O} null null`);
  });

  cases([
    {
      name: '149 S to S2, AO null',
      answers: [to(S2), answer(200, [AO, 'null'])],
      wire: 'GET GET',
      gives: 'cors',
    },
    { name: '149 S to S2, AO *', answers: [to(S2), ok], wire: 'GET GET', gives: 'cors' },
    {
      name: '149 S to S2, AO = O',
      answers: [to(S2), answer(200, [AO, O])],
      wire: 'GET GET',
      gives: 'cors-check',
      because: {
        code: 'allow-origin-differs',
        value: O,
        mistake: 'request-origin-is-null',
        origin: 'null',
        credentials: 'same-origin',
      },
    },
    {
      name: '149 S to a sibling of the same site, AO = O',
      answers: [to('https://cdn.example.test/'), answer(200, [AO, O])],
      wire: 'GET GET',
      gives: 'cors-check',
    },
    {
      name: '150 S to O is still CORS',
      answers: [to(`${O}/x`), answer(200)],
      wire: 'GET GET',
      gives: 'cors-check',
    },
    {
      name: '148 O to O stays basic',
      request: page,
      answers: [answer(302, ['Location', '/x']), answer(200)],
      wire: 'GET GET',
      gives: 'basic',
    },
    {
      name: '151 the redirect lacks AO',
      answers: [answer(302, ['Location', S2])],
      wire: 'GET',
      gives: 'cors-check',
      because: { code: 'allow-origin-missing', response: 'redirect', origin: O, credentials: 'same-origin' },
    },
    {
      name: '153 userinfo',
      answers: [to('https://u:p@api.example.test/')],
      wire: 'GET',
      gives: 'redirect-userinfo',
      because: { code: 'redirect-with-userinfo', url: 'https://u:p@api.example.test/' },
    },
    {
      name: '153 userinfo, from O to S',
      request: page,
      answers: [to('https://u@api.example.test/')],
      wire: 'GET',
      gives: 'redirect-userinfo',
    },
    {
      name: '153 userinfo, from S to O',
      answers: [to('https://:p@app.example.test/')],
      wire: 'GET',
      gives: 'redirect-userinfo',
    },
    {
      name: '153 userinfo within O',
      request: page,
      answers: [to('https://u@app.example.test/'), answer(200)],
      wire: 'GET GET',
      gives: 'basic',
    },
    {
      name: '153 userinfo with no-cors',
      request: { mode: 'no-cors' },
      answers: [to('https://u@other.test/'), answer(200)],
      wire: 'GET GET',
      gives: 'opaque',
    },
    {
      name: '154 not HTTP',
      answers: [to('data:,x')],
      wire: 'GET',
      gives: 'redirect-scheme',
      because: { code: 'redirect-not-http', url: 'data:,x' },
    },
    {
      name: '154 no URL',
      answers: [to('https://[')],
      wire: 'GET',
      gives: 'redirect-location',
      because: { code: 'location-invalid', value: 'https://[' },
    },
    {
      name: '154 two Locations',
      answers: [to('/a', 302, ['location', '/a'])],
      wire: 'GET',
      gives: 'redirect-location',
      because: { code: 'location-invalid', value: '/a, /a' },
    },
    { name: '154 a bad port', answers: [to('https://api.example.test:22/')], wire: 'GET', gives: 'bad-port' },
    {
      name: '154 mixed content',
      answers: [to('http://api.example.test/')],
      wire: 'GET',
      gives: 'mixed-content',
    },
    {
      name: '155 20 redirects',
      answers: [...Array.from({ length: 20 }, () => to('/x')), ok],
      wire: 'GET '.repeat(21).trim(),
      gives: 'cors',
    },
    {
      name: '155 21 redirects',
      answers: Array.from({ length: 21 }, () => to('/x')),
      wire: 'GET '.repeat(21).trim(),
      gives: 'redirect-count',
      because: { code: 'too-many-redirects', count: 21, limit: 20 },
    },
    {
      name: '156 POST on 301',
      request: { method: 'POST' },
      answers: [to('/x', 301), ok],
      wire: 'POST GET',
      gives: 'cors',
    },
    {
      name: '156 POST on 302',
      request: { method: 'POST' },
      answers: [to('/x', 302), ok],
      wire: 'POST GET',
      gives: 'cors',
    },
    {
      name: '156 POST on 303',
      request: { method: 'POST' },
      answers: [to('/x', 303), ok],
      wire: 'POST GET',
      gives: 'cors',
    },
    {
      name: '156 POST on 307',
      request: { method: 'POST' },
      answers: [to('/x', 307), ok],
      wire: 'POST POST',
      gives: 'cors',
    },
    {
      name: '156 POST on 308',
      request: { method: 'POST' },
      answers: [to('/x', 308), ok],
      wire: 'POST POST',
      gives: 'cors',
    },
    {
      name: '156 HEAD on 303',
      request: { method: 'HEAD' },
      answers: [to('/x', 303), ok],
      wire: 'HEAD HEAD',
      gives: 'cors',
    },
    {
      name: '156 PUT on 303',
      request: { ...page, method: 'PUT' },
      answers: [to('/x', 303), ok],
      wire: 'PUT GET',
      gives: 'basic',
    },
    {
      name: '156 PUT on 302',
      request: { ...page, method: 'PUT' },
      answers: [to('/x', 302), ok],
      wire: 'PUT PUT',
      gives: 'basic',
    },
    {
      name: '158 manual',
      request: { redirect: 'manual' },
      answers: [to(S2)],
      wire: 'GET',
      gives: 'opaqueredirect',
      status: 0,
    },
    {
      name: '158 manual without AO',
      request: { redirect: 'manual' },
      answers: [answer(302, ['Location', S2])],
      wire: 'GET',
      gives: 'cors-check',
    },
    {
      name: '159 error',
      request: { redirect: 'error' },
      answers: [to(S2)],
      wire: 'GET',
      gives: 'redirect-mode',
      because: { code: 'redirect-not-allowed', status: 302 },
    },
    {
      name: '160 a stream and 307',
      request: { ...page, method: 'POST', body: 'stream' },
      context: { streamsUpload: true },
      answers: [to('/x', 307)],
      wire: 'POST',
      gives: 'redirect-body',
      because: { code: 'stream-not-repeatable', status: 307 },
    },
    {
      name: '160 a stream and 303',
      request: { ...page, method: 'POST', body: 'stream' },
      context: { streamsUpload: true },
      answers: [to('/x', 303), answer(200)],
      wire: 'POST GET',
      gives: 'basic',
    },
    {
      name: 'a redirect without Location is an answer',
      answers: [answer(302, [AO, '*'])],
      wire: 'GET',
      gives: 'cors',
      status: 302,
    },
    { name: '304 is no redirect', answers: [to(S2, 304)], wire: 'GET', gives: 'cors', status: 304 },
    {
      name: 'mode same-origin does not leave its origin',
      request: { ...page, mode: 'same-origin' },
      answers: [to(S)],
      wire: 'GET',
      gives: 'same-origin-mode',
    },
  ]);

  it('152 asks again at each cross-origin hop', () => {
    const grant = answer(204, [AO, '*'], [AH, 'x-a']);
    const verdict = play(ask({ headers: [['X-A', '1']] }), [grant, to(S2), grant, ok]);
    expect(verdict.calls.map(({ kind, url }) => `${kind} ${url}`)).toEqual([
      `preflight ${S}/resource`,
      `actual ${S}/resource`,
      `preflight ${S2}/`,
      `actual ${S2}/`,
    ]);
    expect(verdict.url).toBe(`${S2}/`);
    expect(verdict.calls[2]?.headers).toContainEqual(['Origin', 'null']);
  });

  it('142 a refused hop clears the entries of the hop that refused', () => {
    const context = contextAt();
    const grant = answer(204, [AO, '*'], [AH, 'x-a'], ['Access-Control-Max-Age', '60']);
    play(ask({ headers: [['X-A', '1']] }), [grant, to('/y'), grant, answer(200)], context);
    expect(context.cache.entries.map(({ url }) => url)).toEqual([`${S}/resource`]);
  });

  it('156 drops what describes the body together with the body', () => {
    const names = [
      'Content-Type',
      'content-encoding',
      'Content-Language',
      'Content-Location',
      'Accept',
    ] as const;
    const headers = names.map((name) => [name, 'en'] as const);
    const verdict = play(ask({ ...page, method: 'POST', body: 'bytes', headers }), [to('/x'), answer(200)]);
    expect(verdict.calls[1]).toMatchObject({ method: 'GET', hasBody: false, headers: [['Accept', 'en']] });
  });

  it('157 strips Authorization across origins, and keeps it within one', () => {
    const headers = [
      ['authorization', 'x'],
      ['X-A', '1'],
    ] as const;
    const grant = answer(204, [AO, '*'], [AH, '*, authorization']);
    const verdict = play(ask({ headers }), [grant, to('/y'), grant, to(S2), grant, ok]);
    const sent = verdict.calls
      .filter(({ kind }) => kind === 'actual')
      .map((call) => call.headers.map(([name]) => name));
    expect(sent).toEqual([
      ['authorization', 'X-A', 'Accept', 'Origin'],
      ['authorization', 'X-A', 'Accept', 'Origin'],
      ['X-A', 'Accept', 'Origin'],
    ]);
    expect(verdict.calls[4]?.headers).toContainEqual(['Access-Control-Request-Headers', 'x-a']);
  });

  it('tells each change on the way', () => {
    const request = ask({ method: 'POST', headers: [['Authorization', 'x']] });
    const verdict = play(request, [answer(204, [AO, '*'], [AH, 'authorization']), to(S2), ok]);
    const told = verdict.trace.filter(({ step }) => step.startsWith('redirect-'));
    expect(told).toMatchObject([
      { code: 'redirect-followed', status: 302, url: 'https://other.test/', header: 'location', exchange: 1 },
      { code: 'method-becomes-get', status: 302, method: 'POST', exchange: 1 },
      { code: 'authorization-removed', header: 'authorization', exchange: 1 },
      { code: 'origin-hidden-by-redirect', origin: 'null', header: 'origin', exchange: 1 },
    ]);
    expect(told[1]).not.toHaveProperty('header');
    const plain = play(ask(), [to('/x'), ok]).trace.filter(({ step }) => step.startsWith('redirect-'));
    expect(plain).toHaveLength(1);
  });

  it('says why a redirect back home is still CORS', () => {
    const verdict = play(ask(), [to(`${O}/x`), ok]);
    expect(verdict.trace.filter(({ step }) => step === 'same-origin-check')).toMatchObject([
      { code: 'cross-origin', origin: O, urlOrigin: S, afterRedirects: false },
      { code: 'cross-origin', origin: O, urlOrigin: O, afterRedirects: true },
    ]);
  });

  it('158 tells the URL of a redirect that is not followed, and nothing else', () => {
    const verdict = play(ask({ redirect: 'manual' }), [to(S2)]);
    expect(verdict).toMatchObject({ outcome: 'opaque', status: 0, url: `${S}/resource`, visibleHeaders: [] });
    expect(verdict.trace.at(-1)).toMatchObject({
      step: 'redirect-mode',
      code: 'redirect-not-followed',
    });
  });

  it('says that a redirect leads nowhere', () => {
    const verdict = play(ask(), [answer(302, [AO, '*'])]);
    const entry = verdict.trace.find(({ step }) => step === 'redirect-location');
    expect(entry).toMatchObject({
      ok: true,
      code: 'location-missing',
      status: 302,
      header: 'location',
      exchange: 0,
    });
  });

  it.each(['https://[', 'data:,x', 'https://u@other.test/'])('names Location when it refuses %s', (url) => {
    expect(play(ask(), [to(url)]).decidedBy).toMatchObject({ header: 'location', exchange: 0 });
  });

  it('names the resource policy when it refuses', () => {
    const verdict = play(ask({ mode: 'no-cors' }), [
      answer(200, ['Cross-Origin-Resource-Policy', 'same-origin']),
    ]);
    expect(verdict.decidedBy).toMatchObject({ header: 'cross-origin-resource-policy', exchange: 0 });
  });

  it('sends no user and password of a redirect to the own origin along', () => {
    const { calls, outcome } = play(ask({ url: `${O}/a` }), [
      to(`${O.replace('//', '//user:password@')}/b`),
      answer(200),
    ]);
    expect(outcome).toBe('readable');
    expect(calls.map(({ url }) => url)).toEqual([`${O}/a`, `${O}/b`]);
  });

  it('keeps a fragment that Location does not replace', () => {
    const from = new URL(`${S}/x#a`);
    expect(locationUrl([['Location', 'y']], from)).toEqual(new URL(`${S}/y#a`));
    expect(locationUrl([['Location', 'y#b']], from)).toEqual(new URL(`${S}/y#b`));
    expect(locationUrl([], from)).toBe(null);
  });

  it('an empty fragment is not null: the one of before does not replace it', () => {
    const after = (from: string, ...to: string[]): string =>
      to.reduce((url, location) => String(locationUrl([['Location', location]], new URL(url))), from);
    expect(after(`${S}/x#a`, 'y#')).toBe(`${S}/y#`);
    expect(after(`${S}/x#`, 'y')).toBe(`${S}/y#`);
    expect(after(`${S}/x#a`, 'y#', 'z')).toBe(`${S}/z#`);
    expect(after(`${S}/x#a`, '#')).toBe(`${S}/x#`);
    expect(after(`${S}/x`, 'y')).toBe(`${S}/y`);
  });

  // Bytes stand as characters of the same number. https://github.com/whatwg/fetch/issues/883
  it.each([
    ['/caf\u00C3\u00A9', `${S}/caf%C3%A9`],
    ['/caf\u00E9', `${S}/caf%E9`],
    ['/\u00FF\u0080', `${S}/%FF%80`],
    ['/caf\u00C3\u00A9/%C3%A9', `${S}/caf%C3%A9/%C3%A9`],
    ['y?q=\u00E2\u0098\u0083', `${S}/y?q=%E2%98%83`],
    ['y#\u00E2\u0098\u0083', `${S}/y#%E2%98%83`],
    ['https://caf\u00C3\u00A9.test/', 'https://xn--caf-dma.test/'],
    ['https://u\u00C3\u00A9@other.test/', 'https://u%C3%A9@other.test/'],
  ])('a byte that is not ASCII is percent-encoded as it stands: %j leads to %s', (location, url) => {
    expect(String(locationUrl([['Location', location]], new URL(`${S}/x`)))).toBe(url);
  });
});

const noCors = { mode: 'no-cors' } as const;

describe('J. no-cors', () => {
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

describe('origins and sites', () => {
  it.each([
    ['a.b.example.test', 'example.test'], ['example.test', 'example.test'], ['example.test.', 'example.test.'], ['a.example.test.', 'example.test.'], ['x.a.co.uk.', 'a.co.uk.'],
    ['localhost', 'localhost'], ['127.0.0.1', '127.0.0.1'], ['1.2.3.4.example', '4.example'], ['[::1]', '[::1]'],
    ['192.168.10.20', '192.168.10.20'], ['[::ffff:192.168.10.20]', '[::ffff:192.168.10.20]'],
    ['10.0.0.1x', '0.1x'], ['x10.0.0.1', '0.1'],
    ['a.co.uk', 'a.co.uk'], ['x.a.co.uk', 'a.co.uk'], ['co.uk', 'co.uk'], ['uk', 'uk'],
    ['a.github.io', 'a.github.io'], ['b.a.github.io', 'a.github.io'], ['github.io', 'github.io'],
    ['www.ck', 'www.ck'], ['a.b.ck', 'a.b.ck'], ['x.city.kawasaki.jp', 'city.kawasaki.jp'],
    ['a.xn--55qx5d.cn', 'a.xn--55qx5d.cn'], ['b.a.xn--55qx5d.cn', 'a.xn--55qx5d.cn'],
    ['x.a_-!{}~.test', 'a_-!{}~.test'], ['x_y.a.co.uk', 'a.co.uk'],
  ])('%s belongs to %s', (host, site) => {
    expect(siteOfHost(host)).toBe(site);
  }); // prettier-ignore

  it('an opaque origin is the same as none', () => {
    expect(sameOrigin('null', 'null')).toBe(false);
    expect(sameOrigin(O, O)).toBe(true);
    expect(sameOrigin(O, S)).toBe(false);
    expect(schemelesslySameSite('null', O, siteOfHost)).toBe(false);
    expect(schemelesslySameSite(O, 'null', siteOfHost)).toBe(false);
  });

  it('a site has a scheme', () => {
    expect(sameSite(O, S, siteOfHost)).toBe(true);
    expect(sameSite(O, 'http://api.example.test', siteOfHost)).toBe(false);
    expect(sameSite(O, S2, siteOfHost)).toBe(false);
  });

  it.each([
    [[S], 'same-origin'],
    [[O, S], 'same-origin'],
    [[O, S2], 'same-origin'],
    [[S, S], 'same-origin'],
    [[S, O], 'same-site'],
    [[S, 'https://cdn.example.test'], 'same-site'],
    [[S, O, O], 'same-site'],
    [[S, S2], 'same-site'],
    [[S2, O], 'cross-site'],
    [[S2, S], 'cross-site'],
    [[S, O, S2, S], 'cross-site'],
    [[S2, 'https://third.test', O], 'cross-site'],
  ])('%j is tainted: %s', (urls, taint) => {
    expect(
      redirectTaint(
        O,
        urls.map((url) => new URL(url)),
        siteOfHost,
      ),
    ).toBe(taint);
  });

  it('takes the site from the function that it is given', () => {
    const urls = [new URL(S2), new URL(S)];
    expect(redirectTaint(O, urls, () => 'one')).toBe('same-site');
  });
});

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
