import type { Misspelling } from './origin-symbols.ts';

/**
 * An Origin header that no browser sends and that careless matching takes for an allowed origin; undefined where the
 * origin cannot be written that way.
 * @param origin an allowed one, as browsers serialise it
 */
export function misspellingOf(symbol: Misspelling, origin: string): string | undefined {
  const { protocol, hostname, port } = new URL(origin);
  switch (symbol) {
    case 'upper-case':
      return origin.toUpperCase();
    case 'default-port':
      return port === '' ? `${origin}:${protocol === 'https:' ? '443' : '80'}` : undefined;
    case 'ip-as-number': {
      const number = ipv4AsNumber(hostname);
      return number === undefined ? undefined : origin.replace(hostname, number);
    }
    case 'host-only':
      return hostname;
    case 'scheme-only':
      return `${protocol}//`;
    case 'empty':
      return '';
    case 'user-info':
      return `${origin}@evil.test`;
    // The URL standard reads the host evil.test here, and RFC 3986 the allowed one.
    case 'backslash':
      return `${protocol}//evil.test\\@${hostname}${port === '' ? '' : `:${port}`}`;
    case 'origin-list':
      return `${protocol}//evil.test, ${origin}`;
  }
}

/** 127.0.0.1 is 2130706433. */
function ipv4AsNumber(host: string): string | undefined {
  if (!/^\d+(\.\d+){3}$/.test(host)) return undefined;
  return String(host.split('.').reduce((number, part) => number * 256 + Number(part), 0));
}
