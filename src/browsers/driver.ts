import type { BrowserCapabilities } from './capabilities.ts';

/** The engines that corspec drives. */
export const browserIds = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserId = (typeof browserIds)[number];

/** One engine: finds it on this machine and starts it behind corspec's proxy. */
export interface BrowserDriver {
  readonly id: BrowserId;
  /** What users call it. */
  readonly title: string;
  readonly capabilities: BrowserCapabilities;
  /** Where this engine is on this machine, the first place that has it; never starts it, never rejects. */
  find(): Promise<Found | Missing>;
  /**
   * Starts the engine with a fresh profile. Rejects with what to do when it is missing or does not start in time, and
   * with the signal's reason when that is aborted first; then no process is left.
   */
  start(options: StartOptions): Promise<BrowserSession>;
}

export interface Found {
  readonly found: true;
  /** What it is called: `Chromium`, `Google Chrome`, `Firefox`. */
  readonly name: string;
  readonly executable: string;
  /** How it got there: the environment variable that names it, `playwright install`, or `system`. */
  readonly via: string;
}

export interface Missing {
  readonly found: false;
  /** How to get it here: the command to type. */
  readonly help: string;
  /** Where it was looked for. */
  readonly looked: readonly string[];
}

export interface StartOptions {
  /** The port on 127.0.0.1 of the proxy that all traffic goes through, loopback included. */
  readonly proxyPort: number;
  /** Base64 of the SHA-256 of the public key (SPKI) that the proxy's certificates share. */
  readonly certificateFingerprint: string;
  readonly signal?: AbortSignal;
  /** How long the start may take: milliseconds, 30 000 when absent. */
  readonly startTimeoutMs?: number;
}

export const defaultStartTimeoutMs = 30_000;

/** A cookie for one host, with Path=/. Of https it is SameSite=None; Secure, of http SameSite=Lax. */
export interface Cookie {
  readonly url: string;
  readonly name: string;
  readonly value: string;
}

/** A browser that runs. */
export interface BrowserSession {
  readonly id: BrowserId;
  readonly name: string;
  readonly version: string;
  /** What drives it: `playwright 1.64.1`. */
  readonly driver: string;
  /**
   * Opens a URL in a tab of its own, and resolves when its document is there. Rejects when the browser shows something
   * else. `onConsole` gets each line of the tab's console, where the engine tells (not over WebDriver).
   */
  open(url: string, onConsole?: (line: string) => void): Promise<Tab>;
  /**
   * Puts a cookie into the jar. http has no SameSite=None, as browsers drop that without Secure, and WebKitGTK sends no
   * Secure cookie to http://localhost: over http, a cookie set here reaches requests of the same site alone.
   */
  setCookie(cookie: Cookie): Promise<void>;
  /** Empties the jar. Not over WebDriver, which reaches the cookies of one page alone; WebKit's jar has no limit. */
  clearCookies?(): Promise<void>;
  /** Resolves with why when the browser ended by itself. Stays pending when `close` ended it. */
  readonly ended: Promise<string>;
  /**
   * Why what the browser reports can no longer be trusted, although it runs: the process with its cookies, caches and
   * connections has ended. `ended` resolves then as well. Null while all is well.
   */
  lost(): string | null;
  /** Ends the browser and removes its profile; leaves no process behind. More calls do no harm. */
  close(): Promise<void>;
}

export interface Tab {
  /** Resolves with why when the tab crashed or was closed from outside. Stays pending when `close` closed it. */
  readonly closedBy: Promise<string>;
  /** @param options `reuse`, true when absent: whether the tab may show another page later on */
  close(options?: { readonly reuse: boolean }): Promise<void>;
}
