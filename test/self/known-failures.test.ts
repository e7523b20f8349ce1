import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cors, { type CorsOptions } from 'cors';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { corspec, startCorspec, untilEnded } from './command.ts';

const origin = 'https://app.example.com';
const right: CorsOptions = { origin: [origin], credentials: true };
const reflecting: CorsOptions = { origin: true, credentials: true };
const nullToo: CorsOptions = { origin: [origin, 'null'], credentials: true };

/** An Express application whose options change while it runs, and a folder for files. */
async function project() {
  let options = right;
  const app = express();
  app.use((request, response, next) => {
    cors(options)(request, response, next);
  });
  app.get('/api', (_, response) => response.json({}));
  const server = createServer((request, response) => void app(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const folder = await mkdtemp(join(tmpdir(), 'corspec-known-'));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  return {
    file: (name: string) => join(folder, name),
    run: (server: CorsOptions, ...words: readonly string[]) => {
      options = server;
      const selected = ['--suite', 'simple,origins,null-origin', '--browser', 'model'];
      return corspec('run', url, '--origin', origin, '--credentials', ...selected, ...words);
    },
  };
}

describe('a baseline', () => {
  it('lets known failures pass, fails for new ones and for what was repaired, until it is updated', async () => {
    const { file, run } = await project();
    const baseline = ['--baseline', file('known.json')];

    expect(await run(nullToo)).toMatchObject({ status: 1 });
    expect(await run(nullToo, ...baseline)).toMatchObject({ status: 2 });
    const created = await run(nullToo, ...baseline, '--update-baseline');
    expect(created).toMatchObject({ status: 0, stderr: expect.stringMatching(/: \d+ failures added/) });
    expect(created.stdout).toContain('PASS: no new failures');

    expect(await run(nullToo, ...baseline)).toMatchObject({ status: 0 });
    const worse = await run(reflecting, ...baseline);
    expect(worse.status).toBe(1);
    expect(worse.stdout).toContain('The server reflects every origin and allows credentials');

    const repaired = await run(right, ...baseline);
    expect(repaired.status).toBe(1);
    expect(repaired.stdout).toContain('but these checks pass now:');
    expect(repaired.stdout.replace(/\s+/g, ' ')).toContain('Take them out with --update-baseline.');

    // A run of other scenarios says nothing of these entries.
    expect(await run(right, ...baseline, '--scenario', 'simple/get-allowed')).toMatchObject({ status: 0 });

    expect(await run(right, ...baseline, '--update-baseline')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/: \d+ taken out/),
    });
    expect(JSON.parse(await readFile(file('known.json'), 'utf8'))).toEqual({
      schema: 'corspec/baseline@1',
      failures: [],
    });
    expect(await run(right, ...baseline)).toMatchObject({ status: 0 });
  });
});

describe('results in files', () => {
  it('are compared, and rendered again', async () => {
    const { file, run } = await project();
    await run(right, '--reporter', `json=${file('right.json')}`);
    const { stdout } = await run(
      reflecting,
      '--reporter',
      'terminal',
      '--reporter',
      `json=${file('wrong.json')}`,
    );

    const worse = await corspec('diff', file('right.json'), file('wrong.json'));
    expect(worse.status).toBe(1);
    expect(worse.stdout).toContain('✗ new: security: The server reflects every origin');
    expect(await corspec('diff', file('wrong.json'), file('right.json'))).toMatchObject({ status: 0 });

    expect(await corspec('report', file('wrong.json'))).toMatchObject({ status: 0, stdout });
    const html = await corspec('report', file('wrong.json'), '--reporter', `html=${file('r.html')}`);
    expect(html).toMatchObject({ status: 0, stderr: `html: ${file('r.html')}\n` });
    expect(await readFile(file('r.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('of two parts are one report', async () => {
    const { file, run } = await project();
    await run(right, '--scenario', 'simple/*', '--reporter', `json=${file('a.json')}`);
    await run(right, '--scenario', 'origins/*', '--reporter', `json=${file('b.json')}`);
    const words = [file('a.json'), file('b.json'), '--reporter', `json=${file('all.json')}`];
    expect(await corspec('report', ...words)).toMatchObject({ status: 0 });
    const checks = async (name: string) =>
      (JSON.parse(await readFile(file(name), 'utf8')) as { readonly results: readonly unknown[] }).results;
    expect(await checks('all.json')).toEqual([...(await checks('a.json')), ...(await checks('b.json'))]);
    expect(await corspec('report', ...words, file('a.json'))).toMatchObject({ status: 2 });
  });
});

describe('--open', () => {
  it.runIf(process.platform === 'linux')('gives the HTML report to the desktop', async () => {
    const { file, run } = await project();
    await run(right, '--reporter', `json=${file('r.json')}`);
    await writeFile(file('xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > ${file('opened')}\n`, { mode: 0o755 });
    const env = { ...process.env, DISPLAY: ':0', PATH: `${file('.')}:${process.env['PATH'] ?? ''}` };
    const words = ['report', file('r.json'), '--reporter', `html=${file('r.html')}`, '--open'];
    expect(await untilEnded(startCorspec(words, env))).toMatchObject({ status: 0 });
    // The program outlives corspec.
    await expect.poll(() => readFile(file('opened'), 'utf8').catch(() => '')).toBe(file('r.html'));
  });
});

describe('doctor', () => {
  it('knows this machine', async () => {
    const { status, stdout } = await corspec('doctor', '--json');
    const { canRun, findings } = JSON.parse(stdout) as {
      canRun: boolean;
      findings: readonly { id: string }[];
    };
    expect(status).toBe(canRun ? 0 : 3);
    expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['node', 'chromium', 'localhost']));
  });
});
