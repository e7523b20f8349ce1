import { chromiumDriver } from './chromium.ts';
import type { BrowserDriver } from './driver.ts';
import type { BrowserKind } from './capabilities.ts';
import { firefoxDriver } from './firefox.ts';
import { modelCapabilities } from './model/index.ts';
import { webkitDriver } from './webkit.ts';

export type {
  BrowserDriver,
  BrowserId,
  BrowserSession,
  Cookie,
  Found,
  Missing,
  StartOptions,
  Tab,
} from './driver.ts';
export { browserIds } from './driver.ts';
export { missingCapability } from './capabilities.ts';
export type { BrowserCapabilities, BrowserKind } from './capabilities.ts';
export { createModelBrowser, modelCapabilities } from './model/index.ts';
export type { ModelAnswer, ModelBrowser, ModelPage } from './model/index.ts';
export { createNetwork } from './model/network.ts';
export type { Network, NetworkReply } from './model/network.ts';
export { ensureBrowser } from './install.ts';
export { isLoopbackHost, remoteDriver, shownUrl } from './remote/index.ts';
export type { RemoteBrowser, RemoteSetup } from './remote/index.ts';

/** The browsers that corspec can drive, in order of preference. */
export const drivers: readonly BrowserDriver[] = [chromiumDriver, firefoxDriver, webkitDriver];

/** The driver with this id, or undefined. */
export function findDriver(id: string): BrowserDriver | undefined {
  return drivers.find((driver) => driver.id === id);
}

/**
 * What checks can be planned for, `model` included.
 * @throws when there is no such browser
 */
export function browserKind(id: string): BrowserKind {
  const capabilities = id === 'model' ? modelCapabilities : findDriver(id)?.capabilities;
  if (capabilities === undefined) throw new Error(`There is no browser ${id}.`);
  return { id, capabilities };
}
