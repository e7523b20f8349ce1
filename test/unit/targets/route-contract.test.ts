import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package.ts';
import { type ContractExchange, routeContract } from '../../../fixtures/route-contract.ts';
import { compareAnswer } from '../../../src/targets/contract/compare.ts';
import { concerning, type RouteDifference } from '../../../src/targets/contract/index.ts';
import { reachedBy } from '../../../src/targets/contract/reliance.ts';
import { stepsOf } from '../../../src/scenarios/steps.ts';
import type { Answer } from '../../../src/targets/index.ts';
import type { RawHeader } from '../../../src/results/exchange.ts';
import { parsedBodies, ranges, stableETag } from '../../../src/scenarios/contract-values.ts';
import { type Route, routes, type Step } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';

const catalogue = suites.flatMap(({ scenarios }) => scenarios);

function answer(status: number, headers: readonly RawHeader[] = [], body = '', complete = true): Answer {
  return { kind: 'response', status, headers, body, complete };
}

/** The exchange of a route with this method and query. */
function exchangeOf(route: Route, method: string, query: Readonly<Record<string, string>> = {}) {
  const found = routeContract[route].exchanges.find(
    ({ ask }) =>
      ask.method === method && Object.entries(query).every(([name, value]) => ask.query?.[name] === value),
  );
  if (found === undefined) throw new Error(`There is no ${method} of ${route}.`);
  return found;
}

/** The exchange of a route with this body, or this value of a header. */
function exchangeWith(route: Route, text: string): ContractExchange {
  const found = routeContract[route].exchanges.find(
    ({ ask }) => ask.body === text || Object.values(ask.headers ?? {}).includes(text),
  );
  if (found === undefined) throw new Error(`There is no request of ${route} with ${text}.`);
  return found;
}

function differencesOf(exchange: ContractExchange, got: Answer): readonly string[] {
  return compareAnswer(exchange, got).map(({ expected, got: seen }) => `expected ${expected}, got ${seen}`);
}

describe('The contract states', () => {
  it('every route', () => {
    for (const route of routes) expect(routeContract[route].exchanges.length).toBeGreaterThan(0);
  });

  it('every status that a scenario expects of a route', () => {
    const unstated = catalogue.flatMap((scenario) =>
      stepsOf(scenario).flatMap(({ request, expect: { status } }) => {
        if (status === undefined) return [];
        const last = reachedBy(request).at(-1);
        const method = request.query?.['status'] === '302' ? 'GET' : last?.method;
        const { about, exchanges } = routeContract[last?.route ?? 'resource'];
        // A handler for every method, and no handler at all, answer each method as they answer GET.
        const isAlike = /every method|^Has no handler/.test(about);
        const known = exchanges.some(
          (exchange) => (isAlike || exchange.ask.method === method) && exchange.answer.status === status,
        );
        return known ? [] : [`${scenario.id}: ${method} ${last?.route} ${status}`];
      }),
    );
    expect(unstated).toEqual([]);
  });

  it('every body, header and cookie of a route that a scenario expects', () => {
    const needs = (
      wanted: (step: Step) => boolean,
      stated: (answer: ContractExchange['answer']) => boolean,
    ) =>
      catalogue.flatMap(stepsOf).filter((step) => {
        const { exchanges } = routeContract[reachedBy(step.request).at(-1)?.route ?? 'resource'];
        return wanted(step) && !exchanges.some((exchange) => stated(exchange.answer));
      });
    expect(needs(({ expect: { body } }) => body !== undefined, ({ body }) => body !== undefined)).toEqual([]); // prettier-ignore
    expect(needs(({ expect: { writes }, request }) => writes !== undefined && request.route === 'resource', ({ writes }) => writes !== undefined)).toEqual([]); // prettier-ignore
    expect(needs(({ expect: { hidden } }) => hidden !== undefined, ({ headers, cookie }) => (headers ?? cookie) !== undefined)).toEqual([]); // prettier-ignore
    expect(needs(({ expect: { response } }) => response?.['set-cookie'] !== undefined, ({ cookie }) => cookie !== undefined)).toEqual([]); // prettier-ignore
  });
});

function contentOf(asset: string): string {
  return readFileSync(join(packageRoot, 'servers/shared/assets', asset), 'utf8');
}

