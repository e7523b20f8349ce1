import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchors,
  checkPreflight,
  corsFetch,
  extractSeconds,
  extractTokens,
  isSafelistedRequestHeader,
  mimeTypeEssence,
  parseTokenList,
  replay,
  run,
  sortAndCombine,
  unsafeRequestHeaderNames,
} from '../../../src/fetch-standard/index.ts';
import type {
  FetchRequest,
  Header,
  NetworkAnswer,
  NetworkCall,
  RecordedExchange,
} from '../../../src/fetch-standard/index.ts';
import { AC, AH, AM, AO, EH, MA, O, S, contextAt } from './helpers.ts';

const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
const tokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
const token = fc.string({
  unit: fc.constantFrom(...Array.from(tokenCharacters)),
  minLength: 1,
  maxLength: 8,
});
const space = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 3 });

/** A list written with whatever spaces and empty elements the grammar allows. */
const writtenList = fc.array(fc.tuple(token, space, space, fc.nat(2))).map((elements) => ({
  tokens: elements.map(([name]) => name),
  text: elements
    .map(([name, before, after, commas]) => `${before}${name}${after}${','.repeat(commas)}`)
    .join(','),
}));

describe('lists', () => {
  it('come back from any way of writing them', () => {
    fc.assert(
      fc.property(writtenList, ({ tokens, text }) => {
        expect(parseTokenList(text)).toEqual(tokens);
      }),
    );
  });

  it('are the same in one header or in several', () => {
    fc.assert(
      fc.property(fc.array(writtenList, { minLength: 1 }), (lists) => {
        const several = extractTokens(
          lists.map(({ text }) => ['x', text] as const),
          'X',
        );
        const one = extractTokens([['X', lists.map(({ text }) => text).join(',')]], 'x');
        expect(several).toEqual(one);
      }),
    );
  });

  it('fail as a whole on one bad element', () => {
    const bad = fc.constantFrom('a b', '"a"', 'a/b', '(', 'é', '\0', 'a;b');
    fc.assert(
      fc.property(fc.array(token), bad, fc.array(token), (before, element, after) => {
        expect(parseTokenList([...before, element, ...after].join(', '))).toBe(null);
      }),
    );
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'A', 'b'), bytes)), (headers) => {
        expect(() => {
          extractTokens(headers, 'a');
          extractSeconds(headers, 'a');
          sortAndCombine(headers);
          for (const [, value] of headers) mimeTypeEssence(value);
        }).not.toThrow();
      }),
    );
  });
});

describe('seconds', () => {
  it('come back from digits, leading zeros or not', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(5), (seconds, zeros) => {
        const text = '0'.repeat(zeros) + String(seconds);
        expect(extractSeconds([['x', ` ${text}\t`]], 'x')).toEqual({ kind: 'value', value: seconds });
      }),
    );
  });

  it.each(['', '-1', '+1', '1.0', '1e3', '1 2', '١', '0x1', '1,', 'x1', '1x'])('are not %j', (raw) => {
    expect(extractSeconds([['x', raw]], 'x')).toEqual({ kind: 'failure', raw });
  });
});

describe('the order and case of what a server lists', () => {
  it('do not matter to a preflight', () => {
    const list = fc.uniqueArray(token, {
      minLength: 1,
      maxLength: 5,
      selector: (name) => name.toLowerCase(),
    });
    fc.assert(
      fc.property(list, fc.func(fc.nat()), fc.func(fc.boolean()), (names, order, upper) => {
        const question = {
          origin: O,
          credentials: 'include',
          method: 'GET',
          useCorsPreflight: false,
          unsafeHeaders: names.map((name) => name.toLowerCase()),
        } as const;
        const shuffled = [...names].sort((a, b) => order(a) - order(b));
        const listed = shuffled.map((name) => (upper(name) ? name.toUpperCase() : name)).join(',');
        const response = {
          kind: 'response',
          status: 200,
          headers: [
            [AO, O],
            [AC, 'true'],
            [AH, listed],
          ],
        } as const;
        expect(checkPreflight(question, response).grant).not.toBe(null);
      }),
    );
  });
});

