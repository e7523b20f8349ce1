import { CookieJar } from 'tough-cookie';
import { sameSite, siteOfHost } from '../../fetch-standard/index.ts';
import type { HeaderList } from '../../fetch-standard/index.ts';

/** A cookie jar that applies SameSite as browsers do and does not block third-party cookies. */
export interface Cookies {
  /** The Cookie header of a request, or null. */
  header(url: string, pageOrigin: string): string | null;
  /** Stores the Set-Cookie headers of a response. */
  store(url: string, pageOrigin: string, headers: HeaderList): void;
}

export function createCookies(): Cookies {
  const jar = new CookieJar(undefined, { rejectPublicSuffixes: false, allowSecureOnLocal: true });
  return {
    header(url, pageOrigin) {
      const cookies = jar.getCookieStringSync(url, { sameSiteContext: siteContext(url, pageOrigin) });
      return cookies === '' ? null : cookies;
    },
    store(url, pageOrigin, headers) {
      for (const [name, value] of headers) {
        if (name.toLowerCase() !== 'set-cookie') continue;
        jar.setCookieSync(value, url, { sameSiteContext: siteContext(url, pageOrigin), ignoreError: true });
      }
    },
  };
}

/** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-same-site-and-cross-site-re */
function siteContext(url: string, pageOrigin: string): 'strict' | 'none' {
  if (pageOrigin === 'null') return 'none';
  return sameSite(url, pageOrigin, siteOfHost) ? 'strict' : 'none';
}
