import { mimeTypeEssence } from './mime-type.ts';

/** The Content-Type of a `data:` URL, or null when it has no comma. `#data-url-processor` */
export function dataUrlType(url: URL): string | null {
  const comma = url.pathname.indexOf(',');
  if (comma < 0) return null;
  const stated = url.pathname
    .slice(0, comma)
    .trim()
    .replace(/; *base64$/i, '');
  const type = stated.startsWith(';') ? `text/plain${stated}` : stated;
  return mimeTypeEssence(type) === null ? 'text/plain;charset=US-ASCII' : type;
}
