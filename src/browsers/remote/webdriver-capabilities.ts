import type { ProxyAddress } from '../../proxy/index.ts';
import { chromiumPreferences, chromiumSwitches } from '../chromium-options.ts';
import type { BrowserId } from '../driver.ts';
import { firefoxPreferences, quietPreferences } from '../firefox-preferences.ts';
import { miniBrowserArguments } from '../webkit-gtk.ts';
import { authority } from './remote-browser.ts';

type Capabilities = Readonly<Record<string, unknown>>;

/** What corspec asks a remote end for: the browser as corspec starts it on this machine, behind the proxy. */
export function capabilitiesOf(
  engine: BrowserId,
  proxy: ProxyAddress,
  certificateFingerprint: string,
): Capabilities {
  switch (engine) {
    case 'firefox':
      return {
        browserName: 'firefox',
        acceptInsecureCerts: true,
        webSocketUrl: true,
        'moz:firefoxOptions': {
          args: ['-headless'],
          prefs: { ...quietPreferences, ...firefoxPreferences(proxy) },
        },
      };
    case 'chromium':
      return {
        browserName: 'chrome',
        // Its BiDi is only used to give the password.
        ...(proxy.password !== null && { webSocketUrl: true }),
        'goog:chromeOptions': {
          args: chromiumSwitches(authority(proxy), certificateFingerprint),
          prefs: chromiumPreferences,
        },
      };
    case 'webkit':
      return {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { args: miniBrowserArguments(`http://${authority(proxy)}`) },
      };
  }
}

const names: Readonly<Record<BrowserId, RegExp>> = {
  chromium: /chrom|edge/i,
  firefox: /firefox/i,
  webkit: /minibrowser|epiphany|webkit/i,
};

/** @param browserName as the remote end says what it has started */
export function isEngine(engine: BrowserId, browserName: string): boolean {
  return browserName === '' || names[engine].test(browserName);
}
