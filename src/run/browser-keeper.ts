import type { BrowserSession } from '../browsers/index.ts';

/** The browser that runs checks; at most one is open at a time. */
export interface ReusedBrowser {
  /**
   * The browser for code of this owner; null when only code of implementations runs. A new one is started when code of
   * another owner has run in the current one, so that cookies, storage and processes are new.
   */
  sessionFor(owner: string | null): Promise<BrowserSession>;
  /**
   * Removes what a run has left, for the next one: cookies; or everything, by starting another browser, where code of an
   * owner has run, the browser has exited, or its cookies cannot be removed.
   */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** @param start starts the same browser again */
export function reuseBrowser(first: BrowserSession, start: () => Promise<BrowserSession>): ReusedBrowser {
  let session: BrowserSession | null = first;
  let usedBy: string | null = null;
  let exited = watchEnd(first);
  const replace = async () => {
    const old = session;
    session = null;
    usedBy = null;
    await old?.close();
    session = await start();
    exited = watchEnd(session);
    return session;
  };
  return {
    async sessionFor(owner) {
      const isUsed = usedBy !== null && usedBy !== owner;
      const current = session === null || isUsed ? await replace() : session;
      usedBy = owner;
      return current;
    },
    async renew() {
      if (session?.clearCookies !== undefined && usedBy === null && !exited()) await session.clearCookies();
      else await replace();
    },
    async close() {
      await session?.close();
    },
  };
}

/** Returns a function that tells whether the browser has exited. */
function watchEnd(session: BrowserSession): () => boolean {
  let hasEnded = false;
  void session.ended.then(() => (hasEnded = true));
  return () => hasEnded || session.lost() !== null;
}
