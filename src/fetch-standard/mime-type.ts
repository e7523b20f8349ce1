import { isToken, normalizeValue } from './header-lists.ts';

/**
 * The essence (`type/subtype`, lower case) of a MIME type, or null when it does not parse. Parameters cannot make it
 * fail. https://mimesniff.spec.whatwg.org/#parse-a-mime-type, as `#cors-safelisted-request-header` uses it.
 */
export function mimeTypeEssence(value: string): string | null {
  const parts = normalizeValue(value.replace(/;.*/s, '')).split('/');
  return parts.length === 2 && parts.every(isToken) ? parts.join('/').toLowerCase() : null;
}
