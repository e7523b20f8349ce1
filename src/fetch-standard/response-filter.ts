import { extractTokens, getHeader, normalizeValue } from './header-lists.ts';
import { enumerate, failed, passed, quote } from './trace.ts';
import type { CredentialsMode, Finding, HeaderList } from './types.ts';

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
  const header = 'access-control-expose-headers';
  const step = 'expose-headers';
  const list = extractTokens(headers, header);
  if (list.kind === 'failure') {
    const says = `Access-Control-Expose-Headers is ${quote(list.raw)}, which is not a comma-separated list of header names: it exposes nothing.`;
    return { names: [], finding: failed(step, says, header) };
  }
  if (list.kind === 'absent') {
    const names: readonly string[] = [];
    const says = `There is no Access-Control-Expose-Headers${hiddenWords(headers, names)}.`;
    return { names, finding: passed(step, says, header) };
  }
  const stated = `Access-Control-Expose-Headers lists ${enumerate(list.value)}`;
  if (!list.value.includes('*'))
    return {
      names: list.value,
      finding: passed(step, `${stated}${hiddenWords(headers, list.value)}.`, header),
    };
  if (credentials !== 'include') {
    const says = `${stated}: ${quote('*')} exposes every header.`;
    return { names: namesOf(headers), finding: passed(step, says, header) };
  }
  const literally = `with credentials mode include, ${quote('*')} exposes no header but one of that name`;
  return {
    names: list.value,
    finding: passed(step, `${stated}; ${literally}${hiddenWords(headers, list.value)}.`, header),
  };
}

function hiddenWords(headers: HeaderList, exposed: readonly string[]): string {
  const isReadable = safelistedWith(exposed);
  const hidden = namesOf(headers).filter((name) => !isReadable(name) && !isProtocol(name));
  return hidden.length === 0 ? '' : `; scripts do not see ${enumerate(hidden)}`;
}

/** Nobody misses the protocol's own headers. */
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
}

/**
 * Cross-Origin-Resource-Policy, which shields responses from no-cors requests. Values in another case, and doubled
 * headers, count as none. `#cross-origin-resource-policy-internal-check`
 */
export function checkResourcePolicy(context: PolicyContext, headers: HeaderList): readonly Finding[] {
  const name = 'cross-origin-resource-policy';
  const value = getHeader(headers, name);
  if (value !== 'same-origin' && value !== 'same-site') return [];
  const step = 'resource-policy-check';
  const met = value === 'same-origin' ? context.origin === context.url.origin : sitePolicyMet(context);
  const says = `Cross-Origin-Resource-Policy is ${quote(value)}, and the page is at ${quote(context.origin)}.`;
  return [met ? passed(step, says, name) : failed(step, says, name)];
}

function sitePolicyMet({ origin, url, schemelesslySameSite }: PolicyContext): boolean {
  return schemelesslySameSite && (origin.startsWith('https:') || url.protocol !== 'https:');
}
