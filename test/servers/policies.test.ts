import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { policies, type PolicyName } from '../../fixtures/policies.ts';
import { ask, implementations, isMissing, startProgram, type Answered, type Program } from './program.ts';

// Programs start slowly on a busy machine, and that is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const app = 'https://app.example.test';

/** To whom a server under a policy must give access, and to whom it must not: is the library configured as meant? */
const allowed: [PolicyName, string][] = [
  ['wildcard', app],
  ['development', 'http://localhost:8080'],
  ['allowlist', app],
  ['allowlist', 'https://admin.example.test:8443'],
  ['allowlist', 'https://partner.test'],
  ['credentialed', app],
  ['subdomains', app],
  ['subdomains', 'https://a.b.example.test'],
  ['uncached', app],
];
const refused: [PolicyName, string][] = [
  ['development', 'http://localhost:8081'],
  ['allowlist', 'https://admin.example.test'],
  ['allowlist', 'null'],
  ['credentialed', 'https://foreign.test'],
  ['subdomains', 'https://example.test'],
  ['subdomains', 'https://notexample.test'],
  ['subdomains', 'https://appXexample.test'],
  ['subdomains', 'https://app.example.test.evil.test'],
  ['subdomains', 'https://evil.test/.example.test'],
  ['subdomains', 'xhttps://app.example.test'],
  ['subdomains', 'https://app.example.test:8443'],
  ['closed', app],
];

const members = (value: string | undefined): string[] =>
  (value ?? '').split(',').map((member) => member.trim().toLowerCase());

for (const id of implementations) {
  const title = `${id} under a policy`;
  describe.skipIf(isMissing(id))(isMissing(id) ? `${title} (left out: not installed)` : title, () => {
    let program: Program;
    const preflight = (name: PolicyName, origin: string): Promise<Answered> =>
      ask(`${program.url(name)}/resource`, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': 'x-api-key',
        },
      });
    const allowOrigin = async (name: PolicyName, origin: string): Promise<(string | undefined)[]> => {
      const actual = await ask(`${program.url(name)}/resource`, { headers: { Origin: origin } });
      const before = await preflight(name, origin);
      return [actual, before].map(({ headers }) => headers['access-control-allow-origin']);
    };

    beforeAll(async () => {
      program = await startProgram(id, policies);
    });
    afterAll(() => program.end());

    it.each(allowed)('%s lets in %s', async (name, origin) => {
      const expected = name === 'wildcard' ? '*' : origin;
      expect(await allowOrigin(name, origin)).toEqual([expected, expected]);
    });

    it.each(refused)('%s does not let in %s', async (name, origin) => {
      for (const value of await allowOrigin(name, origin)) expect(['*', origin]).not.toContain(value);
    });

    it('has the methods, request headers, exposed headers and age of the policy', async () => {
      const before = (await preflight('credentialed', app)).headers;
      const actual = (await ask(`${program.url('credentialed')}/resource`, { headers: { Origin: app } }))
        .headers;
      expect(members(before['access-control-allow-methods'])).toEqual(['get', 'post', 'put', 'delete']);
      expect(members(before['access-control-allow-headers'])).toEqual(
        expect.arrayContaining(['content-type', 'x-api-key']),
      );
      expect(before['access-control-max-age']).toBe('600');
      expect(members(actual['access-control-expose-headers'])).toEqual(['x-total-count', 'etag']);
      expect([before, actual].map((headers) => headers['access-control-allow-credentials'])).toEqual([
        'true',
        'true',
      ]);
    });

    it('has no credentials where the policy has none', async () => {
      const answers = [
        await preflight('allowlist', app),
        await ask(`${program.url('allowlist')}/resource`, { headers: { Origin: app } }),
      ];
      expect(answers.map(({ headers }) => headers['access-control-allow-credentials'])).toEqual([
        undefined,
        undefined,
      ]);
    });

    it.each(['wildcard', 'development'] as const)('%s lets through any method and header', async (name) => {
      const origin = name === 'development' ? 'http://localhost:8080' : app;
      const { headers } = await preflight(name, origin);
      const methods = members(headers['access-control-allow-methods']);
      const names = members(headers['access-control-allow-headers']);
      expect(methods.includes('put') || methods.includes('*')).toBe(true);
      expect(names.includes('x-api-key') || names.includes('*')).toBe(true);
    });
  });
}
