import { describe, expect, it } from 'vitest';
import type { CommandInputs } from '../../../src/cli/catalogue.ts';
import type { RunOptions } from '../../../src/cli/command-line.ts';
import { resolveRun, type RunPlan } from '../../../src/cli/resolve.ts';
import { catalogue, commandLine, file, implementation, material } from './samples.ts';

const url = 'http://localhost:3000/api';
const byParts: RunOptions = { origin: ['https://app.example.com'] };

interface Words {
  readonly command?: 'run' | 'compare';
  readonly targets?: readonly string[];
  readonly options?: RunOptions;
  readonly on?: Partial<CommandInputs>;
}

function resolve({ command = 'run', targets = ['express-cors'], options = {}, on = {} }: Words) {
  return resolveRun(commandLine(command, targets, options), material(on), catalogue);
}

function planOf(words: Words): RunPlan {
  const resolved = resolve(words);
  if (!resolved.ok) throw new Error(resolved.problems.join('\n'));
  return resolved.plan;
}

function problemsOf(words: Words): readonly string[] {
  const resolved = resolve(words);
  return resolved.ok ? [] : resolved.problems;
}

describe('a command line that is right', () => {
  it('takes the numbers of the help when none are given', () => {
    expect(planOf({}).request).toMatchObject({ timeoutMs: 10_000, jobs: 12, evidence: 'failures' });
  });

  it('takes the library that fixes are written for', () => {
    expect(planOf({ options: { fix: 'fastapi' } }).request).toMatchObject({ fixFor: 'fastapi' });
    expect(planOf({}).request).not.toHaveProperty('fixFor');
  });

  it('takes numbers and the kind of evidence', () => {
    const { request } = planOf({ options: { timeout: '500', jobs: '3', evidence: 'all' } });
    expect(request).toMatchObject({ timeoutMs: 500, jobs: 3, evidence: 'all' });
  });

  it('takes a rate, also of less than one request per second', () => {
    expect(planOf({ options: { rate: '0.5' } }).request).toMatchObject({ rate: 0.5 });
    expect(planOf({}).request).not.toHaveProperty('rate');
  });

  it('asks an implementation about every built-in policy', () => {
    expect(planOf({}).request).toMatchObject({
      targets: [{ kind: 'implementation', implementation: { id: 'express-cors' } }],
      policies: catalogue.policies,
      policyArguments: { allowlist: '--policy allowlist', public: '--policy public' },
    });
  });

  it('compares all implementations when none is named', () => {
    const { request, gate } = planOf({ command: 'compare', targets: [] });
    expect(request.targets).toHaveLength(2);
    expect(gate).toBe(false);
  });

  it('compares under the policies that are named', () => {
    const { request } = planOf({ command: 'compare', options: { policy: ['public', 'default'] } });
    expect(Object.keys(request.policies)).toEqual(['public', 'default']);
  });

  it('tests a URL under a policy in parts, of which those that are absent are not stated', () => {
    const { request } = planOf({ targets: [url], options: byParts });
    expect(request.targets).toEqual([
      { kind: 'url', url, routes: {}, allowWrites: false, headers: [], insecure: false },
    ]);
    expect(request.policies).toEqual({ policy: { origins: ['https://app.example.com'] } });
  });

  it('takes routes from files and pairs, and writes them as a shell reads them', () => {
    const routes = ['r.json', 'whoami=/me?x=1', 'missing=https://example.com/a=b'];
    const { request } = planOf({
      targets: [url],
      options: { ...byParts, routes },
      on: file('r.json', '{"slow": "/s"}'),
    });
    expect(request.targets).toMatchObject([
      {
        routes: { slow: '/s', whoami: '/me?x=1', missing: 'https://example.com/a=b' },
        commandOptions: "--routes r.json --routes 'whoami=/me?x=1' --routes missing=https://example.com/a=b",
      },
    ]);
  });

  it('makes a policy of all parts, and writes them as a shell reads them', () => {
    const options: RunOptions = {
      origin: ['https://*.example.com', 'http://localhost:8080'],
      credentials: true,
      methods: 'GET, PUT',
      requestHeaders: '*',
      expose: '',
      maxAge: '600',
    };
    const { request } = planOf({ targets: [url], options });
    expect(request.policies).toEqual({
      policy: {
        origins: ['https://*.example.com', 'http://localhost:8080'],
        credentials: true,
        methods: ['GET', 'PUT'],
        requestHeaders: '*',
        exposedHeaders: [],
        maxAge: 600,
      },
    });
    expect(request.policyArguments).toEqual({
      policy:
        "--origin 'https://*.example.com' --origin http://localhost:8080 --credentials --methods 'GET, PUT' " +
        "--request-headers '*' --expose '' --max-age 600",
    });
  });

  it('takes --no-credentials as stated', () => {
    const { request } = planOf({ targets: [url], options: { ...byParts, credentials: false } });
    expect(request.policies['policy']).toMatchObject({ credentials: false });
    expect(request.policyArguments['policy']).toContain('--no-credentials');
  });

  it('takes * as any origin', () => {
    expect(planOf({ targets: [url], options: { origin: ['*'] } }).request.policies).toEqual({
      policy: { origins: '*' },
    });
  });

  it('calls the policy of a file by the base name of the file', () => {
    const path = "./it's/cors.json";
    const { request } = planOf({
      targets: [url],
      options: { policy: [path] },
      on: file(path, '{"origins": "*"}'),
    });
    expect(request.policies).toEqual({ cors: { origins: '*' } });
    expect(request.policyArguments).toEqual({ cors: String.raw`--policy './it'\''s/cors.json'` });
  });

  it('tells the options about a URL to the run', () => {
    const options: RunOptions = {
      ...byParts,
      routes: ['routes.json'],
      allowWrites: true,
      targetHeader: ['Authorization: Bearer a:b'],
      insecure: true,
    };
    const { request } = planOf({ targets: [url], options, on: file('routes.json', '{"private": "/me"}') });
    expect(request.targets[0]).toMatchObject({
      routes: { private: '/me' },
      allowWrites: true,
      headers: [['Authorization', 'Bearer a:b']],
      insecure: true,
    });
  });

  it('has what the endpoint needs: cookies, a login, headers and a body', () => {
    const options: RunOptions = {
      ...byParts,
      cookie: ['session=abc'],
      login: 'POST /login @login.json',
      header: ['X-Api-Key: k'],
      data: '{"a":1}',
      endpointMethods: 'get,POST',
    };
    const { request } = planOf({ targets: [url], options, on: file('login.json', '{"user":"a"}\n') });
    expect(request.targets[0]).toMatchObject({
      cookies: [['session', 'abc']],
      login: { method: 'POST', path: '/login', type: 'application/json', body: '{"user":"a"}' },
      page: { headers: [['X-Api-Key', 'k']], data: '{"a":1}' },
      endpointMethods: ['GET', 'POST'],
      commandOptions:
        "--header 'X-Api-Key: …' --cookie 'session=…' --login 'POST /login …' --data '…' --endpoint-methods get,POST",
    });
    const form = planOf({ targets: [url], options: { ...byParts, login: 'POST /login a=b&c=d' } });
    expect(form.request.targets[0]).toMatchObject({
      login: { type: 'application/x-www-form-urlencoded', body: 'a=b&c=d' },
    });
  });

  it('can be typed again for a URL, but for what may be secret', () => {
    const targetHeader = ['Authorization: Bearer s3cret'];
    const options = {
      ...byParts,
      routes: ['standard'],
      allowWrites: true,
      targetHeader,
      insecure: true,
      expectStatus: '401',
    };
    expect(planOf({ targets: [url], options }).request.targets[0]).toHaveProperty(
      'commandOptions',
      "--routes standard --allow-writes --target-header 'Authorization: …' --insecure --expect-status 401",
    );
  });

  it('can be typed again for an implementation of --servers', () => {
    const mine = implementation('mine', '/my servers/mine');
    const [target] = planOf({
      targets: ['mine'],
      options: { servers: ['/my servers'] },
      on: { implementations: [mine] },
    }).request.targets;
    expect(target).toEqual({
      kind: 'implementation',
      implementation: mine,
      typed: "mine --servers '/my servers'",
    });
  });

  it('knows the routes of the contract by the word standard', () => {
    const { request } = planOf({ targets: [url], options: { ...byParts, routes: ['standard'] } });
    expect(request.targets[0]).toMatchObject({ routes: 'standard' });
  });

  it('takes the folder of an implementation as a target', () => {
    const mine = implementation('mine', '/home/me/mine');
    const { request } = planOf({
      targets: ['./mine'],
      on: { folders: new Map([['./mine', { ok: true, implementation: mine }]]) },
    });
    expect(request.targets).toEqual([{ kind: 'implementation', implementation: mine, typed: './mine' }]);
  });

  it('takes a target that is named twice once', () => {
    expect(planOf({ targets: ['koa-cors', 'koa-cors'] }).request.targets).toHaveLength(1);
  });

  it.each<[RunOptions, RunPlan['browsers']]>([
    [{}, { kind: 'default' }],
    [{ browser: ['all'] }, { kind: 'all' }],
    [{ browser: ['firefox,model', 'firefox'] }, { kind: 'named', ids: ['firefox', 'model'] }],
  ])('chooses browsers by %j', (options, browsers) => {
    expect(planOf({ options }).browsers).toEqual(browsers);
  });

  it.each<[RunOptions, readonly string[]]>([
    [{ suite: ['preflight'] }, ['preflight/put-allowed', 'preflight/options-200']],
    [{ scenario: ['*/*-allowed'] }, ['simple/get-allowed', 'preflight/put-allowed']],
    [{ scenario: ['simple/get-refused'] }, ['simple/get-refused']],
    [{ scenario: ['{get,put}-allowed'] }, ['simple/get-allowed', 'preflight/put-allowed']],
    [{ level: ['security,informative'] }, ['simple/get-refused', 'preflight/options-200']],
    [{ suite: ['simple'], level: ['required'] }, ['simple/get-allowed']],
  ])('chooses scenarios by %j', (options, ids) => {
    expect(planOf({ options }).request.scenarios.map(({ id }) => id)).toEqual(ids);
  });

  it.each<[RunOptions, readonly (readonly [string, string | undefined])[]]>([
    [{}, [['terminal', undefined]]],
    [{ reporter: ['html'] }, [['html', 'corspec-report.html']]],
    [{ reporter: ['html=-'] }, [['html', undefined]]],
    [{ reporter: ['json=a=b.json', 'terminal'] }, [['json', 'a=b.json'], ['terminal', undefined]]],
    [{ reporter: ['terminal', 'github'] }, [['terminal', undefined], ['github', undefined]]],
  ])('writes reports by %j', (options, reports) => {
    expect(planOf({ options }).reports.map((plan) => [plan.reporter.id, plan.file])).toEqual(reports);
  }); // prettier-ignore
});

