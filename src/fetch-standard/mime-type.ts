import { isToken, normalizeValue } from './header-lists.ts';

/**
 * The essence (`type/subtype`, lower case) of a MIME type, or null when it does not parse. Parameters cannot make it
 * fail. https://mimesniff.spec.whatwg.org/#parse-a-mime-type, as `#cors-safelisted-request-header` uses it.
 */
export function mimeTypeEssence(value: string): string | null {
  const trimmed = normalizeValue(value);
  const slash = trimmed.indexOf('/');
  if (slash < 0) return null;
  const type = trimmed.slice(0, slash);
  const [beforeParameters = ''] = trimmed.slice(slash + 1).split(';', 1);
  const subtype = beforeParameters.replace(/[\t\n\r ]+$/, '');
  return isToken(type) && isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : null;
}
