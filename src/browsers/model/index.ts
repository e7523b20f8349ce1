import {
  createContext,
  run,
  type FetchContext,
  type FetchRequest,
  type Verdict,
} from '../../fetch-standard/index.ts';
import { allCapabilities, type BrowserCapabilities } from '../capabilities.ts';
import { createCookies } from './cookies.ts';
import { createNetwork, type SentBody } from './network.ts';

export type { SentBody } from './network.ts';

/** The model implements only the standard's algorithm for requests. */
export const modelCapabilities: BrowserCapabilities = {
  ...allCapabilities,
  lacks: {
    'http-cache': 'the model has no HTTP cache',
    scripts: 'the model does not run scripts',
    console: 'the model has no console',
  },
  waitsInRealTime: false,
  isIndependent: false,
};

/** The model browser: the Fetch standard's algorithm over plain HTTP, through corspec's proxy. */
export interface ModelBrowser {
  /** Opens a page with its own preflight cache and clock; pages share the cookies. */
  openPage(origin: string): ModelPage;
  /** Sets a cookie like `BrowserSession.setCookie`. */
  setCookie(cookie: { readonly url: string; readonly name: string; readonly value: string }): void;
  close(): void;
}

export interface ModelPage {
  /**
   * Advances the page's clock instead of waiting, which is sufficient for expiry.
   * @param milliseconds how long the page would have waited
   */
  wait(milliseconds: number): void;
  /** @param timeoutMs for each request on the wire */
  fetch(request: FetchRequest, body: SentBody | null, timeoutMs: number): Promise<ModelAnswer>;
  /** How far the page's clock is ahead of real time: milliseconds. */
  readonly aheadMs: number;
}

export type ModelAnswer =
  | {
      readonly kind: 'verdict';
      readonly verdict: Verdict;
      readonly body: string;
      /** Whether the body was read to its end. */
      readonly complete: boolean;
    }
  | { readonly kind: 'timeout'; readonly afterMs: number };

/** @param proxyPort of corspec's proxy on 127.0.0.1 */
export function createModelBrowser(proxyPort: number): ModelBrowser {
  const cookies = createCookies();
  const network = createNetwork(proxyPort);

  function openPage(origin: string): ModelPage {
    let aheadMs = 0;
    const context: FetchContext = createContext({
      now: () => performance.now() + aheadMs,
      partition: origin,
    });
    return {
      wait(milliseconds) {
        aheadMs += milliseconds;
      },
      get aheadMs() {
        return aheadMs;
      },
      async fetch(request, body, timeoutMs) {
        const seen = { body: '', complete: true, timedOut: false };
        const verdict = await run(
          request,
          async (call) => {
            const cookie = call.sendCredentials ? cookies.header(call.url, origin) : null;
            const answer = await network.send(call, body, cookie, timeoutMs);
            if (answer.kind === 'timeout') seen.timedOut = true;
            if (answer.kind !== 'response') return { kind: 'network-error', detail: answer.detail };
            // Cookies are stored even if the CORS check fails.
            if (call.sendCredentials) cookies.store(call.url, origin, answer.headers);
            seen.body = answer.body;
            seen.complete = answer.complete;
            return { kind: 'response', status: answer.status, headers: answer.headers };
          },
          context,
        );
        if (seen.timedOut) return { kind: 'timeout', afterMs: timeoutMs };
        return verdict.outcome === 'readable'
          ? { kind: 'verdict', verdict, body: seen.body, complete: seen.complete }
          : { kind: 'verdict', verdict, body: '', complete: true };
      },
    };
  }

  return {
    openPage,
    setCookie: ({ url, name, value }) => {
      const rest = url.startsWith('https:') ? '; SameSite=None; Secure' : '; SameSite=Lax';
      cookies.store(url, url, [['Set-Cookie', `${name}=${value}; Path=/${rest}`]]);
    },
    close: network.close,
  };
}
