import { getHeader, valuesOf } from './header-lists.ts';
import { failed, passed, quote } from './trace.ts';
import type { CredentialsMode, Finding, HeaderList } from './types.ts';

/** Who asks: all that the CORS check looks at, beside the response. */
export interface CorsCheckRequest {
  /** The request's origin as it went out: see `serializeRequestOrigin`. */
  readonly origin: string;
  readonly credentials: CredentialsMode;
}

/**
 * Whether a response may be shared with the one who asks. One finding about Access-Control-Allow-Origin, and, where
 * credentials make it matter, one about Access-Control-Allow-Credentials. `subject` begins the sentences about what
 * is missing. `#concept-cors-check`
 */
export function corsCheck(
  asker: CorsCheckRequest,
  headers: HeaderList,
  subject = 'The response',
): readonly Finding[] {
  const origin = originFinding(asker, headers, subject);
  return origin.ok && asker.credentials === 'include'
    ? [origin, credentialsFinding(headers, subject)]
    : [origin];
}

function originFinding(
  { origin, credentials }: CorsCheckRequest,
  headers: HeaderList,
  subject: string,
): Finding {
  const name = 'access-control-allow-origin';
  const value = getHeader(headers, name);
  const wanted =
    credentials === 'include' ? `exactly ${quote(origin)}` : `${quote('*')} or exactly ${quote(origin)}`;
  if (value === null)
    return failed('cors-check', `${subject} has no Access-Control-Allow-Origin; it must be ${wanted}.`, name);
  if (value === '*' && credentials !== 'include')
    return passed(
      'cors-check',
      `Access-Control-Allow-Origin is ${quote('*')}: with credentials mode ${credentials}, any origin may read the response.`,
      name,
    );
  if (value === origin)
    return passed(
      'cors-check',
      `Access-Control-Allow-Origin is ${quote(value)}, the request's origin.`,
      name,
    );
  const says = explainOrigin(value, valuesOf(headers, name).length, origin, wanted);
  return failed('cors-check', says, name);
}

/** Words for a value that does not match. Each mistake that is known by name is named. */
function explainOrigin(value: string, count: number, origin: string, wanted: string): string {
  if (count > 1)
    return `There are ${inWords(count)} Access-Control-Allow-Origin headers, joined as ${quote(value)}; there must be one, and it must be ${wanted}.`;
  if (value === '*')
    return `Access-Control-Allow-Origin is ${quote('*')}, and the request's credentials mode is include: with credentials it must be ${wanted}.`;
  const why = mistakes.find(([holds]) => holds(value, origin))?.[1] ?? 'that is another origin';
  return `Access-Control-Allow-Origin is ${quote(value)}: ${why}. It must be ${wanted}.`;
}

function inWords(count: number): string {
  return ['two', 'three'][count - 2] ?? String(count);
}

type Mistake = readonly [holds: (value: string, origin: string) => boolean, words: string];

const mistakes: readonly Mistake[] = [
  [(value) => value === '', 'it is empty'],
  // eslint-disable-next-line no-control-regex -- control characters are the mistake
  [(value) => /[\x00-\x08\x0a-\x1f\x7f]/.test(value), 'it has control characters'],
  [(_, origin) => origin === 'null', "the request's origin is opaque, or was hidden after a redirect"],
  [
    (value) => value === 'null',
    `${quote('null')} stands for opaque origins, such as sandboxed frames, alone`,
  ],
  [(value) => value.toLowerCase() === 'null', 'there is no such origin'],
  [(value) => /^["'].*["']$/.test(value), 'it must not be quoted'],
  [(value) => value.includes(','), 'it takes one origin, and not a list'],
  [(value) => /[\t ]/.test(value), 'it takes one origin, and nothing beside it'],
  [(value) => value.includes('*'), `${quote('*')} stands alone; browsers know no patterns`],
  [
    (value, origin) => value.toLowerCase() === origin,
    'origins are compared with case, and are in lower case',
  ],
  [(value, origin) => value === `${origin}/`, 'an origin has no trailing slash'],
  [
    (value, origin) => continues(value, origin, '/?#'),
    'an origin is scheme, host and port, and nothing after',
  ],
  [
    (value, origin) => origin.endsWith(value.startsWith('//') ? value : `//${value}`),
    'its scheme is missing',
  ],
  [(value, origin) => isDefaultPort(value, origin), "an origin leaves out its scheme's default port"],
  [(value, origin) => shareHostAnd('protocol', value, origin), 'the port is another one'],
  [(value, origin) => shareHostAnd('port', value, origin), 'the scheme is another one'],
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
  return URL.canParse(value) ? new URL(value) : null;
}

function credentialsFinding(headers: HeaderList, subject: string): Finding {
  const name = 'access-control-allow-credentials';
  const value = getHeader(headers, name);
  const wanted = `the request's credentials mode is include, so it must be exactly ${quote('true')}`;
  if (value === null)
    return failed(
      'credentials-check',
      `${subject} has no Access-Control-Allow-Credentials; ${wanted}.`,
      name,
    );
  if (value === 'true')
    return passed('credentials-check', `Access-Control-Allow-Credentials is ${quote('true')}.`, name);
  const count = valuesOf(headers, name).length;
  if (count > 1)
    return failed(
      'credentials-check',
      `There are ${inWords(count)} Access-Control-Allow-Credentials headers, joined as ${quote(value)}; ${wanted}, once.`,
      name,
    );
  const why = value.toLowerCase() === 'true' ? 'the value is compared with case, and ' : '';
  return failed(
    'credentials-check',
    `Access-Control-Allow-Credentials is ${quote(value)}; ${why}${wanted}.`,
    name,
  );
}