const header: fc.Arbitrary<Header> = fc.tuple(
  fc.oneof(token, fc.constantFrom('Accept', 'accept-language', 'Content-Type', 'content-language', 'Range')),
  fc.oneof(
    bytes,
    fc.constantFrom('text/plain', 'application/json', 'bytes=0-', 'en', 'a'.repeat(128), 'a'.repeat(129)),
  ),
);

describe('unsafe request-header names', () => {
  it('are sorted, in lower case, each once', () => {
    fc.assert(
      fc.property(fc.array(header, { maxLength: 30 }), (headers) => {
        const names = unsafeRequestHeaderNames(headers);
        expect(names).toEqual([...new Set(names.map((name) => name.toLowerCase()))].sort());
      }),
    );
  });

  it('do not depend on the order of the headers', () => {
    fc.assert(
      fc.property(fc.array(header), (headers) => {
        expect(unsafeRequestHeaderNames([...headers].reverse())).toEqual(unsafeRequestHeaderNames(headers));
      }),
    );
  });

  it('only become more with more headers', () => {
    fc.assert(
      fc.property(fc.array(header), header, (headers, more) => {
        const names = unsafeRequestHeaderNames([...headers, more]);
        expect(names).toEqual(expect.arrayContaining([...unsafeRequestHeaderNames(headers)]));
      }),
    );
  });
});

describe('the safelist', () => {
  it('that knows a value of Accept or of a language knows each part of it', () => {
    const name = fc.constantFrom('accept', 'accept-language', 'content-language');
    fc.assert(
      fc.property(name, bytes, bytes, (listed, a, b) => {
        if (!isSafelistedRequestHeader(listed, a + b)) return;
        expect(isSafelistedRequestHeader(listed, a)).toBe(true);
        expect(isSafelistedRequestHeader(listed, b)).toBe(true);
      }),
    );
  });
});

const origins = [O, S, 'https://other.test', 'http://localhost:8080', 'null'];
const urls = [`${O}/a`, `${S}/a`, `${S}/b?c#d`, 'https://other.test/', 'http://localhost:8080/', 'data:,x'];

const request: fc.Arbitrary<FetchRequest> = fc.record(
  {
    url: fc.constantFrom(...urls, 'https://u@x.test/', 'nothing'),
    origin: fc.constantFrom(...origins),
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'put', 'PATCH', 'patch', 'OPTIONS', 'TRACE', 'MOVE', '?'),
    headers: fc.array(header, { maxLength: 3 }),
    mode: fc.constantFrom('cors', 'cors', 'cors', 'no-cors', 'same-origin'),
    credentials: fc.constantFrom('omit', 'same-origin', 'include'),
    redirect: fc.constantFrom('follow', 'follow', 'error', 'manual'),
    useCorsPreflight: fc.boolean(),
    body: fc.constantFrom('none', 'bytes', 'stream'),
  },
  { requiredKeys: ['url', 'origin', 'method', 'headers', 'mode', 'credentials', 'redirect'] },
);

/** Mostly permissive, so that fetches get far. */
const responseHeader: fc.Arbitrary<Header> = fc.oneof(
  fc.tuple(fc.constant(AO), fc.constantFrom('*', 'null', ...origins)),
  fc.tuple(fc.constant(AC), fc.constantFrom('true', 'True')),
  fc.tuple(fc.constantFrom(AM, AH, EH), fc.constantFrom('*', 'PUT, PATCH, x-a', 'a b', 'Authorization')),
  fc.tuple(fc.constant(MA), fc.constantFrom('0', '60', 'x')),
  fc.tuple(fc.constant('Location'), fc.constantFrom(...urls, '/next', 'https://[')),
  fc.tuple(token, bytes),
);

const answered: fc.Arbitrary<NetworkAnswer> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('response' as const),
      status: fc.constantFrom(200, 204, 301, 302, 303, 307, 308, 404),
      headers: fc.array(responseHeader),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('network-error' as const), detail: bytes }) },
);

