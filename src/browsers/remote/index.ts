import type { BrowserDriver } from '../driver.ts';
import { playwrightServer } from './playwright-server.ts';
import type { RemoteBrowser } from './remote-browser.ts';
import { webdriverEnd } from './webdriver-end.ts';

export { isLoopbackHost, type RemoteBrowser, type RemoteSetup, shownUrl } from './remote-browser.ts';

/** The driver of a remote browser. @param local the one of the same engine on this machine */
export function remoteDriver(remote: RemoteBrowser, local: BrowserDriver): BrowserDriver {
  return remote.kind === 'playwright' ? playwrightServer(remote, local) : webdriverEnd(remote, local);
}
