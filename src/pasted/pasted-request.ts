import { getHeader, isForbiddenRequestHeader, parseUrl } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';

/** A request that was copied from developer tools, or written by hand in the same form. */
export interface PastedRequest {
  readonly url: string;
  readonly method: string;
  /** Of the page; null where the text does not have it. */
  readonly origin: string | null;
  /** What Referer suggests as the page's origin. It is the page's, unless a style sheet made the request. */
  readonly refererOrigin: string | null;
  /** Those that the script sets. */
  readonly headers: readonly RawHeader[];
  readonly cookies: readonly RawHeader[];
  readonly credentials: boolean;
  /** The body, as text. */
  readonly data?: string;
  readonly insecure: boolean;
  /** Whether the request may outlive its page, as one of navigator.sendBeacon does. */
  readonly isKeepalive?: true;
  /** Headers that browsers add by themselves, and that need a preflight where a script sets them. */
  readonly omitted: readonly string[];
}

/** Browsers add these by themselves, although scripts may set them. */
const addedByBrowsers: ReadonlySet<string> = new Set([
  'accept-language', 'cache-control', 'if-modified-since', 'if-none-match', 'pragma', 'priority',
  'upgrade-insecure-requests', 'user-agent', 'x-client-data',
]); // prettier-ignore

/** Those that a script does set now and then. */
const ambiguous: ReadonlySet<string> = new Set(['cache-control', 'if-none-match', 'pragma']);

/** The headers that a script set, of all that were sent; and those of which that cannot be told. */
export function scriptHeaders(sent: readonly RawHeader[]): {
  readonly headers: readonly RawHeader[];
  readonly omitted: readonly string[];
} {
  const settable = sent.filter(
    ([name, value]) => !name.startsWith(':') && !isForbiddenRequestHeader(name, value),
  );
  const headers = settable.filter(
    ([name, value]) =>
      !addedByBrowsers.has(name.toLowerCase()) && !(name.toLowerCase() === 'accept' && value === '*/*'),
  );
  return {
    headers,
    omitted: settable.map(([name]) => name).filter((name) => ambiguous.has(name.toLowerCase())),
  };
}

/** `a=1; b=2` */
export function cookiesOf(sent: readonly RawHeader[]): readonly RawHeader[] {
  return (getHeader(sent, 'cookie') ?? '')
    .split(/;\s*/)
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)]);
}

/** The origin of a URL as browsers serialise it; null where it has none. */
export function originOf(url: string | null): string | null {
  if (url === null || parseUrl(url) === null) return null;
  const { origin } = new URL(url);
  return origin === 'null' ? null : origin;
}
