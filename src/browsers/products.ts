import type { Product } from './discovery.ts';

/** Chromium and browsers based on it: the one that starts fastest, then the others as they are common. */
export const chromiumProducts: readonly Product[] = [
  {
    name: 'Chromium headless shell',
    commands: ['chromium-headless-shell', 'chrome-headless-shell', 'headless_shell'],
    places: { linux: ['/usr/bin/chromium-headless-shell'] },
  },
  {
    name: 'Google Chrome',
    commands: ['google-chrome', 'google-chrome-stable'],
    places: {
      linux: ['/opt/google/chrome/chrome'],
      darwin: macApplication('Google Chrome'),
      win32: windowsProgram('\\Google\\Chrome\\Application\\chrome.exe'),
    },
  },
  {
    name: 'Chromium',
    commands: ['chromium', 'chromium-browser'],
    places: {
      linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser'],
      darwin: macApplication('Chromium'),
      win32: windowsProgram('\\Chromium\\Application\\chrome.exe'),
    },
  },
  {
    name: 'Microsoft Edge',
    commands: ['microsoft-edge', 'microsoft-edge-stable'],
    places: {
      linux: ['/opt/microsoft/msedge/msedge'],
      darwin: macApplication('Microsoft Edge'),
      win32: windowsProgram('\\Microsoft\\Edge\\Application\\msedge.exe'),
    },
  },
];

export const firefoxProducts: readonly Product[] = [
  {
    name: 'Firefox',
    commands: ['firefox', 'firefox-esr'],
    places: {
      linux: ['/usr/bin/firefox', '/usr/bin/firefox-esr', '/snap/bin/firefox', '/opt/firefox/firefox'],
      darwin: macApplication('Firefox', 'firefox'),
      win32: windowsProgram('\\Mozilla Firefox\\firefox.exe'),
    },
  },
];

/** The WebDriver server of WebKitGTK, which starts the browser itself. */
export const webkitProducts: readonly Product[] = [
  { name: 'WebKitGTK', commands: ['WebKitWebDriver'], places: { linux: ['/usr/bin/WebKitWebDriver'] } },
];

function macApplication(name: string, binary = name): readonly string[] {
  const inside = `/Applications/${name}.app/Contents/MacOS/${binary}`;
  return [inside, `~${inside}`];
}

function windowsProgram(suffix: string): readonly string[] {
  return [`%LOCALAPPDATA%${suffix}`, `%PROGRAMFILES%${suffix}`, `%PROGRAMFILES(X86)%${suffix}`];
}