describe('An answer keeps the contract', () => {
  it.each<[string, ContractExchange, Answer]>([
    ['with the parameters of a media type', exchangeOf('stream', 'GET'), answer(200, [['content-type', 'text/event-stream; charset=utf-8']], 'data: first\n\ndata: second\n\n')],
    ['with events in other words', exchangeOf('stream', 'GET'), answer(200, [['Content-Type', 'TEXT/EVENT-STREAM']], ': hello\r\n\r\nid: 1\r\nevent: message\r\ndata:first\r\n\r\nid: 2\r\ndata: second\r\n\r\n')],
    ['with white space and further members in JSON', exchangeOf('whoami', 'GET'), answer(200, [['Content-Type', 'application/json']], ' {\n "user": null, "session" : null }')],
    ['with a page of the framework for a 404', exchangeOf('missing', 'GET'), answer(404, [['Content-Type', 'text/html']], '<h1>Not Found</h1>')],
    ['with a path that the framework does not decode', exchangeOf('malformed', 'GET'), answer(404)],
    ['with a 400 for a path that cannot be decoded', exchangeOf('malformed', 'GET'), answer(400)],
    ['with attributes of a cookie in another order and case', exchangeOf('login', 'POST'), answer(200, [['set-cookie', 'other=1'], ['Set-Cookie', 'session=fresh; path=/; HttpOnly; secure; Max-Age=60; samesite=none']])],
    ['with further members of a list', exchangeOf('vary', 'GET'), answer(200, [['Vary', 'Origin'], ['Vary', 'accept-encoding, Accept']])],
    ['with a call that is guarded', exchangeOf('jsonp', 'GET'), answer(200, [['Content-Type', 'application/javascript']], '/**/ typeof corspecJsonp === "function" && corspecJsonp({"jsonp": true});')],
    ['with another status for broken JSON', exchangeWith('parse', parsedBodies.broken), answer(422)],
    ['with a redirect to an absolute URL, and a query', exchangeOf('dir', 'GET'), answer(308, [['Location', 'https://api.test/dir/?id=1']])],
    ['with a part of a file, however long the file is', exchangeWith('media.wav', ranges.first), answer(206, [['Content-Range', 'bytes 0-9/123']])],
    ['with a script of an older type', exchangeOf('script.js', 'GET'), answer(200, [['Content-Type', 'application/javascript']], contentOf('script.js'))],
  ])('%s', (_, exchange, got) => {
    expect(compareAnswer(exchange, got)).toEqual([]);
  }); // prettier-ignore
});

describe('A difference is named', () => {
  it.each<[string, ContractExchange, Answer, string]>([
    ['of a status', exchangeOf('denied', 'GET'), answer(200), 'expected status 403, got status 200'],
    ['of a status that may be any but one', exchangeOf('malformed', 'GET'), answer(301), 'expected a status other than 3xx, got status 301'],
    ['of a type', exchangeOf('style.css', 'GET'), answer(200, [['Content-Type', 'text/plain']], contentOf('style.css')), 'expected Content-Type: text/css, got Content-Type: text/plain'],
    ['of one of several statuses', exchangeWith('parse', parsedBodies.broken), answer(500), 'expected status 400 or 422, got status 500'],
    ['of a redirect to another path', exchangeOf('dir', 'GET'), answer(301, [['Location', '/login']]), 'expected Location with a path that ends with /, got Location: /login'],
    ['of the beginning of a header', exchangeWith('media.wav', ranges.first), answer(206, [['Content-Range', '*/9']]), 'expected Content-Range: bytes 0-9/…, got Content-Range: */9'],
    ['of a body', exchangeOf('whoami', 'GET'), answer(200, [['Content-Type', 'application/json']], 'null'), 'expected the JSON {"session":null}, got `null`'],
    ['of a cookie for a domain', exchangeOf('login', 'POST'), answer(200, [['Set-Cookie', 'session=fresh; SameSite=None; Secure; Path=/; Domain=a.test']]), 'expected Set-Cookie: session=fresh; SameSite=None; Secure; Path=/, got Set-Cookie: session=fresh; SameSite=None; Secure; Path=/; Domain=a.test'],
    ['of a count', exchangeOf('resource', 'PUT'), answer(200, [['Content-Type', 'application/json'], ['X-Total-Count', '1'], ['X-Request-Id', '1'], ['ETag', '1'], ['Cache-Control', 'no-store']], '{"method":"PUT","writes":0}'), 'expected "writes": 1, got "writes": 0'],
    ['of a stream without an end', exchangeOf('stream', 'GET'), answer(200, [['Content-Type', 'text/event-stream']], 'data: first\n\ndata: second\n\n', false), 'expected the events first, second and the end, got `data: first\\n\\ndata: second\\n\\n`, which does not end'],
    ['where there is no answer', exchangeOf('slow', 'GET'), { kind: 'none', reason: 'socket hang up' }, 'expected status 200, got no response (socket hang up)'],
    ['with controls made visible', exchangeOf('whoami', 'GET'), answer(200, [['Content-Type', 'application/json']], '\x1b[2J'), 'expected the JSON {"session":null}, got `\\x1b[2J`'],
  ])('%s', (_, exchange, got, expected) => {
    expect(differencesOf(exchange, got)).toEqual([expected]);
  }); // prettier-ignore
});

