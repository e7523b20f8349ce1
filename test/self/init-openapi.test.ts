import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corspec, type Ended } from './command.ts';
import { operationCount, petstore, petstoreDocument, type Replaceable, serveReplaceable } from './support/petstore.ts'; // prettier-ignore

/** An OpenAPI document of thirty operations with two policies, at a server that has them. */

let folder: string;
let store: Replaceable;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corspec-openapi-'));
  writeFileSync(join(folder, 'pets.json'), petstoreDocument());
  store = await serveReplaceable(petstore());
});
afterEach(() => {
  store.server.closeAllConnections();
  store.server.close();
  rmSync(folder, { recursive: true });
});

const config = () => join(folder, 'corspec.config.ts');
const init = (baseUrl: string): Promise<Ended> =>
  corspec('init', '--openapi', join(folder, 'pets.json'), '--base-url', baseUrl, '--config', config());
const run = (): Promise<Ended> => corspec('run', '--config', config(), '--browser', 'model');
/** Of progress and report together. */
const linesOf = ({ stdout, stderr }: Ended): number => `${stdout}${stderr}`.trimEnd().split('\n').length;

describe('a document with thirty operations', () => {
  it(
    'is asked path by path; the run of what is written passes, and fails where origins are reflected',
    { timeout: 240_000 },
    async () => {
      expect(operationCount).toBe(30);
      const asked = await init(store.origin);
      expect(asked.status).toBe(0);
      expect(asked.stdout).toMatch(/^app {2}12 paths: \/pets, /m);
      expect(asked.stdout).toMatch(/^open {2}5 paths: \/public\/status, /m);
      expect(linesOf(asked)).toBeLessThan(30);
      expect(readFileSync(config(), 'utf8')).toMatch(
        /policies: \{\s+'\/public\/\*\*': 'open',\s+'\/\*\*': 'app',\s+\}/,
      );

      const right = await run();
      expect(right.status).toBe(0);
      expect(right.stdout).toContain('✓ PASS');
      expect(linesOf(right)).toBeLessThan(60);

      store.replace(petstore({ origin: true }));
      const broken = await run();
      expect(broken.status).toBe(1);
      expect(broken.stdout).toContain('security: The server reflects every origin and allows credentials');
      expect(broken.stdout.replace(/\s+/g, ' ')).toMatch(/at 12 targets: [^·]*· policy: app/);
      expect(linesOf(broken)).toBeLessThan(60);
    },
  );

  it(
    'is not at the base URL: init and run end with one error that names it',
    { timeout: 60_000 },
    async () => {
      const elsewhere = `${store.origin}/other`;
      const expected = `All 17 paths of .*pets.json have status 404 at ${elsewhere}: the API is not there. The document’s server suggests ${store.origin}/api: change the base URL`;
      const asked = await init(elsewhere);
      expect(asked.status).toBe(3);
      expect(asked.stderr).toMatch(new RegExp(expected));
      expect(() => readFileSync(config())).toThrow();

      const tested = await corspec('run', '--openapi', join(folder, 'pets.json'), '--base-url', elsewhere, '--origin', 'https://app.example.com', '--browser', 'model'); // prettier-ignore
      expect(tested.status).toBe(3);
      expect(tested.stderr).toMatch(new RegExp(expected));
      expect(linesOf(tested)).toBe(2);
    },
  );
});
