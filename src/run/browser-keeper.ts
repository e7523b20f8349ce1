import type { BrowserSession } from '../browsers/index.ts';

/** The browser that runs checks; at most one is open at a time. */
export interface ReusedBrowser {
  /**
   * The browser for code of this owner; null when only code of implementations runs. A new one is started when code of
   * another owner has run in the current one, so that cookies, storage and processes are new.
   */
  sessionFor(owner: string | null): Promise<BrowserSession>;
  close(): Promise<void>;
}

/** @param start starts the same browser again */
export function reuseBrowser(first: BrowserSession, start: () => Promise<BrowserSession>): ReusedBrowser {
  let session: BrowserSession | null = first;
  let usedBy: string | null = null;
  return {
    async sessionFor(owner) {
      if (session !== null && usedBy !== null && usedBy !== owner) {
        const old = session;
        session = null;
        await old.close();
      }
      session ??= await start();
      usedBy = owner;
      return session;
    },
    async close() {
      await session?.close();
    },
  };
}
