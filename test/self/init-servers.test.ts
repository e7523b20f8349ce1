import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { firstBrowser, need } from '../requirements.ts';
import { corspec, type Ended } from './command.ts';
import { startFastapiApi } from './support/fastapi-api.ts';
import { startNginx } from './support/nginx.ts';

/** `corspec init`, then `corspec run`, on servers of other languages as they are installed. */

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'corspec-init-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const config = () => join(folder, 'corspec.config.ts');
const init = (...words: readonly string[]): Promise<Ended> => corspec('init', ...words, '--config', config());
const run = (browser: string, ...words: readonly string[]): Promise<Ended> =>
  corspec('run', ...words, '--config', config(), '--browser', browser);
const inOneLine = ({ stdout }: Ended): string => stdout.replace(/\s+/g, ' ');

const { browser, missing: noBrowser } = await firstBrowser();
const nginx = await need('nginx');
const fastapi = await need('fastapi');

describe.skipIf(nginx.missing ?? noBrowser)('a plain nginx', () => {
  it('allows no other origin, and conforms to that in a browser', { timeout: 120_000 }, async () => {
    writeFileSync(join(folder, 'items.json'), '[]');
    const { origin, stop } = await startNginx(`server {\n listen 127.0.0.1:$port;\n root "${folder}";\n}`);
    onTestFinished(stop);
    const { status, stdout } = await init(`${origin}/items.json`);
    expect(status).toBe(0);
    expect(stdout).toContain('sends no CORS headers');
    expect(readFileSync(config(), 'utf8')).toContain('origins: [],');
    expect(await run(browser)).toMatchObject({ status: 0 });
  });
});

describe.skipIf(fastapi.missing)('FastAPI, by the document that it generates', () => {
  it('conforms where it is right; each break is told by its cause', { timeout: 240_000 }, async () => {
    const { origin, configure, stop } = await startFastapiApi();
    onTestFinished(stop);
    const document = join(folder, 'openapi.json');
    writeFileSync(document, await (await fetch(`${origin}/openapi.json`)).text());
    const { status, stdout } = await init('--openapi', document, '--base-url', origin);
    expect(status).toBe(0);
    expect(stdout).toContain('app  12 paths: /pets, /pets/{item_id},');
    expect(stdout).not.toContain('! ');
    expect(readFileSync(config(), 'utf8')).toMatch(/policies: \{\s+'\/\*\*': 'app',\s+\}/);
    expect(await run('model', '/pets')).toMatchObject({ status: 0 });
    expect(await run('model', '--suite', 'preflight,methods,credentials')).toMatchObject({ status: 0 });

    const breaks = [
      ['suffix', 'security: The server compares only the end of the origin'],
      ['no credentials', 'required: Access-Control-Allow-Credentials is missing'],
      ['any origin', 'security: The server reflects every origin and allows credentials'],
    ] as const;
    for (const [configuration, cause] of breaks) {
      await configure(configuration);
      const broken = await run('model', '/pets', '--suite', 'origins,credentials');
      expect(broken.status).toBe(1);
      expect(inOneLine(broken)).toContain(cause);
    }
  });

  it('shows a danger, which is not made part of the policy', { timeout: 60_000 }, async () => {
    const { origin, configure, stop } = await startFastapiApi();
    onTestFinished(stop);
    await configure('suffix');
    const { stdout } = await init(`${origin}/pets`);
    expect(stdout).toContain('! The server compares only the end of the origin');
    expect(readFileSync(config(), 'utf8')).toMatch(
      /Wrong today: [^]*origins: \['https:\/\/app\.example\.com'\]/,
    );
  });
});
