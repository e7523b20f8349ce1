import { describe, expect, it } from 'vitest';
import { locationUrl } from '../../../src/fetch-standard/index.ts';
import type { FetchRequest, HeaderList, NetworkAnswer } from '../../../src/fetch-standard/index.ts';
import { AH, answer, AO, ask, cases, contextAt, O, play, S } from './helpers.ts';

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

describe('redirects', () => {
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
