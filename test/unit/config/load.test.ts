import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { findConfig, readConfig } from '../../../src/config/load.ts';
import { resolveConfig } from '../../../src/config/resolve.ts';
import { packageRoot } from '../../../src/package.ts';
import { suites } from '../../../suites/index.ts';

const names = { suites, browsers: ['chromium', 'model'], reporters: ['terminal', 'html'] };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corspec-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** The problems of a configuration, without the folder. */
async function problemsOf(text: string, name = 'corspec.config.ts'): Promise<readonly string[]> {
  const file = await readConfig(write(name, text), names);
  const resolved = file.ok
    ? await resolveConfig(file.value, policies, '')
    : { ok: false as const, reason: [file.reason] };
  if (resolved.ok) return [];
  return resolved.reason.map((line) => line.slice(line.indexOf(name)));
}

it('reads TypeScript, and gives targets with policies of their own', async () => {
  write('public.json', '{\n  "origins": "*"\n}');
  const path = write(
    'corspec.config.ts',
    `type Name = string;
const name: Name = 'users';
export default {
  baseUrl: 'http://127.0.0.1:3000/api/',
  policies: { app: { origins: ['https://app.example.com'] }, open: 'public.json' },
  targets: [
    { name, url: './users?a=1', policy: 'app', methods: ['GET'], headers: { Accept: 'text/plain' }, data: { a: 1 } },
    { url: 'http://127.0.0.1:3000/open', policy: 'open', allowWrites: true },
    { name: 'inline', url: '/inline', policy: { origins: '*' } },
    { name: 'built in', url: '/', policy: 'public' },
  ],
};`,
  );
  const file = await readConfig(path, names);
  if (!file.ok) throw new Error(file.reason);
  const resolved = await resolveConfig(file.value, policies, ' --config a.ts');
  if (!resolved.ok) throw new Error(resolved.reason.join('\n'));
  expect(resolved.value.targets).toMatchObject([
    {
      name: 'users',
      url: 'http://127.0.0.1:3000/api/users?a=1',
      policies: ['app'],
      typed: 'users --config a.ts',
      endpointMethods: ['GET'],
      page: { headers: [['Accept', 'text/plain']], data: '{"a":1}' },
    },
    { name: 'http://127.0.0.1:3000/open', policies: ['open'], allowWrites: true },
    { name: 'inline', policies: ['inline'] },
    { name: 'built in', policies: ['public'] },
  ]);
  expect(resolved.value.policies).toMatchObject({
    app: { origins: ['https://app.example.com'] },
    open: { origins: '*' },
    inline: { origins: '*' },
    public: policies.public,
  });
  expect(resolved.value.places['app']?.lines.origins).toBe(5);
  expect(resolved.value.places['open']).toMatchObject({ file: 'public.json', lines: { origins: 2 } });
});

