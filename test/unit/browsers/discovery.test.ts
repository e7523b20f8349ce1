import { describe, expect, it } from 'vitest';
import { findBrowser, headlessShells, type Search } from '../../../src/browsers/discovery.ts';
import { chromiumProducts, firefoxProducts } from '../../../src/browsers/products.ts';
import { findWebkit } from '../../../src/browsers/webkit.ts';
import { fakeMachine } from './fake-machine.ts';

const search: Search = {
  variable: 'CORSPEC_CHROMIUM',
  title: 'Chromium',
  playwrightBuilds: ['/cache/chrome'],
  products: chromiumProducts,
  help: 'Install one.',
};

describe('finding Chromium', () => {
  it('takes what the variable names before anything else', () => {
    const machine = fakeMachine(['/mine/chrome', '/cache/chrome'], { CORSPEC_CHROMIUM: '/mine/chrome' });
    expect(findBrowser(machine, search)).toMatchObject({
      executable: '/mine/chrome',
      via: 'CORSPEC_CHROMIUM',
    });
  });

  it('says so when the variable names nothing that can be executed, and looks no further', () => {
    const machine = fakeMachine(['/cache/chrome'], { CORSPEC_CHROMIUM: '/gone' });
    const result = findBrowser(machine, search);
    expect(result).toMatchObject({ found: false, looked: ['/gone'] });
    expect(!result.found && result.help).toContain('CORSPEC_CHROMIUM is "/gone"');
  });

  it('takes the build of Playwright before one of the system', () => {
    const machine = fakeMachine(['/usr/bin/chromium', '/cache/chrome'], { PATH: '/usr/bin' });
    expect(findBrowser(machine, search)).toMatchObject({
      executable: '/cache/chrome',
      via: 'playwright install',
    });
  });

  it('finds one on PATH', () => {
    const machine = fakeMachine(['/odd/chromium-browser'], { PATH: '/usr/bin:/odd' });
    expect(findBrowser(machine, search)).toMatchObject({
      name: 'Chromium',
      executable: '/odd/chromium-browser',
      via: 'system',
    });
  });

  it('prefers the headless shell, then Chrome, Chromium and Edge', () => {
    const there = [
      '/opt/microsoft/msedge/msedge',
      '/usr/bin/chromium',
      '/opt/google/chrome/chrome',
      '/bin/chrome-headless-shell',
    ];
    const names = there.map((_, index) => {
      const result = findBrowser(fakeMachine(there.slice(0, index + 1), { PATH: '/bin' }), search);
      return result.found ? result.name : null;
    });
    expect(names).toEqual(['Microsoft Edge', 'Chromium', 'Google Chrome', 'Chromium headless shell']);
  });

  it('finds the headless shell that Playwright puts beside Chromium', () => {
    const shell = '/cache/chromium_headless_shell-1248/chrome-headless-shell-linux64/chrome-headless-shell';
    const machine = fakeMachine([shell]);
    expect(headlessShells(machine, '/cache/chromium-1248/chrome-linux64/chrome')).toContain(shell);
    expect(headlessShells(machine, '/cache/chromium-1249/chrome-linux64/chrome')).toEqual([]);
    expect(headlessShells(machine, '/usr/bin/chromium')).toEqual([]);
  });

  it('prefers Chrome to Edge', () => {
    const machine = fakeMachine(['/opt/microsoft/msedge/msedge', '/opt/google/chrome/chrome']);
    expect(findBrowser(machine, search)).toMatchObject({ name: 'Google Chrome' });
  });

  it('finds an application in the home folder of a Mac', () => {
    const path = '/home/me/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(fakeMachine([path], {}, 'darwin'), search)).toMatchObject({ executable: path });
  });

  it('finds a program by the folders that Windows names', () => {
    const path = 'C:\\Programs\\Google\\Chrome\\Application\\chrome.exe';
    const machine = fakeMachine([path], { PROGRAMFILES: 'C:\\Programs' }, 'win32');
    expect(findBrowser(machine, search)).toMatchObject({ executable: path });
  });

  it('finds a program on the PATH of Windows', () => {
    const machine = fakeMachine(['D:\\tools\\chromium.exe'], { Path: 'C:\\x;D:\\tools' }, 'win32');
    expect(findBrowser(machine, search)).toMatchObject({ executable: 'D:\\tools\\chromium.exe' });
  });

  it('tells where it looked and what helps when there is none', () => {
    const result = findBrowser(fakeMachine([], { PATH: '/usr/bin' }), search);
    expect(result).toMatchObject({ found: false, help: 'Install one.' });
    expect(!result.found && result.looked).toEqual(
      expect.arrayContaining(['/cache/chrome', '/opt/google/chrome/chrome', '/usr/bin/chromium']),
    );
  });
});

describe('finding Firefox', () => {
  it('finds the long-term release of distributions', () => {
    const own = { ...search, variable: 'CORSPEC_FIREFOX', products: firefoxProducts };
    const machine = fakeMachine(['/usr/bin/firefox-esr'], { PATH: '/usr/bin' });
    expect(findBrowser(machine, own)).toMatchObject({ name: 'Firefox', executable: '/usr/bin/firefox-esr' });
  });
});

describe('finding WebKit', () => {
  const driver = '/usr/bin/WebKitWebDriver';
  const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
  const xvfb = '/usr/bin/Xvfb';
  const PATH = '/usr/bin';

  it('takes WebKitGTK when its driver, its browser and Xvfb are there', () => {
    const machine = fakeMachine([driver, miniBrowser, xvfb], { PATH });
    expect(findWebkit(machine, '/cache/webkit')).toMatchObject({ name: 'WebKitGTK', executable: driver });
  });

  it('is content with a display where there is no Xvfb', () => {
    const machine = fakeMachine([driver, miniBrowser], { PATH, DISPLAY: ':0' });
    expect(findWebkit(machine, '/cache/webkit')).toMatchObject({ found: true });
  });

  it.each([
    ['the browser', [driver, xvfb], 'not WebKitGTK'],
    ['a display', [driver, miniBrowser], 'no display'],
    ['everything', [], 'npx playwright install webkit'],
  ])('says what to do when %s is missing', (_, files, help) => {
    const result = findWebkit(fakeMachine(files, { PATH }), '/cache/webkit');
    expect(!result.found && result.help).toContain(help);
  });

  it('takes the build of Playwright without more', () => {
    expect(findWebkit(fakeMachine(['/cache/webkit']), '/cache/webkit')).toMatchObject({
      via: 'playwright install',
    });
  });
});
