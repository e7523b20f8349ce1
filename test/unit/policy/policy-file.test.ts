import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { policies } from '../../../fixtures/policies.ts';
import { checkPolicy, parsePolicy, policySchema } from '../../../src/policy/policy-file.ts';

function problemsOf(value: unknown): readonly string[] {
  const parsed = parsePolicy(JSON.stringify(value), 'cors.json');
  return parsed.ok ? [] : parsed.reason;
}

describe('a policy file that is right', () => {
  it.each(Object.entries(policies))('may say what the built-in policy %s says', (_, policy) => {
    expect(parsePolicy(JSON.stringify(policy), 'cors.json')).toEqual({ ok: true, value: policy });
  });

  it.each([
    'http://localhost:8080',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://xn--bcher-kva.example',
    'https://*.example.com',
    'https://*.example.com:8443',
    'capacitor://localhost',
    'tauri://localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'safari-web-extension://1B7B4F2A-0C1D-4E5F-8A9B-0C1D2E3F4A5B',
  ])('may allow the origin %s', (origin) => {
    expect(problemsOf({ origins: [origin] })).toEqual([]);
  });

  it('may begin with a byte order mark', () => {
    expect(parsePolicy('\uFEFF{"origins": "*"}', 'cors.json').ok).toBe(true);
  });
});

describe('an origin that no browser sends is refused, with what to write instead', () => {
  it.each([
    ['https://app.example.com/', 'no trailing slash; use https://app.example.com'],
    ['https://app.example.com/login', 'has no path; use https://app.example.com'],
    ['https://app.example.com?x', 'no query or fragment; use https://app.example.com'],
    ['https://me@app.example.com', 'no user name; use https://app.example.com'],
    ['app.example.com', 'the scheme is missing; use https://app.example.com'],
    ['localhost:3000', 'the scheme is missing; use http://localhost:3000'],
    ['*.example.com', 'the scheme is missing; use https://*.example.com'],
    ['https://App.Example.com', 'in lower case; use https://app.example.com'],
    ['https://app.example.com:443', 'default port; use https://app.example.com'],
    ['http://app.example.com:80', 'default port; use http://app.example.com'],
    ['https://bücher.example', 'serialize it differently; use https://xn--bcher-kva.example'],
    [' https://app.example.com', 'leading or trailing white space; use https://app.example.com'],
    ['https://*', 'which is the whole first label'],
    ['https://app-*.example.com', 'which is the whole first label'],
    ['https://*.*.example.com', 'which is the whole first label'],
    ['https://*.example.com/', 'no trailing slash; use https://*.example.com'],
    ['https://*.EXAMPLE.com', 'in lower case; use https://*.example.com'],
    ['ftp://app.example.com', 'no page has an origin with the scheme ftp; use http, https or'],
    ['file://app', 'no page has an origin with the scheme file'],
    ['capacitor://localhost/', 'an origin is a scheme and a host; use capacitor://localhost'],
    ['Capacitor://localhost', 'use capacitor://localhost'],
    ['app://*.example.com', 'begins with https://*.'],
    ['app://', 'expected scheme and host'],
    ['https://', 'not a valid origin'],
    ['null', 'must not allow it'],
    ['*', 'replaces the list'],
    ['', 'empty; expected an origin'],
  ])('%s', (origin, says) => {
    expect(problemsOf({ origins: [origin] })).toEqual([
      expect.stringContaining(`cors.json:1:13: origins[0]: ${JSON.stringify(origin)}: `),
    ]);
    expect(problemsOf({ origins: [origin] })[0]).toContain(says);
  });
});

