import { describe, expect, it } from 'vitest';
import { allCapabilities } from '../../../src/browsers/capabilities.ts';
import type { BrowserDriver, Found, Missing } from '../../../src/browsers/driver.ts';
import { ensureBrowser, type Installation } from '../../../src/browsers/install.ts';
import { fakeMachine } from './fake-machine.ts';

const chromium: Found = { found: true, name: 'Chromium', executable: '/usr/bin/chromium', via: 'system' };
const debian = { ...fakeMachine(['/usr/bin/apt-get'], { PATH: '/usr/bin' }), isRoot: true };

describe('making sure of a browser', () => {
  it('takes one that is there, and installs nothing', async () => {
    const { installation, commands } = prepare({ appearsAfter: 'nothing' });
    await expect(ensureBrowser(() => {}, installation)).resolves.toEqual(chromium);
    expect(commands).toEqual([]);
  });

  it('lets Playwright install one, and says so', async () => {
    const { installation, commands } = prepare({ appearsAfter: 'install --only-shell' });
    const lines: string[] = [];
    await expect(ensureBrowser((line) => lines.push(line), installation)).resolves.toEqual(chromium);
    expect(commands).toEqual([expect.stringMatching(/playwright\/cli\.js install --only-shell chromium$/)]);
    expect(lines.join()).toContain('playwright install --only-shell chromium');
  });

  it('takes the one of Debian, as root, when Playwright cannot', async () => {
    const { installation, commands } = prepare({ appearsAfter: 'apt-get install', machine: debian });
    await expect(ensureBrowser(() => {}, installation)).resolves.toEqual(chromium);
    expect(commands.slice(1)).toEqual([
      'apt-get update',
      'apt-get install -y --no-install-recommends chromium-headless-shell',
    ]);
  });

  it('takes the whole Chromium where the system has no headless shell', async () => {
    const { installation, commands } = prepare({ appearsAfter: 'recommends chromium ', machine: debian });
    await expect(ensureBrowser(() => {}, installation)).resolves.toEqual(chromium);
    expect(commands.at(-1)).toBe('apt-get install -y --no-install-recommends chromium');
  });

  it('leaves the system alone when it is not root', async () => {
    const { installation, commands } = prepare({
      appearsAfter: 'never',
      machine: { ...debian, isRoot: false },
    });
    await expect(ensureBrowser(() => {}, installation)).rejects.toThrow();
    expect(commands).toHaveLength(1);
  });

  it('tells what it tried and what to do when nothing helps', async () => {
    const { installation } = prepare({
      appearsAfter: 'never',
      machine: debian,
      fails: 'ended with status 7',
    });
    await expect(ensureBrowser(() => {}, installation)).rejects.toThrow(
      /playwright install --only-shell chromium: ended with status 7\napt-get install chromium-headless-shell: ended with status 7\napt-get install chromium: ended with status 7\n.*CORSPEC_CHROMIUM/,
    );
  });
});

interface Circumstances {
  /** The command after which the browser is found. */
  readonly appearsAfter: string;
  readonly machine?: Installation['machine'];
  readonly fails?: string;
}

function prepare({ appearsAfter, machine = fakeMachine([]), fails }: Circumstances) {
  const commands: string[] = [];
  const isThere = () =>
    appearsAfter === 'nothing' || commands.some((line) => `${line} `.includes(appearsAfter));
  const missing: Missing = { found: false, help: '', looked: [] };
  const driver: BrowserDriver = {
    id: 'chromium',
    title: 'Chromium',
    capabilities: allCapabilities,
    find: async () => (isThere() ? chromium : missing),
    start: () => Promise.reject(new Error('is not started here')),
  };
  const run: Installation['run'] = async (file, args) => {
    commands.push([file, ...args].join(' '));
    return fails;
  };
  return { commands, installation: { machine, drivers: [driver], run } };
}
