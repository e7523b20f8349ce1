import { parseUrl } from '../fetch-standard/index.ts';
import { pagePrefix } from '../proxy/reserved-paths.ts';

/** The path of a style sheet with one font, followed by `?family=NAME&font=URL`. */
export const fontSheetPath = `${pagePrefix}font.css`;

/** The style sheet, or null if the query is not one that a page of corspec sends. */
export function fontSheet(query: URLSearchParams): string | null {
  const family = query.get('family') ?? '';
  const font = parseUrl(query.get('font') ?? '');
  if (!/^[\w-]+$/.test(family) || font === null || !/^https?:$/.test(font.protocol)) return null;
  // A serialized URL contains neither double quotes nor line breaks.
  const url = font.href.replaceAll('\\', '%5C');
  return `@font-face { font-family: "${family}"; src: url("${url}"); }\n`;
}
