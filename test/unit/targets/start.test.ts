import { spawnSync } from 'node:child_process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type RunningImplementation,
  startImplementation,
  type StartOptions,
} from '../../../src/targets/start.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { fixture, ownFixture, targetErrorOf } from './fixtures.ts';
import { need } from '../../requirements.ts';

const policies: Record<string, Policy> = { allowlist: { origins: ['https://app.example.test'] } };

async function start(name: string, options?: StartOptions, asked = policies): Promise<RunningImplementation> {
  const running = await startImplementation(await fixture(name), asked, options);
  onTestFinished(() => running.stop());
  return running;
}

/** Options under which a program that says nothing is given up soon. */
const soon: StartOptions = { readyTimeoutMs: 1500, stopGraceMs: 100 };

describe('an implementation that keeps the contract', () => {
  test('serves each policy that it supports at the URL that it gave', async () => {
    const running = await start('well-behaved', {}, { ...policies, closed: {} });
    const bodies = [...running.policies].map(async ([name, state]) =>
      state.status === 'ready' ? [name, await (await fetch(state.url)).text()] : [name, null],
    );
    expect(await Promise.all(bodies)).toEqual([
      ['allowlist', 'allowlist'],
      ['closed', 'closed'],
    ]);
  });

  test('may call a policy unsupported, and its reason is kept', async () => {
    const running = await start('well-behaved', {}, { refused: {} });
    expect(running.policies.get('refused')).toEqual({
      status: 'unsupported',
      reason: 'the library has no patterns',
    });
  });

  test('is asked about the nonsense before anything else', async () => {
    const running = await start('well-behaved');
    await running.stop();
    expect(running.stderr()).toContain('first: nonsense {"corspec-nonsense":true}');
  });

  test('tells the versions of its libraries', async () => {
    expect((await start('well-behaved')).versions).toEqual({ fixture: '1.0.0' });
  });

  test('ends by itself when its stdin closes', async () => {
    const running = await start('well-behaved');
    await running.stop();
    expect(await running.ended).toEqual({ code: 0, signal: null });
  });

  test('is stopped once, however often it is asked to', async () => {
    const running = await start('well-behaved');
    await Promise.all([running.stop(), running.stop()]);
    await running.stop();
    expect(await running.ended).toEqual({ code: 0, signal: null });
  });

  test('may write megabytes to stderr, of which the last 64 KiB are kept', async () => {
    const running = await start('floods-stderr');
    await running.stop();
    expect(running.stderr().length).toBeLessThanOrEqual(64 * 1024);
    expect(running.stderr()).toMatch(/49999 x+\nthe last line\n$/);
  });
});

describe('an implementation that breaks the contract is refused, and the message says what it did', () => {
  test.each([
    [
      'no-ready-line',
      'no-ready-line',
      /^no-ready-line answered for every policy, but printed no ready line within 1500 ms/,
    ],
    [
      'ends-unready',
      'no-ready-line',
      /answered for every policy and exited \(exit status 0\) without a ready line/,
    ],
    [
      'hangs',
      'timeout',
      /not ready within 1500 ms; no answer yet for nonsense, allowlist[^]*stderr:\n {2}thinking$/,
    ],
    [
      'exits-at-once',
      'exited',
      /exited before it was ready \(exit status 3\)[^]*stderr:\n {2}Error: Cannot find module/,
    ],
    [
      'rubbish',
      'invalid-json',
      /not a JSON object, `\\x1b\[31mListening\\u202e on port 3000 \.+…`\. Print only lines of JSON/,
    ],
    ['endless-line', 'invalid-json', /a line of more than 1048576 bytes, `x{200}…`/],
    ['ready-early', 'contract', /printed the ready line without an answer for `allowlist`/],
    ['answers-twice', 'contract', /answered for the policy `nonsense` twice/],
    ['not-loopback', 'contract', /a URL that is not http:\/\/127\.0\.0\.1:<port>, .*example\.test/],
    ['trusts-nonsense', 'untrusted', /accepts an invalid policy, \{"corspec-nonsense":true\}/],
    [
      'start-misspelt',
      'unavailable',
      /program \.\/no-such-file not found\. Check "start" in its server\.json/,
    ],
    ['needs-the-impossible', 'unavailable', /corspec-no-such-program is not on PATH/],
  ])('%s', async (name, kind, message) => {
    const error = await targetErrorOf(start(name, soon));
    expect(error).toMatchObject({
      kind,
      implementation: name,
      message: expect.stringMatching(message) as string,
    });
  });

  test('control characters of its stderr are escaped', async () => {
    const error = await targetErrorOf(start('exits-at-once'));
    expect(error.message).toContain("'express'\\x1b[2J");
  });

  test('an implementation that is not installed is not started, and the commands are named', async () => {
    const error = await targetErrorOf(startImplementation(await ownFixture('installs'), policies));
    expect(error).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('echo one install') as string,
    });
  });
});

test.skipIf((await need('signals')).missing)(
  'an implementation that is killed names the signal',
  async () => {
    await expect(start('killed')).rejects.toThrow(/exited before it was ready \(signal SIGKILL\)/);
  },
);

describe.skipIf((await need('signals')).missing)('nothing of an implementation is left behind', () => {
  test('one that ignores the end of stdin and SIGTERM is killed', async () => {
    const running = await start('ignores-stdin-close', { stopGraceMs: 200 });
    await running.stop();
    expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(running.stderr()).toBe('stdin closed, ignored\nSIGTERM ignored\n');
  });

  test('a process that it started is gone after stop', async () => {
    const running = await start('leaves-grandchild');
    const grandchild = Number(running.versions['grandchild']);
    expect(isAlive(grandchild)).toBe(true);
    await running.stop();
    await vi.waitUntil(() => !isAlive(grandchild), patience);
  });

  test('a process that it started is gone when it ended by itself', async () => {
    const running = await start('leaves-grandchild');
    process.kill(Number(running.versions['self']), 'SIGKILL');
    expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await vi.waitUntil(() => !isAlive(Number(running.versions['grandchild'])), patience);
  });
});

const patience = { timeout: 4000 };

/** A process that has ended and that nobody has waited for yet is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
