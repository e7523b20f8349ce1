import { describe, expect, it } from 'vitest';
import { createTargetLog, type Manner } from '../../../src/targets/target-log.ts';
import { type TargetNote, targetNoteText } from '../../../src/targets/target-notes.ts';
import type { Exchange, RawHeader, WireFailureKind } from '../../../src/results/exchange.ts';

interface Said {
  readonly at?: number;
  readonly url?: string;
  readonly method?: string;
  readonly sent?: readonly RawHeader[];
  readonly status?: number;
  readonly headers?: readonly RawHeader[];
  readonly failure?: WireFailureKind;
}

const page: RawHeader = ['Origin', 'https://app.example.com'];
const allow: RawHeader = ['Access-Control-Allow-Origin', 'https://app.example.com'];

function exchange(said: Said): Exchange {
  const { at = 0, url = 'http://127.0.0.1:4000/api', method = 'GET', sent = [page] } = said;
  const { status = 200, headers = [], failure } = said;
  return {
    sequence: 0,
    check: 'c',
    startedAt: at,
    durationMs: 1,
    request: { method, url, headers: sent, body: '', bodyBytes: 0 },
    ...(failure === undefined
      ? { response: { status, reason: '', headers, body: '', bodyBytes: 0 } }
      : { failure: { kind: failure, detail: 'connection refused.' } }),
  };
}

/** Each exchange is one check's. */
function notesOf(...said: readonly Said[]): readonly TargetNote[] {
  const log = createTargetLog();
  for (const one of said) log.add('target', 'policy', [exchange(one)]);
  return log.notes().map(({ note }) => note);
}

describe('a response with status 304', () => {
  it('is not different from the response that the browser has stored', () => {
    const again: Said = { sent: [page, ['If-None-Match', '"1"']], status: 304, headers: [allow] };
    expect(notesOf({ headers: [allow] }, again)).toEqual([]);
    expect(notesOf({ headers: [allow] }, { ...again, status: 200, headers: [] })).toHaveLength(1);
  });
});

describe('what was written to a target', () => {
  const api = 'http://127.0.0.1:4000/api';

  function textOf(...said: readonly Said[]): string {
    const log = createTargetLog(new Set(['target']));
    for (const one of said) log.add('target', 'policy', [exchange(one)]);
    return log
      .notes()
      .map(({ note }) => (note.code === 'written' ? targetNoteText(note) : ''))
      .join('');
  }

  it('is counted by path and method, the most requests first', () => {
    const text = textOf(
      { method: 'PUT', url: `${api}/login` },
      { method: 'PUT', url: api },
      { method: 'POST', url: `${api}?id=1` },
      { method: 'POST', url: `${api}?id=2`, status: 500 },
      { method: 'GET', url: api },
      { method: 'OPTIONS', url: api },
    );
    expect(text).toBe(
      'The checks sent requests that write (--allow-writes): 2 POST and 1 PUT to /api; 1 PUT to /api/login.',
    );
  });

  it('includes requests without a response, and none that did not reach the target', () => {
    const text = textOf(
      { method: 'DELETE', failure: 'timeout' },
      { method: 'patch', failure: 'reset' },
      { method: 'DELETE', failure: 'held-back' },
      { method: 'DELETE', failure: 'unreachable' },
    );
    expect(text).toContain(': 1 DELETE and 1 patch to /api.');
  });

  it('names three paths', () => {
    const paths = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ method: 'POST', url: `${api}/${path}` }));
    expect(textOf(...paths)).toContain('1 POST to /api/c; 2 to 2 other paths.');
  });

  it('is nothing where nothing was, and not noted for implementations', () => {
    expect(textOf({ method: 'GET' }, { method: 'POST', failure: 'held-back' })).toBe('');
    expect(notesOf({ method: 'POST' })).toEqual([]);
  });
});