describe('A difference concerns', () => {
  const idsConcerned = (route: Route, exchange: ContractExchange, got: Answer): readonly string[] => {
    const differences = compareAnswer(exchange, got).map((difference): RouteDifference => ({ ...difference, route, exchange, asked: '' })); // prettier-ignore
    return catalogue.filter((one) => concerning(stepsOf(one), differences) !== null).map(({ id }) => id);
  };

  it('no scenario where the session is another', () => {
    const other = answer(200, [['Content-Type', 'application/json']], '{"user":1}');
    expect(idsConcerned('whoami', exchangeOf('whoami', 'GET'), other)).toEqual(['credentials/login']);
  });

  it('those that read, where a session is not known, and not those that are refused', () => {
    const ids = idsConcerned('whoami', exchangeOf('whoami', 'GET'), answer(401));
    expect(ids).toContain('credentials/get');
    expect(ids.filter((id) => id.includes('refused'))).toEqual([]);
  });

  it('all scenarios of a route that is not there', () => {
    const ids = idsConcerned('whoami', exchangeOf('whoami', 'GET'), answer(404));
    const all = catalogue.filter((one) => stepsOf(one).some(({ request }) => reachedBy(request).some(({ route }) => route === 'whoami'))); // prettier-ignore
    expect(ids).toEqual(all.map(({ id }) => id));
  });

  it('those that redirect to a route, too', () => {
    expect(idsConcerned('missing', exchangeOf('missing', 'GET'), answer(200))).toContain(
      'redirects/to-not-found',
    );
  });

  it('those that count, where writes are not counted', () => {
    const body = '{"method":"PUT","writes":0}';
    const got = answer(200, [['Content-Type', 'application/json'], ['X-Total-Count', '1'], ['X-Request-Id', '1'], ['ETag', '1'], ['Cache-Control', 'no-store']], body); // prettier-ignore
    const ids = idsConcerned('resource', exchangeOf('resource', 'PUT'), got);
    expect(ids).toContain('effects/put-once');
    const counting = catalogue.filter((one) => stepsOf(one).some(({ expect: { writes } }) => writes !== undefined)).map(({ id }) => id); // prettier-ignore
    expect(ids.filter((id) => !counting.includes(id))).toEqual([]);
    expect(ids).not.toContain('preflight/put-allowed');
  });

  it('those with a hash, where the content is another', () => {
    const got = answer(200, [['Content-Type', 'text/javascript']], 'other()');
    const ids = idsConcerned('script.js', exchangeOf('script.js', 'GET'), got);
    expect(ids).toContain('integrity/script-allowed');
    expect(ids.every((id) => id.startsWith('integrity/script-'))).toBe(true);
  });

  it('no scenario, where the content is that of servers/shared/assets', () => {
    for (const file of ['script.js', 'module.js', 'style.css'] as const) {
      const type = file === 'style.css' ? 'text/css' : 'text/javascript';
      const got = answer(200, [['Content-Type', type]], contentOf(file));
      expect(idsConcerned(file, exchangeOf(file, 'GET'), got)).toEqual([]);
    }
  });

  it('those that send the same body, where a parser answers that in another way', () => {
    const ids = idsConcerned('parse', exchangeWith('parse', parsedBodies.tooLarge), answer(400));
    expect(ids).toEqual(['bodies/too-large', 'bodies/too-large-xhr', 'bodies/too-large-with-credentials']);
  });

  it('those that ask for the same part, where a server has no such part', () => {
    const ids = idsConcerned('media.wav', exchangeWith('media.wav', ranges.beyond), answer(200));
    expect(ids).toEqual(['media/unsatisfiable']);
    expect(idsConcerned('media.wav', exchangeWith('media.wav', ranges.first), answer(200))).not.toContain('embeds/audio-allowed'); // prettier-ignore
  });

  it('all that are about an ETag, where it is not compared', () => {
    const ids = idsConcerned('conditional', exchangeWith('conditional', stableETag), answer(200));
    expect(ids).toContain('conditional/revalidated-for-another');
    expect(ids.every((id) => id.startsWith('conditional/'))).toBe(true);
  });

  it('no scenario where a middleware may have answered OPTIONS, and those about OPTIONS where a router did', () => {
    const options = exchangeOf('resource', 'OPTIONS');
    expect(idsConcerned('resource', options, answer(204))).toEqual([]);
    expect(idsConcerned('resource', options, answer(405))).toEqual(['preflight/options-method', 'methods/options-is-no-preflight', 'methods/options-of-nobody', 'same-origin/options']); // prettier-ignore
  });
});

it.each(['resource', 'missing', 'file.txt'] as const)(
  'A body in the response to HEAD of %s differs',
  (route) => {
    const exchange = exchangeOf(route, 'HEAD');
    const headers = Object.keys(exchange.answer.headers ?? {}).map((name) => [name, 'no-store'] as const);
    const status = [exchange.answer.status].flat()[0];
    expect(differencesOf(exchange, answer(Number(status), headers, 'body'))).toEqual([
      'expected no body, got `body`',
    ]);
  },
);