it('tells all problems, with line and column, in the order of the file', async () => {
  const problems = await problemsOf(`export default {
  polices: {},
  policies: { app: { origin: ['https://app.example.com'], maxAge: -1 } },
  targets: [
    { url: '/users', policy: 'app', timeout: 5 },
    { policy: 'app' },
    { openapi: 'api.yaml', policies: 'app' },
    { url: 'http://127.0.0.1:3000' },
  ],
  browsers: ['chrome'],
  reporters: ['terminl', ['html', { fil: 'x' }]],
  scenarios: ['simple/get-alowed'],
  ignore: [{ cause: 'vary-mising', reason: 'x' }, { scenario: 'a', until: 'soon', reason: 'x' }, { reason: 'x' }],
  strict: 'yes',
  timeout: 0,
};`);
  expect(problems).toMatchInlineSnapshot(`
    [
      "corspec.config.ts:2:3: polices: unknown key. Did you mean "policies"? Keys: $schema, policies, targets, baseUrl, webServer, browsers, connect, webdriver, proxyAddress, reporters, ignore, baseline, suites, scenarios, levels, strict, timeout, jobs, rate, evidence, fix.",
      "corspec.config.ts:3:22: policies.app.origin: unknown key. Did you mean "origins"? Valid keys: origins, credentials, methods, requestHeaders, exposedHeaders, maxAge.",
      "corspec.config.ts:3:67: policies.app.maxAge: -1: expected a whole number of seconds, 0 or more.",
      "corspec.config.ts:5:37: targets[0].timeout: unknown key. Keys: name, url, policy, methods, routes, headers, targetHeaders, cookies, login, data, tags, allowWrites, insecure, expectStatus.",
      "corspec.config.ts:6:5: targets[1].url: is missing: expected text.",
      "corspec.config.ts:7:38: targets[2].policies: "app": expected the name of a policy by glob of the path, { "/public/**": "public", "/**": "app" }.",
      "corspec.config.ts:8:5: targets[3].policy: is missing: the name of a policy, or a policy { origins: ["https://app.example.com"] }.",
      "corspec.config.ts:10:13: browsers "chrome": unknown browser. Available: chromium, model, all.",
      "corspec.config.ts:11:15: reporters[0] "terminl": unknown reporter. Did you mean "terminal"? Available: terminal, html.",
      "corspec.config.ts:11:26: reporters[1]: ["html",{"fil":"x"}]: expected the name of a reporter, or with its file ["html", { "file": "cors.html" }].",
      "corspec.config.ts:12:14: scenarios "simple/get-alowed": no scenario matches. Did you mean "simple/get-allowed" or "simple/head-allowed" or "simple/get-allowed-deep"? \`corspec list scenarios\` lists them all.",
      "corspec.config.ts:13:21: ignore[0].cause "vary-mising": unknown cause. Did you mean "vary-missing"?",
      "corspec.config.ts:13:75: ignore[1].until: "soon": expected a date such as 2026-12-31.",
      "corspec.config.ts:13:98: ignore[2]: has neither scenario nor cause: it would ignore everything. Add one of them.",
      "corspec.config.ts:14:11: strict: "yes": expected true or false.",
      "corspec.config.ts:15:12: timeout: 0: expected more than 0.",
    ]
  `);
});

it('checks the URLs of servers that it starts', async () => {
  const problems = await problemsOf(`export default {
  targets: [{ url: 'http://127.0.0.1:3000', policy: 'public' }],
  webServer: [{ command: 'npm start', url: 'localhost:3001' }, { comand: 'x', url: 3, env: { TOKEN: 1 } }, 'npm start'],
};`);
  expect(problems).toMatchInlineSnapshot(`
    [
      "corspec.config.ts:3:44: webServer[0].url: "localhost:3001": the URL has no scheme. Did you mean http://localhost:3001?",
      "corspec.config.ts:3:64: webServer[1].command: is missing: expected text.",
      "corspec.config.ts:3:66: webServer[1].comand: unknown key. Did you mean "command"? Keys: command, url, timeout, reuseExistingServer, cwd, env.",
      "corspec.config.ts:3:84: webServer[1].url: 3: expected text.",
      "corspec.config.ts:3:101: webServer[1].env.TOKEN: expected text.",
      "corspec.config.ts:3:108: webServer[2]: "npm start": expected an object.",
    ]
  `);
  expect(
    await problemsOf(
      `export default { targets: [{ url: '/', policy: 'public' }], baseUrl: 'http://a.test', webServer: [] };`,
    ),
  ).toEqual([expect.stringContaining('webServer: the list is empty.')]);
});

