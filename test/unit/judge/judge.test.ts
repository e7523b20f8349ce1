import { describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';
import { facts, judged, plan, readyTarget, refused, response, type Said, urlTarget } from './check-facts.ts';
import { notAsked } from '../targets/fixtures.ts';

function scenario(id: string): Scenario {
  const found = suites.flatMap(({ scenarios }) => scenarios).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}

const origin = 'https://app.example.test';
const allow = ['Access-Control-Allow-Origin', origin] as const;

function preflight(method: string, ...headers: NonNullable<Said['headers']>): Said {
  return { method: 'OPTIONS', asked: [['Access-Control-Request-Method', method]], status: 204, headers };
}

describe('a header that must be hidden', () => {
  const get = plan(scenario('exposed-headers/unexposed-hidden'));
  const withHeaders = (...headers: NonNullable<Said['headers']>) =>
    judged(facts(get, [{ method: 'GET', status: 200, headers: [allow, ...headers] }], [response()]));

  it('passes where it is sent and the script cannot read it', () => {
    expect(withHeaders(['X-Request-Id', '1']).status).toBe('pass');
  });

  it('has no verdict where the response does not have it: there is nothing to hide', () => {
    expect(withHeaders()).toMatchObject({
      status: 'not-applicable',
      reason: { code: 'headers-absent', headers: ['X-Request-Id', 'Date'] },
    });
  });

  it('is another one where the response does not have the first', () => {
    const all = ['Access-Control-Expose-Headers', '*'] as const;
    expect(withHeaders(['Date', 'Sat, 21 Nov 2026 23:00:00 GMT']).status).toBe('pass');
    expect(withHeaders(['Date', 'Sat, 21 Nov 2026 23:00:00 GMT'], all)).toMatchObject({
      status: 'fail',
      reason: { code: 'header-exposed', headers: ['Date'] },
    });
  });

  it('is not one that the policy exposes', () => {
    const policy = { ...policies.allowlist, exposedHeaders: ['ETag'] };
    const check = plan(scenario('exposed-headers/none-exposed'), urlTarget(policy));
    const exposes = ['Access-Control-Expose-Headers', 'ETag'] as const;
    const headers = [allow, exposes, ['ETag', '"1"'], ['X-Request-Id', '1']] as const;
    expect(judged(facts(check, [{ method: 'GET', status: 200, headers }], [response()])).status).toBe('pass');
  });
});

describe('what a body must hold', () => {
  const get = plan(scenario('embeds/event-source-data'));
  const withBody = (body: string, incomplete: { incomplete?: true }) =>
    judged(
      facts(
        get,
        [{ method: 'GET', status: 200, headers: [['Access-Control-Allow-Origin', get.origin]] }],
        [{ ...response(200, undefined, body), ...incomplete }],
      ),
    );

  it('is judged when the whole body was read', () => {
    expect(withBody('first', {}).status).toBe('pass');
    expect(withBody('another', {}).status).toBe('fail');
  });

  it('has no verdict when reading ended before the body did, and what came does not hold it', () => {
    expect(withBody('first', { incomplete: true }).status).toBe('pass');
    expect(withBody('fi', { incomplete: true })).toMatchObject({
      status: 'not-applicable',
      reason: { code: 'body-incomplete', method: 'GET', expected: 'first' },
    });
  });
});

describe('what the policy allows', () => {
  const get = plan(scenario('simple/get-allowed'));

  it('passes when the browser may read it by the standard', () => {
    const result = judged(facts(get, [{ method: 'GET', status: 200, headers: [allow] }], [response()]));
    expect(result).toMatchObject({ status: 'pass', wire: 'GET 200', deviations: [] });
    expect(result.exchanges).toBeUndefined();
  });

  it('fails with the header that decided, what was wanted and what to change', () => {
    const result = judged(facts(get, [{ method: 'GET', status: 200 }], [refused]));
    expect(result).toMatchObject({
      status: 'fail',
      code: 'response-blocked',
      reason: { code: 'response-blocked' },
    });
    expect(result.message).toMatch(/ Run CORS for GET requests too: [^.]*\.$/);
    expect(result.step).toMatchObject({ step: 'cors-check', header: 'access-control-allow-origin' });
    expect(result.exchanges).toHaveLength(1);
  });

  it('names error pages that are made outside the middleware', () => {
    const check = plan(scenario('simple/crash-readable'));
    const result = judged(facts(check, [{ method: 'GET', status: 500 }], [refused]));
    expect(result.message).toContain(' The page for status 500 is created outside CORS: ');
  });

  it('fails when the script reads another status than the application gave', () => {
    const result = judged(facts(get, [{ method: 'GET', status: 404, headers: [allow] }], [response(404)]));
    expect(result.reason).toMatchObject({ code: 'wrong-status', status: 404, expected: 200 });
  });

  it('says which header a preflight lacks', () => {
    const check = plan(scenario('preflight/header-allowed'));
    const answer = preflight('GET', allow, ['Access-Control-Allow-Headers', 'x-other']);
    const asked = [...(answer.asked ?? []), ['Access-Control-Request-Headers', 'x-api-key'] as const];
    const result = judged(facts(check, [{ ...answer, asked }], [refused]));
    expect(result).toMatchObject({
      status: 'fail',
      wire: 'OPTIONS 204',
      step: { step: 'preflight-headers', code: 'headers-not-allowed' },
    });
    expect(result.reason).toMatchObject({ code: 'response-blocked' });
    expect(result.message).toContain(' Add x-api-key to the allowed request headers');
  });
});

describe('what the policy does not allow', () => {
  it('is no matter of security where an allowed origin is refused before: nobody got access', () => {
    const check = plan(scenario('redirects/other-origin-put-refused'), readyTarget());
    expect(scenario('redirects/other-origin-put-refused').level).toBe('security');
    expect(judged(facts(check, [preflight('PUT')], [refused]))).toMatchObject({
      status: 'fail',
      code: 'response-blocked',
      level: 'required',
    });
  });

  it('fails when an unrelated origin is given back, with the header that let it in', () => {
    const check = plan(scenario('simple/foreign-refused'));
    const said = {
      method: 'GET',
      status: 200,
      headers: [['Access-Control-Allow-Origin', 'https://evil.test']],
    } as const;
    const result = judged(facts(check, [said], [response()]));
    expect(result).toMatchObject({ status: 'fail', level: 'security', step: { step: 'cors-check' } });
    expect(result.reason).toMatchObject({
      code: 'response-readable',
      denial: { kind: 'origin', origin: 'https://evil.test' },
    });
    expect(result.message).toContain(' Compare the whole Origin with the list');
  });

  it('fails when the preflight lets a method through, even if its response cannot be read', () => {
    const check = plan(scenario('preflight/patch-refused'));
    const lets = preflight('PATCH', allow, ['Access-Control-Allow-Methods', 'GET, PATCH']);
    const result = judged(facts(check, [lets, { method: 'PATCH', status: 200 }], [refused]));
    expect(result.status).toBe('fail');
    expect(result.reason).toMatchObject({
      code: 'sent-after-preflight',
    });
    expect(result.message).toContain(' Remove PATCH: ');
  });

  it('fails when the server counts a write of a page that it refused', () => {
    const check = plan(scenario('preflight/foreign-json-has-no-effect'));
    const result = judged({ ...facts(check, [preflight('POST')], [refused]), writes: 1 });
    expect(result).toMatchObject({ status: 'fail' });
    expect(result.reason).toMatchObject({ code: 'wrong-writes', counted: 1, expected: 0 });
  });

  it('passes when nothing but the preflight arrived', () => {
    const check = plan(scenario('preflight/foreign-json-has-no-effect'));
    const asked = [
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', 'content-type'],
    ] as const;
    const said = { ...preflight('POST'), asked };
    expect(judged({ ...facts(check, [said], [refused]), writes: 0 }).status).toBe('pass');
  });
});

describe('what is not the server’s fault', () => {
  const get = plan(scenario('simple/get-allowed'));

  it.each(['unreachable', 'reset', 'timeout', 'malformed', 'too-large'] as const)(
    'a target that breaks (%s) is an error',
    (kind) => {
      const said = { method: 'GET', failure: { kind, detail: 'it broke.' } } as const;
      const result = judged(facts(get, [said], [refused]));
      expect(result).toMatchObject({ status: 'error', wire: `GET (${kind})` });
      expect(result.reason).toMatchObject({ code: 'target-broke', kind, method: 'GET' });
    },
  );

  it('a request that the browser aborted before there was a response is an error, whatever the page reports', () => {
    const aborted = { kind: 'aborted', detail: 'The browser closed its connection.' } as const;
    const refused403 = plan(scenario('preflight/foreign-json-has-no-effect'));
    for (const check of [get, refused403]) {
      const lost = facts(check, [{ method: 'OPTIONS', failure: aborted }], [refused]);
      expect(judged({ ...lost, writes: 0 })).toMatchObject({ status: 'error', wire: 'OPTIONS (aborted)' });
    }
  });

  it('a response whose body the browser did not read to the end is judged by its headers', () => {
    const aborted = { kind: 'aborted', detail: 'The browser closed its connection.' } as const;
    const said = { method: 'GET', status: 200, headers: [], failure: aborted } as const;
    expect(judged(facts(get, [said], [refused])).status).toBe('fail');
  });

  it('a request that Chromium repeats after a response that the page left is a deviation with a name', () => {
    const each = plan(scenario('origins/allowed-each-time'));
    const left = { kind: 'aborted', detail: 'The browser closed its connection.' } as const;
    const said = { method: 'GET', status: 200, headers: [allow] };
    const ends = (failure: typeof left | undefined) =>
      Array.from({ length: 5 }, () => (failure === undefined ? said : { ...said, failure }));
    const outcomes = Array.from({ length: 4 }, () => response());
    expect(judged(facts(each, ends(left), outcomes))).toMatchObject({
      status: 'pass',
      deviations: [{ id: 'repeats-after-a-cancelled-response' }],
    });
    expect(judged(facts(each, ends(undefined), outcomes)).status).toBe('error');
  });

  it('a rate limit is an error, unless it is what the scenario asks for', () => {
    const limited = { method: 'GET', status: 429, headers: [allow] } as const;
    const outcome = [response(429)];
    const get = plan(scenario('simple/get-allowed'));
    expect(judged(facts(get, [limited], outcome))).toMatchObject({
      status: 'error',
      reason: { code: 'rate-limited', status: 429 },
    });
    const asked = plan(scenario('limits/readable'));
    expect(judged(facts(asked, [limited], outcome)).status).toBe('pass');
    expect(judged(facts(asked, [{ ...limited, headers: [] }], [refused])).status).toBe('fail');
  });

  it('a page that times out is an error', () => {
    expect(judged(facts(get, [], [{ kind: 'timeout', afterMs: 100 }]))).toMatchObject({
      status: 'error',
      reason: { code: 'page-timeout', afterMs: 100, exchanges: 0 },
    });
  });

  it('a page that tells nothing is an error, with why', () => {
    const problem = { code: 'not-played', detail: 'The page was closed: crashed' } as const;
    const result = judged({ ...facts(get, [], []), outcome: null, problem });
    expect(result).toMatchObject({ status: 'error', reason: problem, outcome: null });
  });

  it('a browser that refuses what the standard lets through, for no known reason, is an error', () => {
    const result = judged(facts(get, [{ method: 'GET', status: 200, headers: [allow] }], [refused]));
    expect(result.status).toBe('error');
    expect(result.deviations).toMatchObject([{ id: null }]);
    expect(result.exchanges).toHaveLength(1);
  });

  it('a browser that lets through what the standard refuses does not help the server', () => {
    const check = plan(scenario('preflight/authorization-under-wildcard'), readyTarget(policies.wildcard));
    const any = ['Access-Control-Allow-Origin', '*'] as const;
    const said = [
      { ...preflight('GET', any, ['Access-Control-Allow-Headers', '*']), asked: [['Access-Control-Request-Method', 'GET'], ['Access-Control-Request-Headers', 'authorization']] },
      { method: 'GET', status: 200, headers: [any] },
    ] as const; // prettier-ignore
    const result = judged(facts(check, said, [response()]));
    expect(result.status).toBe('fail');
    expect(result.deviations.map(({ id }) => id)).toContain('wildcard-covers-authorization');
  });

  it('a cookie that the browser keeps back leaves the question unasked', () => {
    const check = plan(scenario('credentials/get'), readyTarget(policies.credentialed));
    const headers = [allow, ['Access-Control-Allow-Credentials', 'true']] as const;
    const said = { method: 'GET', status: 200, headers };
    const result = judged(facts(check, [said], [response()]));
    expect(result).toMatchObject({ status: 'not-applicable', reason: { code: 'cookie-not-sent' } });
  });

  it('at a URL alone, the headers of a credentialed response are judged without a cookie', () => {
    const url = 'http://127.0.0.1:4000/api';
    const plain = { url, status: 200, headers: [] };
    const seen = { plain, bare: plain, missing: null, malformed: null, slash: null, ...notAsked };
    const check = plan(scenario('credentials/get'), urlTarget(policies.credentialed, url, seen));
    const said = { method: 'GET', status: 200, headers: [allow] };
    expect(judged(facts(check, [said], [refused])).status).toBe('fail');
    const right = { ...said, headers: [allow, ['Access-Control-Allow-Credentials', 'true']] } as const;
    expect(judged(facts(check, [right], [response(401)])).status).toBe('pass');
  });
});

describe('somebody’s own server', () => {
  const heldBack: Said = { method: 'PUT', failure: { kind: 'held-back', detail: 'read-only' } };
  const lets = preflight('PUT', allow, ['Access-Control-Allow-Methods', 'PUT']);

  it('a request that was held back leaves open what only its response could show', () => {
    const check = plan(scenario('preflight/put-allowed'), urlTarget());
    const result = judged(facts(check, [lets, heldBack], [refused]));
    expect(result).toMatchObject({
      status: 'not-applicable',
      reason: { code: 'held-back', method: 'PUT', afterPreflight: true },
      deviations: [],
    });
  });

  it('a redirect of a write that was held back is not missed', () => {
    const check = plan(scenario('redirects/put-preflighted'));
    const result = judged(facts(check, [lets, heldBack], [refused]));
    expect(result).toMatchObject({ status: 'not-applicable', reason: { code: 'held-back' } });
  });

  it('a method that the endpoint does not have is no failure of the policy of the whole API', () => {
    const check = plan(scenario('preflight/put-allowed'), urlTarget());
    const said = (status: number) => [lets, { method: 'PUT', status }];
    expect(judged(facts(check, said(405), [refused]))).toMatchObject({
      status: 'not-applicable',
      reason: { code: 'method-not-supported', method: 'PUT', status: 405 },
    });
    expect(judged(facts(check, said(404), [refused])).status).toBe('not-applicable');
    expect(judged(facts(check, said(500), [refused])).status).toBe('fail');
    expect(judged(facts(plan(scenario('preflight/put-allowed')), said(405), [refused])).status).toBe('fail');
    const refusing = preflight('PUT', allow, ['Access-Control-Allow-Methods', 'GET']);
    expect(judged(facts(check, [refusing], [refused])).status).toBe('fail');
    const get = plan(scenario('simple/get-allowed'), urlTarget());
    expect(judged(facts(get, [{ method: 'GET', status: 404 }], [refused])).status).toBe('fail');
  });

  it('a preflight that lets too much through fails though the request was held back', () => {
    const target = urlTarget({ ...policies.allowlist, methods: ['GET'] });
    const check = plan(scenario('preflight/put-refused'), target);
    expect(judged(facts(check, [lets, heldBack], [refused])).status).toBe('fail');
  });

  it('a preflight that refuses what the policy allows fails without any write', () => {
    const check = plan(scenario('preflight/put-allowed'), urlTarget());
    expect(judged(facts(check, [preflight('PUT', allow)], [refused])).status).toBe('fail');
  });

  it('a status that nobody promised is not judged', () => {
    const check = plan(scenario('simple/get-allowed'), urlTarget());
    const said = { method: 'GET', status: 404, headers: [allow] };
    expect(judged(facts(check, [said], [response(404)])).status).toBe('pass');
  });

  it('a header that the response does not have cannot be exposed', () => {
    const check = plan(scenario('exposed-headers/exposed'), urlTarget());
    const said = { method: 'GET', status: 200, headers: [allow] };
    const result = judged(facts(check, [said], [response()]));
    expect(result).toMatchObject({ status: 'not-applicable', reason: { code: 'headers-absent' } });
  });

  it('of several exposed headers, those that the response has are judged', () => {
    const policy = { ...policies.allowlist, exposedHeaders: ['X-Total-Count', 'X-Other'] };
    const check = plan(scenario('exposed-headers/exposed'), urlTarget(policy));
    const withHeaders = (...headers: NonNullable<Said['headers']>) =>
      judged(facts(check, [{ method: 'GET', status: 200, headers: [allow, ...headers] }], [response()]));
    const exposes = ['Access-Control-Expose-Headers', 'X-Total-Count'] as const;
    expect(withHeaders(['X-Total-Count', '1'], exposes).status).toBe('pass');
    expect(withHeaders(['X-Total-Count', '1']).status).toBe('fail');
  });
});

describe('several requests in a row', () => {
  const check = plan(scenario('max-age/remembered'));
  const lets = preflight(
    'PUT',
    allow,
    ['Access-Control-Allow-Methods', 'PUT'],
    ['Access-Control-Max-Age', '600'],
  );
  const forgets = preflight(
    'PUT',
    allow,
    ['Access-Control-Allow-Methods', 'PUT'],
    ['Access-Control-Max-Age', '0'],
  );
  const put: Said = { method: 'PUT', status: 200, headers: [allow] };

  it('passes when the second goes without a preflight', () => {
    const result = judged(facts(check, [lets, put, put], [response(), response()]));
    expect(result).toMatchObject({ status: 'pass', wire: 'OPTIONS 204, PUT 200, PUT 200', deviations: [] });
  });

  it('fails when the server lets nothing be remembered', () => {
    const result = judged(facts(check, [forgets, put, forgets, put], [response(), response()]));
    expect(result.status).toBe('fail');
    expect(result.reason).toMatchObject({
      code: 'wrong-requests',
      sent: ['OPTIONS', 'PUT'],
      expected: ['PUT'],
    });
    expect(result.message).toContain(' Send Access-Control-Max-Age: 600.');
  });

  it('does not blame the server for a browser that forgets', () => {
    const result = judged(facts(check, [lets, put, lets, put], [response(), response()]));
    expect(result.status).toBe('error');
    expect(result.deviations).not.toHaveLength(0);
  });
});

it('untrusted text in a message is escaped', () => {
  const check = plan(scenario('simple/get-allowed'));
  const said = {
    method: 'GET',
    status: 200,
    headers: [['Access-Control-Allow-Origin', '\u001B[31mred']],
  } as const;
  expect(judged(facts(check, [said], [refused])).message).toContain(String.raw`\x1b[31mred`);
});

it('a fault is not built on the answer to a preflight that asked for something else', () => {
  const check = plan(scenario('preflight/header-allowed'));
  const answer = preflight('GET', allow, ['Access-Control-Allow-Headers', 'x-other']);
  expect(judged(facts(check, [answer], [refused])).status).toBe('error');
});