/** A server that lets everybody do everything, and now and then answers with what it is given. */
function server(script: readonly NetworkAnswer[]): (call: NetworkCall) => NetworkAnswer {
  let count = 0;
  return (call) => {
    const scripted = script[count++];
    const open = permission(call);
    if (scripted?.kind === 'network-error') return scripted;
    if (!scripted) return { kind: 'response', status: 200, headers: open };
    const own = scripted.headers.some(([name]) => name === AO);
    const status = call.kind === 'preflight' && count % 3 > 0 ? 204 : scripted.status;
    return { kind: 'response', status, headers: own ? scripted.headers : [...open, ...scripted.headers] };
  };
}

function permission({ headers }: NetworkCall): readonly Header[] {
  const sent = (wanted: string): string => headers.find(([name]) => name === wanted)?.[1] ?? '';
  return [
    [AO, sent('Origin')],
    [AC, 'true'],
    [AM, sent('Access-Control-Request-Method')],
    [AH, sent('Access-Control-Request-Headers')],
  ];
}

const script = fc.array(answered, { maxLength: 30 });

describe('corsFetch', () => {
  it('always ends, whatever is answered, after at most 21 preflights and 21 requests', () => {
    fc.assert(
      fc.property(request, fc.infiniteStream(answered), (asked, answers) => {
        const fetching = corsFetch(asked, contextAt());
        let next = fetching.next();
        let count = 0;
        for (; !next.done; count += 1) {
          expect(count).toBeLessThan(42);
          next = fetching.next(answers.next().value as NetworkAnswer);
        }
        expect(next.value.calls).toHaveLength(count);
      }),
    );
  });

  it('sends nothing more after a preflight that failed', () => {
    fc.assert(
      fc.property(request, script, (asked, given) => {
        const { verdict, log } = drive(asked, given);
        const failed = log.findIndex(
          ({ call, answer }) =>
            call.kind === 'preflight' &&
            (answer.kind === 'network-error' || answer.status < 200 || answer.status > 299),
        );
        const isLast = failed === log.length - 1;
        expect(failed < 0 || (isLast && verdict.outcome === 'blocked')).toBe(true);
      }),
    );
  });

  it('says by which step a request was blocked, and nothing of the kind otherwise', () => {
    fc.assert(
      fc.property(request, script, (asked, given) => {
        const { verdict } = drive(asked, given);
        expect(verdict.decidedBy !== undefined).toBe(verdict.outcome === 'blocked');
        if (verdict.decidedBy) expect(verdict.trace.find(({ ok }) => !ok)).toBe(verdict.decidedBy);
        for (const { step, anchor, exchange } of verdict.trace) {
          expect(anchor).toBe(anchors[step]);
          if (exchange !== undefined) expect(verdict.calls[exchange]).toBeDefined();
        }
      }),
    );
  });

  it('never shows cookies to a script', () => {
    fc.assert(
      fc.property(request, script, (asked, given) => {
        const names = drive(asked, given).verdict.visibleHeaders.map(([name]) => name);
        expect(names).not.toContain('set-cookie');
      }),
    );
  });
});

function drive(asked: FetchRequest, given: readonly NetworkAnswer[]) {
  const respond = server(given);
  const log: { call: NetworkCall; answer: NetworkAnswer }[] = [];
  const fetching = corsFetch(asked, contextAt());
  let next = fetching.next();
  while (!next.done) {
    const call = next.value;
    const answer = respond(call);
    log.push({ call, answer });
    next = fetching.next(answer);
  }
  return { verdict: next.value, log };
}

describe('replay', () => {
  it('comes to the same verdict on what run recorded, request after request', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(request, script), { minLength: 1, maxLength: 4 }),
        async (requests) => {
          const [live, replayed] = [contextAt(), contextAt()];
          for (const [asked, given] of requests) {
            const respond = server(given);
            const recording: RecordedExchange[] = [];
            const send = (call: NetworkCall): Promise<NetworkAnswer> => {
              const answer = respond(call);
              recording.push({ method: call.method, url: call.url, headers: call.headers, answer });
              return Promise.resolve(answer);
            };
            const verdict = await run(asked, send, live);
            const again = replay(asked, recording, replayed);
            expect(again.mismatches).toEqual([]);
            expect(again.verdict).toEqual(verdict);
            expect(again.consumed).toBe(recording.length);
          }
        },
      ),
    );
  });
});
