import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { policies } from '../../../fixtures/policies.ts';
import { checkPolicy, parsePolicy, policySchema } from '../../../src/policy/policy-file.ts';

function problemsOf(value: unknown): readonly string[] {
  const parsed = parsePolicy(JSON.stringify(value), 'cors.json');
  return parsed.ok ? [] : parsed.problems;
}

describe('a policy file that is right', () => {
  it.each(Object.entries(policies))('may say what the built-in policy %s says', (_, policy) => {
    expect(parsePolicy(JSON.stringify(policy), 'cors.json')).toEqual({ ok: true, policy });
  });

  it.each([
    'http://localhost:8080',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'https://xn--bcher-kva.example',
    'https://*.example.com',
    'https://*.example.com:8443',
  ])('may allow the origin %s', (origin) => {
    expect(problemsOf({ origins: [origin] })).toEqual([]);
  });

  it('may begin with a byte order mark', () => {
    expect(parsePolicy('\uFEFF{"origins": "*"}', 'cors.json').ok).toBe(true);
  });
});

describe('an origin that no browser sends is refused, with what to write instead', () => {
  it.each([
    ['https://app.example.com/', 'no slash at its end; write https://app.example.com'],
    ['https://app.example.com/login', 'has no path; write https://app.example.com'],
    ['https://app.example.com?x', 'no query and no fragment; write https://app.example.com'],
    ['https://me@app.example.com', 'no user name; write https://app.example.com'],
    ['app.example.com', 'has a scheme; write https://app.example.com'],
    ['localhost:3000', 'has a scheme; write http://localhost:3000'],
    ['*.example.com', 'has a scheme; write https://*.example.com'],
    ['https://App.Example.com', 'in lower case; write https://app.example.com'],
    ['https://app.example.com:443', 'the default of the scheme; write https://app.example.com'],
    ['http://app.example.com:80', 'the default of the scheme; write http://app.example.com'],
    ['https://bücher.example', 'write it differently; write https://xn--bcher-kva.example'],
    [' https://app.example.com', 'white space around it; write https://app.example.com'],
    ['https://*', 'as the whole first label'],
    ['https://app-*.example.com', 'as the whole first label'],
    ['https://*.*.example.com', 'as the whole first label'],
    ['https://*.example.com/', 'no slash at its end; write https://*.example.com'],
    ['https://*.EXAMPLE.com', 'in lower case; write https://*.example.com'],
    ['ftp://app.example.com', 'http and https alone'],
    ['https://', 'it is no origin'],
    ['null', 'must not allow it'],
    ['*', 'goes alone in place of a list'],
    ['', 'it is empty'],
  ])('%s', (origin, says) => {
    expect(problemsOf({ origins: [origin] })).toEqual([
      expect.stringContaining(`cors.json:1:13: origins[0]: ${JSON.stringify(origin)}: `),
    ]);
    expect(problemsOf({ origins: [origin] })[0]).toContain(says);
  });
});

describe('what else is wrong is named with its place and its value', () => {
  it.each([
    [{ methods: ['put'] }, 'methods[0]: "put": methods are compared case-sensitively; write PUT'],
    [{ methods: ['GET', 'P UT'] }, 'methods[1]: "P UT": it is no method'],
    [{ methods: ['*'] }, 'goes alone in place of a list'],
    [{ methods: ['TRACE'] }, '#forbidden-method'],
    [{ methods: 'GET' }, 'methods: "GET": write a list of methods ["GET", "PUT"], or "*"'],
    [{ requestHeaders: ['x y'] }, 'requestHeaders[0]: "x y": it is no name of a header'],
    [{ requestHeaders: ['Cookie'] }, '#forbidden-request-header'],
    [{ requestHeaders: ['Sec-Anything'] }, '#forbidden-request-header'],
    [{ exposedHeaders: ['Set-Cookie'] }, '#forbidden-response-header-name'],
    [{ exposedHeaders: ['x:'] }, 'exposedHeaders[0]: "x:": it is no name of a header'],
    [{ maxAge: -1 }, 'maxAge: -1: write a whole number of seconds, 0 or more'],
    [{ maxAge: 1.5 }, 'maxAge: 1.5: write a whole number of seconds, 0 or more'],
    [{ maxAge: '600' }, 'maxAge: "600": write a whole number of seconds, 0 or more'],
    [{ credentials: 'yes' }, 'credentials: "yes": write true or false'],
    [{ origins: [3] }, 'origins[0]: 3: write a string'],
    [{ methods: ['GET', 'GET'] }, 'methods[1]: "GET": it stands there twice'],
    [{ origin: [] }, 'origin: a policy has no such key. Did you mean "origins"?'],
    [{ allowedHeaders: [] }, 'allowedHeaders: a policy has no such key. Did you mean "requestHeaders"?'],
    [{ max_age: 1 }, 'max_age: a policy has no such key. Did you mean "maxAge"?'],
    [[], 'a policy is an object'],
  ])('%j', (value, says) => {
    expect(problemsOf(value)).toEqual([expect.stringContaining(says)]);
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf({ origins: ['a.test', 'https://b.test/'], maxAge: -1, methdos: [] })).toHaveLength(4);
  });

  it.each([
    ['{"maxAge": 1,}', 'cors.json:1:14: this is not JSON: unexpected "}" after a comma'],
    ['{\n  "origins": x\n}', 'cors.json:2:14: this is not JSON: unexpected "x"'],
    ['{"methods": "x", "origins": [x]}', 'cors.json:1:30: this is not JSON: unexpected "x"'],
    ['{\n  "maxAge": 600', 'cors.json:2:16: this is not JSON: it ends too early'],
    ['', 'cors.json:1:1: this is not JSON: it is empty'],
  ])('says at which line and column %j stops being JSON', (text, says) => {
    const parsed = parsePolicy(text, 'cors.json');
    expect(parsed).toEqual({ ok: false, problems: [expect.stringContaining(says)] });
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
    expect(parsed.ok ? [] : parsed.problems).toContainEqual(expect.stringContaining(says));
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
    { methods: ['A B'] },
    { maxage: 1 },
    { maxAge: -1 },
  ])('refuses %j, as corspec does', (value) => {
    expect(validate(value)).toBe(false);
    expect(checkPolicy(value).ok).toBe(false);
  });
});