it('checks what a target needs', async () => {
  const problems = await problemsOf(`export default {
  targets: [
    {
      url: 'users',
      policy: 'ap',
      routes: { whoam: '/me' },
      headers: { Origin: 'https://a.test', 'Bad Name': 'x' },
      targetHeaders: { Host: 'x' },
      cookies: { 'a b': 'secret-value' },
      login: { path: 'login' },
    },
    { name: 'same', url: '/x', policy: 'public' },
    { name: 'same', url: 'http://127.0.0.1:6000/', policy: 'public' },
    { name: 'twice', url: 'http://127.0.0.1:3000/', policy: 'public' },
    { name: 'twice', url: 'http://127.0.0.1:3000/', policy: 'public' },
  ],
};`);
  expect(problems).toMatchInlineSnapshot(`
    [
      "corspec.config.ts:4:12: targets[0].url: "users": the URL has no scheme. Did you mean https://users?",
      "corspec.config.ts:5:15: targets[0].policy: "ap": no such policy. Policies: public, wildcard, development, allowlist, credentialed, subdomains, uncached, short-lived, any-with-credentials, closed, default.",
      "corspec.config.ts:6:24: targets[0].routes "whoam": unknown route. Did you mean "whoami"? Routes: resource, whoami, login, missing, malformed, denied, crash, private, redirect, stream, slow, vary, cacheable, conditional, parse, limited, dir, file.txt, media.wav, raw, download, image.png, script.js, module.js, style.css, font.woff2, jsonp, websocket.",
      "corspec.config.ts:7:26: targets[0].headers "Origin": browsers do not allow scripts to set this header. Use --origin for the page's origin.",
      "corspec.config.ts:7:56: targets[0].headers "Bad Name" is not a valid header name. Expected 'Name: value'.",
      "corspec.config.ts:8:30: targets[0].targetHeaders "Host": the browser sets this header; another value would change what is tested. Remove it.",
      "corspec.config.ts:9:25: targets[0].cookies "a b": expected NAME=VALUE, without spaces, commas, semicolons or attributes.",
      "corspec.config.ts:10:14: targets[0].login: "login" is not a path of the target. Expected 'POST /login name=a&password=b'.",
      "corspec.config.ts:12:26: targets[1].url: "/x": a path needs baseUrl, such as http://localhost:3000.",
      "corspec.config.ts:13:26: targets[2].url: "http://127.0.0.1:6000/": browsers block requests to port 6000, which is reserved for another protocol (https://fetch.spec.whatwg.org/#bad-port). Start the server on another port, such as 3000 or 8080.",
      "corspec.config.ts:15:5: targets[4]: "twice": targets[3] has the same name. Give each a name of its own.",
    ]
  `);
  expect(problems.join()).not.toContain('secret-value');
});

it.each([
  ['corspec.config.ts', 'throw new Error("no database");'],
  ['corspec.config.ts', 'export default {\n  targets: [,\n}'],
  ['corspec.config.ts', 'export const config = {};'],
  ['corspec.config.ts', 'export default [];'],
  ['corspec.config.js', 'module.exports = { targets: 5 };'],
  ['corspec.config.js', 'export default { targets: 5 };'],
  ['corspec.config.mjs', 'import "./missing.mjs";\nexport default {};'],
  ['corspec.config.json', '{\n  "targets": [}\n'],
  ['corspec.config.json', '{ "targets": [{ "url": 5, "policy": "app" }] }'],
])('says what is wrong with %s: %s', async (name, text) => {
  const problems = await problemsOf(text, name);
  expect(problems.map((line) => line.replaceAll(folder, '.'))).toMatchSnapshot();
});

it('reads the file as it is now', async () => {
  expect(await problemsOf('export default { targets: [] };')).toHaveLength(1);
  expect(
    await problemsOf("export default { targets: [{ url: 'http://127.0.0.1:3000/', policy: 'nope' }] };"),
  ).toHaveLength(1);
});

it('looks for TypeScript first', () => {
  expect(findConfig(folder)).toBeNull();
  write('corspec.config.json', '{}');
  expect(findConfig(folder)).toBe(join(folder, 'corspec.config.json'));
  write('corspec.config.mts', '');
  expect(findConfig(folder)).toBe(join(folder, 'corspec.config.mts'));
});

it.each(['README.md', 'docs/configuration.md'])('is right in %s', async (page) => {
  const text = readFileSync(join(packageRoot, page), 'utf8');
  const examples = [...text.matchAll(/```ts\n(import[^`]*export default[^`]*)```/g)].map(
    ([, code = '']) => code,
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const file = await readConfig(write('corspec.config.ts', example), names);
    expect(file).toMatchObject({ ok: true, value: { problems: [] } });
  }
});
