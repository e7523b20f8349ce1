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
    retryMs: 0,
  };
  const runs = async () => (await readFile(join(cwd, 'runs'), 'utf8')).trim().split('\n').length;
  return { context, lines, runs };
}

describe('an install command', () => {
  test('whose registry did not respond runs once more', async () => {
    const { context, lines, runs } = await prepared();
    const command = `${once}; test -e npm || { touch npm; echo "npm error code ECONNRESET"; exit 1; }`;
    await runInstallCommand(command, context);
    expect(await runs()).toBe(2);
    expect(lines).toContain('The npm registry did not respond (ECONNRESET); trying again.');
  });

  test('that fails twice names the registry', async () => {
    const { context, runs } = await prepared();
    const command = `${once}; echo "503 Service Unavailable"; exit 1 # pip`;
    const { kind, message } = await targetErrorOf(runInstallCommand(command, context));
    expect([kind, await runs()]).toEqual(['install-failed', 2]);
    expect(message).toContain('PyPI did not respond, twice (503 Service Unavailable): try again later');
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
  ['npm error code E404', null],
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
