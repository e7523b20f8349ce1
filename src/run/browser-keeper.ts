import type { BrowserSession } from '../browsers/index.ts';

/** The browser that plays checks, one at a time. */
export interface BrowserKeeper {
  /**
   * The browser for code of this owner; null for no code but that of implementations. Another is started when code of
   * someone else has run in the one that is there: cookies, storage and processes are then as in the beginning.
   */
  sessionFor(owner: string | null): Promise<BrowserSession>;
  close(): Promise<void>;
}

/** @param start starts the same browser again */
export function keepBrowser(first: BrowserSession, start: () => Promise<BrowserSession>): BrowserKeeper {
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
