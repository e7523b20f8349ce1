import { isForbiddenRequestHeader, isToken } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import { quoted, type Validated } from './validated.ts';
import type { HeaderOption } from './header-option.ts';

/** `--header`: a header that the script of a page sets. */
export const requestHeader: HeaderOption = {
  option: '--header',
  example: 'Content-Type: application/json',
  refusal: (name, value) => (isForbiddenRequestHeader(name, value) ? `: ${forbidden(name)}` : null),
};

/** `#forbidden-request-header` */
function forbidden(name: string): string {
  const lower = name.toLowerCase();
  const own = 'browsers do not allow scripts to set this header';
  if (lower === 'cookie') return `${own}. To send a cookie, use --cookie NAME=VALUE --credentials.`;
  if (lower === 'origin') return `${own}. Use --origin for the page's origin.`;
  if (lower === 'host') return `${own}. It is derived from the URL.`;
  if (lower.startsWith('access-control-request-')) return `${own}. It is derived from --method and --header.`;
  return `${own}. Remove it.`;
}

/** `NAME=VALUE`. @param option its name, for the problem */
export function resolveCookie(text: string, option = '--cookie'): Validated<readonly RawHeader[]> {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(0, equals)).trim();
  const value = text.slice(equals + 1).trim();
  // eslint-disable-next-line no-control-regex -- characters that a cookie cannot contain
  if (equals > 0 && isToken(name) && /^[^\x00-\x20\x7f-\uffff;,"\\]*$/.test(value))
    return { value: [[name, value]], problems: [] };
  return {
    value: [],
    problems: [
      `${option} ${quoted(name)}: expected NAME=VALUE, without spaces, commas, semicolons or attributes.`,
    ],
  };
}