describe('a command line that is wrong', () => {
  it.each<[string, Words, string]>([
    ['no target', { targets: [] }, 'TARGET is missing'],
    ['a URL without its scheme', { targets: ['localhost:3000'], options: byParts }, 'Did you mean http://localhost:3000?'],
    ['a host without a scheme', { targets: ['api.example.com/x'], options: byParts }, 'Did you mean https://api.example.com/x?'],
    ['a name with a port', { targets: ['backend:8080'], options: byParts }, 'Did you mean http://backend:8080?'],
    ['another scheme', { targets: ['ws://localhost'], options: byParts }, 'is not supported. Use http or https'],
    ['a port that is none', { targets: ['http://localhost:99999'], options: byParts }, 'not a valid URL'],
    ['user and password', { targets: ['http://u:p@localhost'], options: byParts }, '--target-header'],
    ['a port that browsers block', { targets: ['http://localhost:6000/api'], options: byParts }, 'browsers block requests to port 6000, which is reserved for another protocol (https://fetch.spec.whatwg.org/#bad-port). Start the server on another port'],
    ['a blocked port by https', { targets: ['https://api.example.com:5061'], options: byParts }, 'browsers block requests to port 5061'],
    ['port 0', { targets: ['http://localhost:0'], options: byParts }, 'browsers block requests to port 0'],
    ['a fragment', { targets: ['http://localhost/#a'], options: byParts }, 'fragments are not sent to servers'],
    ['an id with a slip', { targets: ['expres-cors'] }, '"expres-cors": unknown implementation. Did you mean "express-cors"?'],
    ['a folder that is not there', { targets: ['./mine'] }, '"./mine": folder not found'],
    ['a URL to compare', { command: 'compare', targets: [url], options: byParts }, 'For a URL, use `corspec run`'],
    ['a URL without a policy', { targets: [url] }, 'a URL requires a policy'],
    ['a URL with two policies', { targets: [url], options: { policy: ['public', 'allowlist'] } }, 'has one policy, but 2 are given'],
    ['a policy whole and in parts', { options: { policy: ['public'], maxAge: '5', credentials: true } }, '--policy "public" and --credentials, --max-age cannot be combined'],
    ['parts without an origin', { targets: [url], options: { methods: 'PUT' } }, '--methods: the policy has no origin'],
    ['an origin with a slash', { targets: [url], options: { origin: ['https://a.test/'] } }, '--origin "https://a.test/": an origin has no trailing slash; use https://a.test.'],
    ['* beside an origin', { targets: [url], options: { origin: ['*', 'https://a.test'] } }, '--origin "*": "*" means any origin'],
    ['a method in lower case', { targets: [url], options: { ...byParts, methods: 'GET,put' } }, '--methods "put": methods are case-sensitive; use PUT'],
    ['a forbidden header', { targets: [url], options: { ...byParts, requestHeaders: 'origin' } }, '--request-headers "origin": browsers do not allow scripts to set it'],
    ['a header that is never exposed', { targets: [url], options: { ...byParts, expose: 'set-cookie' } }, '--expose "set-cookie"'],
    ['a negative max age', { targets: [url], options: { ...byParts, maxAge: '-1' } }, '--max-age -1: expected a whole number of seconds'],
    ['a max age in words', { targets: [url], options: { ...byParts, maxAge: '10m' } }, '--max-age "10m": expected a whole number of seconds'],
    ['an unknown policy', { options: { policy: ['alowlist'] } }, '--policy "alowlist": neither a built-in policy nor a file. Did you mean "allowlist"?'],
    ['the name of a method of objects', { options: { policy: ['constructor'] } }, '--policy "constructor": neither a built-in policy nor a file'],
    ['a policy file that is not there', { options: { policy: ['no.json'] }, on: { texts: new Map([['no.json', { ok: false, reason: 'file not found' }]]) } }, '--policy "no.json": file not found'],
    ['a policy file that is broken', { options: { policy: ['p.json'] }, on: file('p.json', '{"orgins": []}') }, 'orgins: unknown key. Did you mean "origins"?'],
    ['two policies of one name', { options: { policy: ['public', './public.json'] }, on: file('./public.json', '{}') }, 'both policies have the name "public"'],
    ['a routes file that is not there', { targets: [url], options: { ...byParts, routes: ['r.json'] } }, '--routes "r.json"'],
    ['a route that does not exist', { targets: [url], options: { ...byParts, routes: ['whoam=/me'] } }, '--routes "whoam=/me": "whoam": unknown route. Did you mean "whoami"?'],
    ['a route without a path', { targets: [url], options: { ...byParts, routes: ['whoami='] } }, 'whoami: "": expected a path that starts with one slash'],
    ['a path without its slash', { targets: [url], options: { ...byParts, routes: ['whoami=me'] } }, 'whoami: "me": expected a path that starts with one slash'],
    ['a route with a colon', { targets: [url], options: { ...byParts, routes: ['whoami:/me'] } }, 'Did you mean --routes whoami=/me?'],
    ['a route alone', { targets: [url], options: { ...byParts, routes: ['image.png'] } }, 'Did you mean --routes image.png=/path?'],
    ['a route with two paths', { targets: [url], options: { ...byParts, routes: ['whoami=/me', 'whoami=/you'] } }, '--routes "whoami=/me" and "whoami=/you": both name the route whoami'],
    ['a route in a file and beside it', { targets: [url], options: { ...byParts, routes: ['r.json', 'slow=/s'] }, on: file('r.json', '{"slow": "/"}') }, 'both name the route slow'],
    ['standard routes and others', { targets: [url], options: { ...byParts, routes: ['standard', 'slow=/s'] } }, '--routes standard and --routes "slow=/s" cannot be combined'],
    ['a routes file that is broken', { targets: [url], options: { ...byParts, routes: ['r.json'] }, on: file('r.json', '{"privat": "/"}') }, 'Did you mean "private"?'],
    ['a header without a colon', { targets: [url], options: { ...byParts, targetHeader: ['Authorization'] } }, '--target-header has no colon'],
    ['a header without a name', { targets: [url], options: { ...byParts, targetHeader: [': x'] } }, '--target-header "" is not a valid header name'],
    ['a header without a value', { targets: [url], options: { ...byParts, targetHeader: ['X-A:'] } }, '--target-header "X-A" has no value'],
    ['a header that browsers set', { targets: [url], options: { ...byParts, targetHeader: ['Origin: https://a.test'] } }, 'the browser sets this header'],
    ['a header with a line break', { targets: [url], options: { ...byParts, targetHeader: ['X-A: b\r\nX-C: d'] } }, 'characters that are not allowed in headers'],
    ['a cookie without a value', { targets: [url], options: { ...byParts, cookie: ['session'] } }, '--cookie "": expected NAME=VALUE'],
    ['a header that scripts cannot set', { targets: [url], options: { ...byParts, header: ['Cookie: a=b'] } }, '--header "Cookie": browsers do not allow scripts to set this header'],
    ['a login without a path', { targets: [url], options: { ...byParts, login: 'POST' } }, "--login: expected a method, a path and a body, such as 'POST /login"],
    ['a login in lower case', { targets: [url], options: { ...byParts, login: 'post /login a=b' } }, '--login: "post" is not a method in upper case'],
    ['a login elsewhere', { targets: [url], options: { ...byParts, login: 'POST https://id.test/login a=b' } }, '--login: "https://id.test/login" is not a path of the target'],
    ['a body that is not there', { targets: [url], options: { ...byParts, data: '@body.json' } }, '--data: "body.json": it was not read'],
    ['methods that are none', { targets: [url], options: { ...byParts, endpointMethods: 'GET,P T' } }, '--endpoint-methods "P T": not a valid method'],
    ['an unknown browser', { options: { browser: ['chrmium'] } }, '--browser "chrmium": unknown browser. Did you mean "chromium"?'],
    ['no browser in the list', { options: { browser: [','] } }, '--browser: the list is empty'],
    ['an unknown suite', { options: { suite: ['preflights'] } }, '--suite "preflights": unknown suite. Did you mean "preflight"?'],
    ['an unknown scenario', { options: { scenario: ['preflight/put-alowed'] } }, '--scenario "preflight/put-alowed": no scenario matches. Did you mean "preflight/put-allowed"?'],
    ['a suite for a scenario', { options: { scenario: ['preflight'] } }, 'use --suite preflight'],
    ['an unknown level', { options: { level: ['requird'] } }, '--level "requird": unknown level. Did you mean "required"?'],
    ['filters that leave nothing', { options: { suite: ['preflight'], level: ['security'] } }, 'no scenario matches all of --suite preflight, --level security'],
    ['an unknown reporter', { options: { reporter: ['jsn=x'] } }, '--reporter "jsn": unknown reporter. Did you mean "json"?'],
    ['a report without a file name', { options: { reporter: ['json='] } }, 'the file name is empty'],
    ['a report that cannot be written', { options: { reporter: ['json=no/x.json'] }, on: { unwritable: new Map([['no/x.json', 'folder "no" not found']]) } }, '--reporter json="no/x.json": folder "no" not found'],
    ['two reports in one file', { options: { reporter: ['json=x', 'html=./x'] } }, '--reporter json and html: both write to "./x"'],
    ['two reports on stdout', { options: { reporter: ['terminal', 'json'] } }, 'json must be the only report'],
    ['no time at all', { options: { timeout: '0' } }, '--timeout "0": expected a whole number of milliseconds'],
    ['a time with a unit', { options: { timeout: '10s' } }, '--timeout "10s": expected a whole number of milliseconds'],
    ['no request per second', { options: { rate: '0' } }, '--rate "0": expected a number of requests per second, 0.1 or more, such as 10 or 0.5.'],
    ['a rate with a unit', { options: { rate: '10/s' } }, '--rate "10/s": expected a number of requests per second'],
    ['half a job', { options: { jobs: '0.5' } }, '--jobs "0.5": expected a whole number'],
    ['an unknown library', { options: { fix: 'expres-cors' } }, '--fix "expres-cors": unknown library. Did you mean "express-cors"? Available: express-cors, fastify-cors,'],
    ['an unknown kind of evidence', { options: { evidence: 'al' } }, '--evidence "al": unknown value. Did you mean "all"?'],
    ['a broken server.json', { targets: ['broken'], on: { unusable: [{ id: 'broken', folder: '/x', message: 'broken/server.json: invalid JSON' }] } }, 'broken/server.json: invalid JSON'],
    ['a folder of servers that is none', { options: { servers: ['no'] }, on: { serverFolders: new Map([['no', '--servers "no": folder not found.']]) } }, '--servers "no": folder not found'],
  ])('%s', (_, words, says) => {
    expect(problemsOf(words)).toEqual([expect.stringContaining(says)]);
  }); // prettier-ignore

  it('is told everything that is wrong at once', () => {
    const problems = problemsOf({
      targets: ['nobody-knows-this', 'localhost:1'],
      options: {
        browser: ['netscape'],
        suite: ['x'],
        level: ['y'],
        reporter: ['z'],
        timeout: 'w',
        policy: ['v'],
      },
    });
    expect(problems).toHaveLength(8);
  });

  it('is not told the value of a target header, which may be a secret', () => {
    const options: RunOptions = {
      ...byParts,
      targetHeader: ['Bearer s3cret', 'X Y: s3cret', 'X-Z: s3cret\u0000'],
    };
    const problems = problemsOf({ targets: [url], options });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('s3cret');
  });

  it.each(['', '0', '99', '600', '404 ', '4xx', 'OK'])('expects %j, which is no status', (expectStatus) => {
    expect(problemsOf({ targets: [url], options: { ...byParts, expectStatus } })).toEqual([
      expect.stringMatching(/^--expect-status ".*": expected an HTTP status/),
    ]);
  });

  it('has two folders of one name', () => {
    const other = implementation('koa-cors', '/elsewhere/koa-cors');
    const problems = problemsOf({
      targets: ['koa-cors', '/elsewhere/koa-cors'],
      on: { folders: new Map([['/elsewhere/koa-cors', { ok: true, implementation: other }]]) },
    });
    expect(problems).toEqual([expect.stringContaining('"koa-cors": two folders have this name')]);
  });
});

describe('what may be a misunderstanding is a warning', () => {
  it.each<[string, Words, string]>([
    ['any origin and credentials', { targets: [url], options: { origin: ['*'], credentials: true } }, 'any origin and credentials'],
    ['a status that is expected of no URL', { options: { expectStatus: '404' } }, '--expect-status has no effect'],
    ['options about a URL without one', { options: { allowWrites: true } }, '--allow-writes has no effect'],
    ['--strict for a survey', { command: 'compare', options: { strict: true } }, '--strict has no effect on compare without --gate'],
    ['an implementation that is left out', { command: 'compare', targets: [], on: { unusable: [{ id: 'x', folder: '/x', message: 'x/server.json: bad' }] } }, 'skipped: x/server.json: bad'],
  ])('%s', (_, words, says) => {
    expect(planOf(words).warnings).toEqual([expect.stringContaining(says)]);
  }); // prettier-ignore

  it('says nothing about a command line without one', () => {
    expect(planOf({ targets: [url], options: byParts }).warnings).toEqual([]);
  });
});
