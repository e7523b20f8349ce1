import { afterEach, expect, it, vi } from 'vitest';
import { doctorCommand } from '../../../src/cli/doctor-command.ts';
import type { Diagnosis } from '../../../src/cli/doctor.ts';
import { type BrowserFinder, modelFinder } from '../../../src/options/browsers.ts';
import { recordingIo } from './samples.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const firefox: BrowserFinder = {
  id: 'firefox',
  title: 'Firefox',
  find: () =>
    Promise.resolve({ found: true, name: 'Firefox', executable: '/nowhere/firefox', via: 'system' }),
};
const absent: BrowserFinder = {
  id: 'chromium',
  title: 'Chromium',
  find: () => Promise.resolve({ found: false, help: 'npx playwright install chromium', looked: [] }),
};

async function doctor(browsers: readonly BrowserFinder[], env: Readonly<Record<string, string>> = {}) {
  const text = recordingIo({ env });
  const status = await doctorCommand({}, { browsers }, text.io);
  const json = recordingIo({ env });
  expect(await doctorCommand({ json: true }, { browsers }, json.io)).toBe(status);
  const diagnosis = JSON.parse(json.written.stdout) as Diagnosis;
  const states = Object.fromEntries(diagnosis.findings.map(({ id, state }) => [id, state]));
  return { status, stdout: text.written.stdout, diagnosis, states };
}

it('names the browser that a run takes, and how to install what is missing', async () => {
  const { status, stdout, diagnosis, states } = await doctor([absent, firefox, modelFinder]);
  expect(status).toBe(0);
  expect(diagnosis).toMatchObject({ browser: 'firefox', canRun: true });
  expect(states).toMatchObject({ chromium: 'missing', firefox: 'ok', model: 'ok', node: 'ok' });
  expect(stdout).toMatch(/– chromium +not found\n +npx playwright install chromium\n/);
  expect(stdout).toMatch(/✓ firefox +Firefox \(\/nowhere\/firefox, system\): taken without --browser\n/);
  expect(stdout).toMatch(/A run is possible. `corspec run URL` uses firefox.\n$/);
});

it('gives 3 when the temporary folder cannot be used', async () => {
  vi.stubEnv('TMPDIR', '/nowhere/at/all');
  vi.stubEnv('TEMP', '/nowhere/at/all');
  const { status, stdout, diagnosis, states } = await doctor([firefox, modelFinder]);
  expect(status).toBe(3);
  expect(diagnosis).toMatchObject({ browser: null, canRun: false });
  expect(states['temporary folder']).toBe('problem');
  expect(stdout.replace(/\s+/g, ' ')).toContain('Set TMPDIR to a writable folder.');
  expect(stdout).toMatch(/No run is possible: see the lines with ✗.\n$/);
});

it('shows proxy variables without passwords', async () => {
  const { stdout, states } = await doctor([firefox], { HTTPS_PROXY: 'http://me:secret@127.0.0.1:3128' });
  expect(states['proxy']).toBe('note');
  expect(stdout).toContain('HTTPS_PROXY=http://***@127.0.0.1:3128');
  expect(stdout).not.toContain('secret');
});