describe('what else is wrong is named with its place and its value', () => {
  it.each([
    [{ methods: ['put'] }, 'methods[0]: "put": methods are case-sensitive; use PUT'],
    [{ methods: ['GET', 'P UT'] }, 'methods[1]: "P UT": not a valid method'],
    [{ methods: ['*'] }, 'replaces the list'],
    [{ methods: ['TRACE'] }, '#forbidden-method'],
    [{ methods: 'GET' }, 'methods: "GET": expected a list of methods ["GET", "PUT"], or "*"'],
    [{ requestHeaders: ['x y'] }, 'requestHeaders[0]: "x y": not a valid header name'],
    [{ requestHeaders: ['Cookie'] }, '#forbidden-request-header'],
    [{ requestHeaders: ['Sec-Anything'] }, '#forbidden-request-header'],
    [{ exposedHeaders: ['Set-Cookie'] }, '#forbidden-response-header-name'],
    [{ exposedHeaders: ['x:'] }, 'exposedHeaders[0]: "x:": not a valid header name'],
    [{ maxAge: -1 }, 'maxAge: -1: expected a whole number of seconds, 0 or more'],
    [{ maxAge: 1.5 }, 'maxAge: 1.5: expected a whole number of seconds, 0 or more'],
    [{ maxAge: '600' }, 'maxAge: "600": expected a whole number of seconds, 0 or more'],
    [{ credentials: 'yes' }, 'credentials: "yes": expected true or false'],
    [{ origins: [3] }, 'origins[0]: 3: expected a string'],
    [{ methods: ['GET', 'GET'] }, 'methods[1]: "GET": duplicate; remove it'],
    [{ origin: [] }, 'origin: unknown key. Did you mean "origins"?'],
    [{ allowedHeaders: [] }, 'allowedHeaders: unknown key. Did you mean "requestHeaders"?'],
    [{ max_age: 1 }, 'max_age: unknown key. Did you mean "maxAge"?'],
    [[], 'expected an object'],
  ])('%j', (value, says) => {
    expect(problemsOf(value)).toEqual([expect.stringContaining(says)]);
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf({ origins: ['a.test', 'https://b.test/'], maxAge: -1, methdos: [] })).toHaveLength(4);
  });

  it.each([
    ['{"maxAge": 1,}', 'cors.json:1:14: invalid JSON: unexpected "}" after a comma'],
    ['{\n  "origins": x\n}', 'cors.json:2:14: invalid JSON: unexpected "x"'],
    ['{"methods": "x", "origins": [x]}', 'cors.json:1:30: invalid JSON: unexpected "x"'],
    ['{\n  "maxAge": 600', 'cors.json:2:16: invalid JSON: unexpected end of the text'],
    ['', 'cors.json:1:1: invalid JSON: the text is empty'],
  ])('says at which line and column %j stops being JSON', (text, says) => {
    const parsed = parsePolicy(text, 'cors.json');
    expect(parsed).toEqual({ ok: false, reason: [expect.stringContaining(says)] });
  });
});

describe('what is wrong with a policy file of several lines', () => {
  const text = `{
  "origins": [
    "https://app.example.com",
    "https://app.example.com/"
  ],
  "orgins": [], "maxAge": -1
}`;

  it.each([
    ['a value is where it begins', 'cors.json:4:5: origins[1]: '],
    ['an unknown key is where the key begins', 'cors.json:6:3: orgins: '],
    ['the value of a key is where it begins', 'cors.json:6:27: maxAge: -1'],
  ])('%s', (_, says) => {
    const parsed = parsePolicy(text, 'cors.json');
    expect(parsed.ok ? [] : parsed.reason).toContainEqual(expect.stringContaining(says));
  });
});

describe('the published JSON Schema', () => {
  const validate = new Ajv2020().compile(z.toJSONSchema(policySchema, { io: 'input' }));

  it.each(Object.entries(policies))('takes the built-in policy %s', (_, policy) => {
    expect(validate(policy)).toBe(true);
  });

  it.each([
    { origins: ['https://a.test/'] },
    { origins: ['a.test'] },
    { origins: ['capacitor://localhost/'] },
    { origins: ['https://A.test'] },
    { methods: ['A B'] },
    { maxage: 1 },
    { maxAge: -1 },
  ])('refuses %j, as corspec does', (value) => {
    expect(validate(value)).toBe(false);
    expect(checkPolicy(value).ok).toBe(false);
  });
});