describe('a target that answers the same request differently', () => {
  it.each<[string, Said, Said]>([
    ['in a CORS header', { headers: [allow] }, {}],
    ['in the names of a list', { headers: [['Access-Control-Expose-Headers', 'ETag, X-A']] }, { headers: [['Access-Control-Expose-Headers', 'ETag']] }],
    ['in the status', { status: 200 }, { status: 503 }],
    ['of a preflight', { method: 'OPTIONS', sent: [page, ['Access-Control-Request-Method', 'PUT']], status: 204 }, { method: 'OPTIONS', sent: [page, ['Access-Control-Request-Method', 'PUT']], status: 405 }],
    ['with another id of the check', { url: 'http://a.test/resource?id=a', status: 200 }, { url: 'http://a.test/resource?id=b', status: 500 }],
  ])('%s is named, once', (_, one, other) => {
    const notes = notesOf(one, other, one, other);
    expect(notes).toMatchObject([{ code: 'different-answers', requests: [{}] }]);
  }); // prettier-ignore

  it.each<[string, Said, Said]>([
    ['another origin', { headers: [allow] }, { sent: [['Origin', 'https://evil.test']] }],
    ['no origin', { headers: [allow] }, { sent: [] }],
    ['another path', { headers: [allow] }, { url: 'http://127.0.0.1:4000/other' }],
    ['another method', { headers: [allow] }, { method: 'HEAD' }],
    ['a cookie', { headers: [allow] }, { sent: [page, ['Cookie', 'session=1']] }],
    ['another header', { status: 200 }, { sent: [page, ['Range', 'bytes=0-']], status: 206 }],
    ['another Referer', { headers: [allow] }, { headers: [allow], sent: [page, ['Referer', 'x']] }],
    ['another order and case of headers', { headers: [allow, ['Vary', 'Origin']] }, { headers: [['vary', 'origin'], ['access-control-allow-origin', allow[1]]] }],
    ['another order of the names in a list', { headers: [['Access-Control-Expose-Headers', 'ETag, X-A'], ['Access-Control-Allow-Headers', 'x-a,x-b']] }, { headers: [['Access-Control-Expose-Headers', 'X-A, ETag'], ['Access-Control-Allow-Headers', 'x-b, x-a']] }],
    ['other headers than those of CORS', { headers: [['Date', '1']] }, { headers: [['Date', '2']] }],
    ['a rate limit', { headers: [allow] }, { status: 429 }],
  ])('and not where the requests differ, or nothing that counts: %s', (_, one, other) => {
    expect(notesOf(one, other).filter(({ code }) => code === 'different-answers')).toEqual([]);
  }); // prettier-ignore
});

it.each<Manner>([{ rewritesHost: true }, { httpVersion: '1.0' }])(
  'a request that was sent in another manner is another request: %j',
  (manner) => {
    const log = createTargetLog();
    const odd = exchange({ status: 426 });
    log.add('target', 'policy', [exchange({})]);
    log.add('target', 'policy', [odd], manner);
    expect(log.notes()).toEqual([]);
    log.add('target', 'policy', [exchange({})], manner);
    expect(log.notes()).toHaveLength(1);
  },
);

describe('a target that limits the rate of requests', () => {
  it('is named once, with the number of checks', () => {
    const notes = notesOf({}, { status: 429 }, { status: 429 }, { status: 429 });
    expect(notes).toEqual([{ code: 'rate-limited', checks: 3 }]);
    const log = createTargetLog();
    log.add('target', 'policy', [exchange({ status: 429 })], { expectsLimit: true });
    expect(log.notes()).toEqual([]);
  });
});

describe('a target that ends during the run', () => {
  const failed = (at: number): Said => ({ at, failure: 'unreachable' });

  it('is named once, with the reason', () => {
    const notes = notesOf({ at: 1 }, { at: 2 }, failed(3), failed(4), failed(5));
    expect(notes).toEqual([
      { code: 'no-answers', requests: 3, detail: 'connection refused.', hasAnswered: true },
    ]);
  });

  it('is not named where it answers again', () => {
    expect(notesOf({ at: 1 }, failed(2), failed(3), failed(4), { at: 5 })).toEqual([]);
  });

  it('that never answered is named as such', () => {
    expect(notesOf(failed(1), failed(2), failed(3))).toMatchObject([
      { code: 'no-answers', requests: 3, hasAnswered: false },
    ]);
  });
});

it('nothing is said of a target that answers', () => {
  expect(notesOf({}, { method: 'PUT' }, { headers: [] })).toEqual([]);
});

describe('the text of a note', () => {
  const got = (summary: string) => ({ summary, answers: ['200 with a', '500 with b', '503'] });
  it.each<[TargetNote, string]>([
    [{ code: 'rate-limited', checks: 1 }, 'The target limits the rate of requests: it answered with status 429 (Too Many Requests), or asked to wait (Retry-After), so 1 check has no verdict. Raise its limit for the test, send fewer requests per second (--rate), or run fewer checks (--suite).'],
    [{ code: 'no-answers', requests: 3, detail: 'connection refused.', hasAnswered: true }, 'The target stopped answering during the run: the last 3 requests failed (connection refused).'],
    [{ code: 'no-answers', requests: 3, detail: 'connection refused.', hasAnswered: false }, 'The target answered none of the 3 requests of this run (connection refused).'],
    [{ code: 'different-answers', requests: [got('GET /a')] }, 'The target answers the same request differently: GET /a got 200 with a, and 500 with b. Results may change from run to run.'],
    [{ code: 'different-answers', requests: [got('GET /a'), got('GET /b'), got('GET /c')] }, 'The target answers the same request differently: GET /a got 200 with a, and 500 with b; GET /b got 200 with a, and 500 with b; and 1 other request. Results may change from run to run.'],
  ])('%j', (note, text) => {
    expect(targetNoteText(note)).toBe(text);
  }); // prettier-ignore
});

describe('the log of a target without further exchanges', () => {
  it('has the same notes, in the order of the targets', () => {
    const log = createTargetLog();
    for (const id of ['a', 'b', 'c']) {
      log.add(id, 'policy', [exchange({ headers: [allow] })]);
      log.add(id, 'policy', [exchange({})]);
    }
    const before = log.notes();
    expect(before).toHaveLength(3);
    log.conclude(new Set(['a', 'b', 'unknown']));
    expect(log.notes()).toEqual(before);
  });
});
