import { found, type Finding } from './decisions.ts';
import { extractTokens, getHeader, normalizeValue } from './header-lists.ts';
import type { CredentialsMode, HeaderList } from './types.ts';

const safelisted = [
  'cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma',
]; // prettier-ignore
const forbidden = ['set-cookie', 'set-cookie2'];

/** Set-Cookie and Set-Cookie2: no script sees them. `#forbidden-response-header-name` */
export function isForbiddenResponseHeaderName(name: string): boolean {
  return forbidden.includes(name.toLowerCase());
}

/** Whether a script may read a header across origins, given what is exposed. `#cors-safelisted-response-header-name` */
function safelistedWith(exposed: readonly string[]): (name: string) => boolean {
  const readable = new Set([...safelisted, ...exposed.map((name) => name.toLowerCase())]);
  return (name) => !isForbiddenResponseHeaderName(name) && readable.has(name.toLowerCase());
}

/** The response's CORS-exposed header-name list, and how it came about. `#concept-response-cors-exposed-header-name-list` */
export interface Exposed {
  readonly names: readonly string[];
  readonly finding: Finding;
}

/** Reads Access-Control-Expose-Headers. One that does not parse exposes nothing. `#concept-main-fetch` */
export function exposedHeaders(headers: HeaderList, credentials: CredentialsMode): Exposed {
  const list = extractTokens(headers, 'access-control-expose-headers');
  if (list.kind === 'failure')
    return { names: [], finding: found({ code: 'expose-headers-invalid', value: list.raw }) };
  if (list.kind === 'absent')
    return { names: [], finding: found({ code: 'expose-headers-missing', hidden: hiddenBy(headers, []) }) };
  const exposed = list.value;
  if (exposed.includes('*') && credentials !== 'include')
    return { names: namesOf(headers), finding: found({ code: 'all-headers-exposed', exposed }) };
  const code = exposed.includes('*') ? 'expose-wildcard-with-credentials' : 'headers-exposed';
  return { names: exposed, finding: found({ code, exposed, hidden: hiddenBy(headers, exposed) }) };
}

function hiddenBy(headers: HeaderList, exposed: readonly string[]): readonly string[] {
  const isReadable = safelistedWith(exposed);
  return namesOf(headers).filter((name) => !isReadable(name) && !isProtocol(name));
}

/** The protocol's own headers, which no script needs to read. */
function isProtocol(name: string): boolean {
  return name.startsWith('access-control-') || isForbiddenResponseHeaderName(name);
}

/** All but Set-Cookie, as a script's `Headers` lists them. `#concept-filtered-response-basic` */
export function basicHeaders(headers: HeaderList): HeaderList {
  return sortAndCombine(headers.filter(([name]) => !isForbiddenResponseHeaderName(name)));
}

/** The safelisted and the exposed, as a script's `Headers` lists them. `#concept-filtered-response-cors` */
export function corsHeaders(headers: HeaderList, exposed: readonly string[]): HeaderList {
  const isReadable = safelistedWith(exposed);
  return sortAndCombine(headers.filter(([name]) => isReadable(name)));
}

/** Lower case, sorted, values of one name joined by `, `. `#concept-header-list-sort-and-combine` */
export function sortAndCombine(headers: HeaderList): HeaderList {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const known = values.get(lower);
    if (known === undefined) values.set(lower, [normalizeValue(value)]);
    else known.push(normalizeValue(value));
  }
  return [...values.keys()].sort().map((name) => [name, (values.get(name) ?? []).join(', ')]);
}

/** In lower case, each once. */
function namesOf(headers: HeaderList): readonly string[] {
  return [...new Set(headers.map(([name]) => name.toLowerCase()))];
}

/** What a no-cors request is shielded from: who asks, and where the response comes from. */
export interface PolicyContext {
  readonly origin: string;
  readonly url: URL;
  readonly schemelesslySameSite: boolean;
  /**
   * Whether no policy is as `same-origin`: the page has Cross-Origin-Embedder-Policy `require-corp`. With `credentialless`, only a
   * response to a request with credentials needs one, and those requests have none.
   */
  readonly requiresPolicy: boolean;
}

/**
 * Cross-Origin-Resource-Policy, which shields responses from no-cors requests. Values in another case, and doubled
 * headers, count as none. `#cross-origin-resource-policy-internal-check`
 */
export function checkResourcePolicy(context: PolicyContext, headers: HeaderList): readonly Finding[] {
  const value = getHeader(headers, 'cross-origin-resource-policy');
  if (value !== 'same-origin' && value !== 'same-site') {
    const { origin, url, requiresPolicy } = context;
    const isMissing = requiresPolicy && value !== 'cross-origin' && origin !== url.origin;
    return isMissing
      ? [found({ code: 'resource-policy-missing', embedderPolicy: 'require-corp', origin })]
      : [];
  }
  const met = value === 'same-origin' ? context.origin === context.url.origin : sitePolicyMet(context);
  const code = met ? 'resource-policy-met' : 'resource-policy-not-met';
  return [found({ code, value, origin: context.origin })];
}

function sitePolicyMet({ origin, url, schemelesslySameSite }: PolicyContext): boolean {
  return schemelesslySameSite && (origin.startsWith('https:') || url.protocol !== 'https:');
}
