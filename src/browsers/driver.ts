import type { ProxyAddress } from '../proxy/index.ts';
import type { BrowserCapabilities } from './capabilities.ts';

/** The browsers that corspec can drive. */
export const browserIds = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserId = (typeof browserIds)[number];

/** Finds a browser on this machine and starts it behind corspec's proxy. */
export interface BrowserDriver {
  readonly id: BrowserId;
  /** The name for users. */
  readonly title: string;
  readonly capabilities: BrowserCapabilities;
  /** Finds the first installed browser of this kind; never starts it, never rejects. */
  find(): Promise<Found | Missing>;
  /**
   * Starts the browser with a new profile. Rejects with the fix when it is missing or does not start in time, and with the
   * signal's reason when that is aborted first; no process is left then.
   */
  start(options: StartOptions): Promise<BrowserSession>;
}

export interface Found {
  readonly found: true;
  /** The product: `Chromium`, `Google Chrome`, `Firefox`. */
  readonly name: string;
  readonly executable: string;
  /** How it was found: the environment variable, `playwright install`, or `system`. */
  readonly via: string;
}

export interface Missing {
  readonly found: false;
  /** How to install it, with the command. */
  readonly help: string;
  /** The paths that were searched. */
  readonly looked: readonly string[];
}

export interface StartOptions {
  /** The port on 127.0.0.1 of the proxy that all traffic goes through, loopback included. */
  readonly proxyPort: number;
  /** The second address of the proxy, for browsers on other machines. */
  readonly remoteProxy?: ProxyAddress;
  /** Base64 of the SHA-256 of the public key (SPKI) that the proxy's certificates share. */
  readonly certificateFingerprint: string;
  readonly signal?: AbortSignal;
}

/**
 * The time limit for the start: milliseconds. It is long because the first start after a boot reads the whole browser
 * from the disk (WebKitGTK: 20 s measured on an idle machine). A browser that exits is noticed at once.
 */
export const startTimeoutMs = 120_000;

/** A cookie for one host, with Path=/. Of https it is SameSite=None; Secure, of http SameSite=Lax. */
export interface Cookie {
  readonly url: string;
  readonly name: string;
  readonly value: string;
}

/** A running browser. */
export interface BrowserSession {
  readonly id: BrowserId;
  readonly name: string;
  readonly version: string;
  /** The driver: `playwright 1.64.1`. */
  readonly driver: string;
  /** What this browser lacks in addition to `capabilities` of its driver: a remote one is as it was started there. */
  readonly lacks?: BrowserCapabilities['lacks'];
  /**
   * Opens a URL in a separate tab, and resolves when its document is loaded. Rejects when the browser shows something else.
   * `onConsole` receives each line of the tab's console (not over WebDriver).
   */
  open(url: string, onConsole?: (line: string) => void): Promise<Tab>;
  /**
   * Sets a cookie. Over http it is sent only with same-site requests: browsers drop SameSite=None without Secure, and
   * WebKitGTK does not send Secure cookies to http://localhost.
   */
  setCookie(cookie: Cookie): Promise<void>;
  /** Removes all cookies. Not over WebDriver, which only reaches the cookies of one page; WebKit has no cookie limit. */
  clearCookies?(): Promise<void>;
  /** Resolves with the reason when the browser exits unexpectedly. Stays pending after `close`. */
  readonly ended: Promise<string>;
  /**
   * Why reports of the browser are no longer valid, although it runs: the process with its cookies, caches and connections
   * has ended. `ended` resolves then as well. Null otherwise.
   */
  lost(): string | null;
  /** Ends the browser and all its processes, and removes its profile. Further calls do nothing. */
  close(): Promise<void>;
}

export interface Tab {
  /** Resolves with the reason when the tab crashed or was closed externally. Stays pending after `close`. */
  readonly closedBy: Promise<string>;
  /** @param options `reuse`: whether the tab may show another page later. Default: true */
  close(options?: { readonly reuse: boolean }): Promise<void>;
}
