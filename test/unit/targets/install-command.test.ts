import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInstallCommand } from '../../../src/targets/install-command.ts';
import { hiccupIn, registryOf } from '../../../src/targets/registry-hiccup.ts';
import { targetErrorOf, temporaryFolder } from './fixtures.ts';

const once = 'echo run >> runs';

async function prepared() {
  const [cwd, lines] = [await temporaryFolder(), [] as string[]];
  const context = {
    id: 'mine',
    cwd,
    environment: process.env,
    onLine: (line: string) => lines.push(line),
    retryMs: [0, 0],
  };
  const runs = async () => (await readFile(join(cwd, 'runs'), 'utf8')).trim().split('\n').length;
  return { context, lines, runs };
}

describe('an install command', () => {
  test('whose registry did not respond runs again', async () => {
    const { context, runs } = await prepared();
    const command = `${once}; test -e npm || { touch npm; echo "npm error code ECONNRESET"; exit 1; }`;
    await runInstallCommand(command, context);
    expect(await runs()).toBe(2);
  });

  test('that runs again says which registry, which attempt, and the last lines', async () => {
    const { context } = await prepared();
    const retries: string[] = [];
    const command = `test -e npm || { touch npm; seq 5; echo "npm error code ECONNRESET"; exit 1; }`;
    await runInstallCommand(command, { ...context, onRetry: (text) => retries.push(text) });
    expect(retries).toEqual([
      'mine: The npm registry did not respond (ECONNRESET), attempt 1 of 3; trying again in 0 s.\n' +
        `\`${command}\` wrote at last:\n  4\n  5\n  npm error code ECONNRESET`,
    ]);
  });

  test('that fails three times names the registry', async () => {
    const { context, runs, lines } = await prepared();
    const command = `${once}; echo "503 Service Unavailable"; exit 1 # pip`;
    const { kind, message } = await targetErrorOf(runInstallCommand(command, context));
    expect([kind, await runs()]).toEqual(['install-failed', 3]);
    expect(message).toContain(
      'PyPI did not respond in 3 attempts (503 Service Unavailable): try again later',
    );
    expect(lines.filter((line) => line.includes('attempt'))).toEqual([
      expect.stringContaining('attempt 1 of 3'),
      expect.stringContaining('attempt 2 of 3'),
    ]);
  });

  test('that fails for another reason does not run again', async () => {
    const { context, runs } = await prepared();
    await targetErrorOf(runInstallCommand(`${once}; echo "No matching distribution"; exit 1`, context));
    expect(await runs()).toBe(1);
  });
});

test.each([
  ['npm error code EAI_AGAIN', 'EAI_AGAIN'],
  ['npm error code E503', 'E503'],
  ['ERROR: HTTP error 502 while getting …', 'HTTP error 502'],
  ['ReadTimeoutError: Read timed out.', 'Read timed out'],
  ['spurious network error (2 tries remaining)', 'spurious network error'],
  ["Temporary failure resolving 'debian'", 'Temporary failure resolving'],
  ['dial tcp: i/o timeout', 'i/o timeout'],
  ['Could not transfer artifact a:b:pom:1 from/to central: status code: 503', 'status code: 503'],
  ['Connect to repo.example.test:443 failed: connect timed out', 'Connect to repo.example.test:443 failed'],
  ['[28] Timeout was reached (Operation too slow)', 'Timeout was reached'],
  ['E: Failed to fetch … Hash Sum mismatch', 'Hash Sum mismatch'],
  ['go: example.test/x@v1: unexpected EOF', 'unexpected EOF'],
  ['npm error code E404', null],
  ['[ERROR] reached end of file while parsing', null],
  ['ERROR: No matching distribution found for flask==503', null],
  ['src/main.rs:503: error[E0502]', null],
])('%s: %s', (output, hiccup) => {
  expect(hiccupIn(output)).toBe(hiccup);
});

test.each([
  ['.venv/bin/pip install -r requirements.txt', 'PyPI'],
  ['cargo build --release --locked', 'crates.io'],
  ['make', 'The package registry'],
])('%s uses %s', (command, registry) => {
  expect(registryOf(command)).toBe(registry);
});
