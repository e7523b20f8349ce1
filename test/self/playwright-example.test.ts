import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyExample, type Example } from '../examples/example.ts';
import { need } from '../requirements.ts';
import { freePort } from '../free-port.ts';

interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly body?: string;
  readonly path?: string;
}

const { missing } = await need('chromium');

describe.skipIf(missing)('the example for Playwright Test', () => {
  let example: Example;
  let port: number;

  beforeAll(async () => {
    example = await copyExample('playwright');
    port = await freePort();
  });

  afterAll(() => example.remove());

  it('passes, with the HTML report attached to the test', async () => {
    const { status, report } = await play();
    expect(status).toBe(0);
    expect(report).toMatch(/<!doctype html>/i);
  });

  it('fails with the cause where every origin is reflected', async () => {
    await example.change('app.js', 'origin: allowed', 'origin: true');
    const { status, output, report } = await play();
    expect(status).toBe(1);
    expect(output).toContain('FAIL: ');
    expect(output).toContain('The server reflects every origin and allows credentials');
    expect(report).toContain('The server reflects every origin and allows credentials');
  });

  async function play() {
    const words = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'];
    const json = join(example.folder, 'results.json');
    const ended = await example.run(words, { PORT: String(port), PLAYWRIGHT_JSON_OUTPUT_NAME: json });
    const attachments = attachmentsIn(JSON.parse(await readFile(json, 'utf8')));
    const { contentType, body, path } = attachments.find(({ name }) => name === 'CORS report') ?? {};
    expect(contentType).toBe('text/html');
    const report =
      path === undefined ? Buffer.from(body ?? '', 'base64').toString() : await readFile(path, 'utf8');
    return { ...ended, report };
  }
});

function attachmentsIn(value: unknown): readonly Attachment[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'attachments' ? (inner as Attachment[]) : attachmentsIn(inner),
  );
}
