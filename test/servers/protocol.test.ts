import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { policies } from '../../fixtures/policies.ts';
import {
  implementations,
  isMissing,
  serverJson,
  spawnProgram,
  startProgram,
  type Program,
} from './program.ts';

// Programs start slowly on a busy machine, and that is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const aReason: unknown = expect.stringMatching(/\w{3}/);
const aLoopbackUrl: unknown = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);

const nonsense: Record<string, unknown> = {
  'an unknown key': { 'corspec-nonsense': true },
  'an unknown key beside known ones': { origins: '*', origin: '*' },
  'no object': 'public',
  null: null,
  'a list': [],
  'origins that are no list': { origins: 'https://app.example.test' },
  'origins that are no origins': { origins: ['app.example.test'] },
  'an origin with a path': { origins: ['https://app.example.test/'] },
  'a pattern that is none of subdomains': { origins: ['https://app*.example.test'] },
  'a list with a number': { methods: ['GET', 1] },
  'credentials in words': { credentials: 'true' },
  'a maxAge in words': { maxAge: '600' },
  'a negative maxAge': { maxAge: -1 },
};

/** What the policies of `fixtures/policies.ts` come to; anything else is a URL. */
const unsupported: Record<string, readonly string[]> = {
  reference: ['any-with-credentials'],
  'koa-cors': ['public'],
  'hono-cors': ['public'],
  'tower-http': ['any-with-credentials'],
};

const packages: Record<string, readonly string[]> = {
  'express-cors': ['express', 'cors'],
  'fastify-cors': ['fastify', '@fastify/cors'],
  'koa-cors': ['koa', '@koa/cors'],
  'hono-cors': ['hono', '@hono/node-server'],
};

describe.each(implementations)('the program %s', (id) => {
  it('is described by a server.json with every field', () => {
    const { title, language, framework, middleware, homepage, install, start, needs, kind, uses, ...others } =
      serverJson(id);
    const words: unknown[] = [
      title,
      language,
      framework,
      middleware,
      homepage,
      ...install,
      ...start,
      ...needs,
      kind,
      ...uses,
    ];
    expect(words.every((word) => typeof word === 'string' && word !== '')).toBe(true);
    expect(start.length * needs.length).toBeGreaterThan(0);
    expect(others).toEqual({});
  });
});

for (const id of implementations) {
  const title = `${id} speaks the contract`;
  describe.skipIf(isMissing(id))(isMissing(id) ? `${title} (left out: not installed)` : title, () => {
    let program: Program;

    beforeAll(async () => {
      program = await startProgram(id, { ...policies, ...nonsense });
    });
    afterAll(() => program.end());

    it('says one thing for each policy, in order, and then that it is ready', () => {
      const names = program.lines.map((line) => line.policy ?? (line.ready && 'ready'));
      expect(names).toEqual([...Object.keys(policies), ...Object.keys(nonsense), 'ready']);
    });

    it.each(Object.keys(policies))('gives a URL on loopback, or a reason, for the policy %s', (name) => {
      const line = program.lines.find((each) => each.policy === name);
      if (unsupported[id]?.includes(name)) {
        expect(line).toEqual({ policy: name, unsupported: aReason });
      } else {
        expect(line).toEqual({ policy: name, url: aLoopbackUrl });
      }
    });

    it.each(Object.keys(nonsense))('refuses a policy that makes no sense: %s', (name) => {
      const line = program.lines.find((each) => each.policy === name);
      expect(line).toEqual({ policy: name, unsupported: aReason });
    });

    it('names the key that it does not know', () => {
      const line = program.lines.find((each) => each.policy === 'an unknown key');
      expect(line?.unsupported).toContain('corspec-nonsense');
    });

    it('tells the versions that are installed', () => {
      const { versions } = program.lines.at(-1) ?? {};
      expect(versions).toEqual(installedVersions(id));
    });

    it('ends with status 0 when stdin closes', async () => {
      const another = await startProgram(id, { default: {} });
      expect(await another.end()).toBe(0);
    });

    it('ends when stdin closes before it has read a line', async () => {
      const child = spawnProgram(id);
      child.stdin?.end();
      expect(await once(child, 'exit')).toEqual([0, null]);
    });

    it('ends when stdin closes before it is ready', async () => {
      const child = spawnProgram(id);
      child.stdin?.end(`${JSON.stringify({ policies })}\n`);
      expect(await once(child, 'exit')).toEqual([0, null]);
    });

    it('fails and says what it expected when the line is not what it should be', async () => {
      const child = spawnProgram(id);
      let stderr = '';
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.stdin?.write('{"policy": {}}\n');
      expect(await once(child, 'close')).toEqual([1, null]);
      expect(stderr).toContain('expected one line of JSON on stdin');
    });
  });
}

function installedVersions(id: string): Record<string, string> {
  if (id === 'reference') return { node: process.versions.node };
  if (id === 'fastapi') {
    const pins = readFileSync(join(packageRoot, 'servers/fastapi/requirements.txt'), 'utf8')
      .split('\n')
      .map((line) => line.split('==') as [string, string]);
    return Object.fromEntries(pins.filter(([name]) => ['fastapi', 'starlette', 'uvicorn'].includes(name)));
  }
  if (id === 'tower-http') {
    const lock = readFileSync(join(packageRoot, 'servers/shared/rust/Cargo.lock'), 'utf8');
    const versionOf = (name: string) => lock.match(`name = "${name}"\\nversion = "([^"]+)"`)?.[1] ?? '';
    return Object.fromEntries(['axum', 'tower-http'].map((name) => [name, versionOf(name)]));
  }
  return Object.fromEntries(
    (packages[id] ?? []).map((name) => {
      const manifest = readFileSync(join(packageRoot, 'node_modules', name, 'package.json'), 'utf8');
      return [name, (JSON.parse(manifest) as { version: string }).version];
    }),
  );
}
