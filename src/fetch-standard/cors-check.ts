import { found, type Finding } from './decisions.ts';
import { getHeader, valuesOf } from './header-lists.ts';
import type { CheckedResponse, OriginMistake } from './reasons.ts';
import type { CredentialsMode, HeaderList } from './types.ts';
import { parseUrl } from './urls.ts';

/** What the CORS check looks at, beside the response. */
export interface CorsCheckRequest {
  /** The request's origin as it went out: see `serializeRequestOrigin`. */
  readonly origin: string;
  readonly credentials: CredentialsMode;
}

/**
 * Whether a response may be shared with the origin that requested it. One finding about Access-Control-Allow-Origin,
 * and, where credentials make it matter, one about Access-Control-Allow-Credentials. `#concept-cors-check`
 */
export function corsCheck(
  request: CorsCheckRequest,
  headers: HeaderList,
  response: CheckedResponse = 'response',
): readonly Finding[] {
  const origin = originFinding(request, headers, response);
  return origin.ok && request.credentials === 'include'
    ? [origin, credentialsFinding(headers, response)]
    : [origin];
}

function originFinding(
  { origin, credentials }: CorsCheckRequest,
  headers: HeaderList,
  response: CheckedResponse,
): Finding {
  const name = 'access-control-allow-origin';
  const value = getHeader(headers, name);
  if (value === null) return found({ code: 'allow-origin-missing', response, origin, credentials });
  if (value === '*' && credentials !== 'include')
    return found({ code: 'allow-origin-wildcard', credentials });
  if (value === origin) return found({ code: 'allow-origin-matches', origin });
  const count = valuesOf(headers, name).length;
  if (count > 1) return found({ code: 'allow-origin-repeated', value, count, origin, credentials });
  if (value === '*') return found({ code: 'allow-origin-wildcard-with-credentials', origin, credentials });
  const mistake = mistakes.find(([, holds]) => holds(value, origin))?.[0] ?? 'other-origin';
  return found({ code: 'allow-origin-differs', value, mistake, origin, credentials });
}

/** The first that holds is the one that is named. */
const mistakes: readonly (readonly [OriginMistake, holds: (value: string, origin: string) => boolean])[] = [
  ['empty', (value) => value === ''],
  // eslint-disable-next-line no-control-regex -- control characters are the mistake
  ['control-characters', (value) => /[\x00-\x08\x0a-\x1f\x7f]/.test(value)],
  ['request-origin-is-null', (_, origin) => origin === 'null'],
  ['null', (value) => value === 'null'],
  ['null-in-other-case', (value) => value.toLowerCase() === 'null'],
  ['quoted', (value) => /^["'].*["']$/.test(value)],
  ['list', (value) => value.includes(',')],
  ['whitespace', (value) => /[\t ]/.test(value)],
  ['pattern', (value) => value.includes('*')],
  ['other-case', (value, origin) => value.toLowerCase() === origin],
  ['trailing-slash', (value, origin) => value === `${origin}/`],
  ['more-than-origin', (value, origin) => continues(value, origin, '/?#')],
  ['no-scheme', (value, origin) => origin.endsWith(value.startsWith('//') ? value : `//${value}`)],
  ['default-port', (value, origin) => isDefaultPort(value, origin)],
  ['other-port', (value, origin) => shareHostAnd('protocol', value, origin)],
  ['other-scheme', (value, origin) => shareHostAnd('port', value, origin)],
];

function continues(value: string, origin: string, separators: string): boolean {
  return value.startsWith(origin) && separators.includes(value.charAt(origin.length));
}

function isDefaultPort(value: string, origin: string): boolean {
  return continues(value, origin, ':') && parseOrigin(value)?.origin === origin;
}

function shareHostAnd(part: 'port' | 'protocol', value: string, origin: string): boolean {
  const [a, b] = [parseOrigin(value), parseOrigin(origin)];
  return a !== null && b !== null && a.hostname === b.hostname && a[part] === b[part];
}

function parseOrigin(value: string): URL | null {
  return parseUrl(value);
}

function credentialsFinding(headers: HeaderList, response: CheckedResponse): Finding {
  const name = 'access-control-allow-credentials';
  const value = getHeader(headers, name);
  if (value === null) return found({ code: 'allow-credentials-missing', response });
  if (value === 'true') return found({ code: 'allow-credentials-true' });
  const count = valuesOf(headers, name).length;
  return count > 1
    ? found({ code: 'allow-credentials-repeated', value, count })
    : found({ code: 'allow-credentials-differs', value });
}
