import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeaderName,
  isToken,
  parseUrl,
} from '../fetch-standard/index.ts';

/**
 * Validates the fields of a policy. Each function returns the problem with a value and what to write instead, or nothing
 * for a valid value. Values must be as browsers send and compare them: an origin is compared byte by byte (`#cors-check`),
 * a method case-sensitively (`#cors-preflight-fetch`).
 */

/** An HTTP token: the syntax of methods and header names. */
export const tokenPattern = "^[!#$%&'*+\\-.^_`|~0-9A-Za-z]+$";

/**
 * A serialized origin at http or https, a pattern of subdomains, or an origin of an app. A rough check;
 * {@link originProblem} is exact.
 */
export const originPattern =
  '^(https?://(\\*\\.)?[^/?#@*A-Z\\s]+|(?!https?:)[a-z][a-z0-9+.-]*://[^/?#@*\\s]+)$';

/** The problem with an origin in a policy: `https://app.example.com`, `https://*.example.com`. */
export function originProblem(value: string): string | undefined {
  if (value === '*') return '"*" means any origin and replaces the list';
  if (value === 'null')
    return 'every sandboxed frame and local file has the origin null, so a policy must not allow it. Remove it';
  const text = value.trim();
  if (text === '') return 'empty; expected an origin such as https://app.example.com';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return schemeProblem(text);
  return text.includes('*') ? patternProblem(value) : serializationProblem(value, value);
}

function schemeProblem(text: string): string {
  const scheme = /^(localhost|127\.|\[::1\])/i.test(text) ? 'http' : 'https';
  const origin = originOf(`${scheme}://${text.replace(/^\/\//, '').replace('*', 'x')}`);
  const suggestion = origin === undefined || text.includes('*') ? `${scheme}://${text}` : origin;
  return `the scheme is missing; use ${suggestion}`;
}

function patternProblem(value: string): string | undefined {
  if (!/^\s*[a-z]+:\/\/\*\.[^*]+$/i.test(value))
    return 'a pattern has one *, which is the whole first label of the host: https://*.example.com';
  return serializationProblem(value, value.replace('*', 'x'), (origin) => origin.replace('//x.', '//*.'));
}

/** The problem if a browser would send `origin` differently. `shown` restores the `*` of a pattern. */
function serializationProblem(
  value: string,
  origin: string,
  shown: (origin: string) => string = (same) => same,
): string | undefined {
  const serialized = originOf(origin);
  if (serialized === undefined)
    return 'not a valid origin; expected scheme, host and optional port, such as https://app.example.com';
  if (serialized === 'null') return customProblem(value);
  if (shown(serialized) === value) return undefined;
  return `${differenceOf(origin)}; use ${shown(serialized)}`;
}

/** Schemes whose pages have no such origin, or that have no pages. */
const withoutPages: readonly string[] = ['about', 'blob', 'data', 'file', 'ftp', 'javascript', 'ws', 'wss'];

/** Apps and extensions have origins with schemes of their own. Their hosts are compared as they are. `#origin-header` */
function customProblem(value: string): string | undefined {
  const [, scheme = '', host = ''] = /^\s*([a-z][a-z0-9+.-]*):\/\/([^\s/?#@*]+)/i.exec(value) ?? [];
  if (value.includes('*')) return 'a pattern of subdomains begins with https://*. or http://*.';
  if (withoutPages.includes(scheme.toLowerCase()))
    return `no page has an origin with the scheme ${scheme.toLowerCase()}; use http, https or the scheme of an app (capacitor://localhost)`;
  if (host === '') return 'not a valid origin; expected scheme and host, such as capacitor://localhost';
  const serialized = `${scheme.toLowerCase()}://${host}`;
  return value === serialized ? undefined : `an origin is a scheme and a host; use ${serialized}`;
}

function originOf(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === null) return undefined;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.origin : 'null';
}

/** Why a URL is not the serialization of its origin: the most obvious reason. */
function differenceOf(text: string): string {
  const url = new URL(text);
  if (text !== text.trim()) return 'it has leading or trailing white space';
  if (url.username !== '' || url.password !== '') return 'an origin has no user name';
  if (url.search !== '' || url.hash !== '') return 'an origin has no query or fragment';
  if (url.pathname !== '/') return 'an origin has no path';
  if (text.endsWith('/')) return 'an origin has no trailing slash';
  if (/[A-Z]/.test(text)) return 'browsers send origins in lower case';
  if (/:\d+$/.test(text) && url.port === '') return "browsers omit the scheme's default port";
  return 'browsers serialize it differently';
}

/** The problem with a method in a policy. */
export function methodProblem(value: string): string | undefined {
  if (value === '*') return '"*" means all methods and replaces the list';
  if (!isToken(value)) return 'not a valid method; expected a token such as PUT';
  const upper = value.toUpperCase();
  if (isForbiddenMethod(upper))
    return 'browsers do not allow scripts to use it (#forbidden-method). Remove it';
  return value === upper ? undefined : `methods are case-sensitive; use ${upper}`;
}

/** The problem with a request header name in a policy. */
export function requestHeaderProblem(value: string): string | undefined {
  const problem = headerNameProblem(value, 'request headers', 'Content-Type');
  if (problem !== undefined) return problem;
  return isForbiddenRequestHeader(value, '')
    ? 'browsers do not allow scripts to set it (#forbidden-request-header). Remove it'
    : undefined;
}

/** The problem with a response header name in a policy. */
export function exposedHeaderProblem(value: string): string | undefined {
  const problem = headerNameProblem(value, 'response headers', 'X-Total-Count');
  if (problem !== undefined) return problem;
  return isForbiddenResponseHeaderName(value)
    ? 'browsers never expose it to scripts (#forbidden-response-header-name). Remove it'
    : undefined;
}

function headerNameProblem(value: string, kind: string, example: string): string | undefined {
  if (value === '*') return `"*" means all ${kind} and replaces the list`;
  return isToken(value) ? undefined : `not a valid header name; expected a token such as ${example}`;
}
